import type { Command } from 'commander';
import { type Configuration, ConfigurationError } from '../app/configuration.ts';
import { readPublication, SettingsError } from '../app/open-publication.ts';
import { signingSecrets } from '../app/signing-secrets.ts';
import type { Store } from '../archive/store.ts';
import { partnerNamed, storedPartners } from '../delivery/partners/partner-list.ts';
import type { SigningSecrets } from '../delivery/signing-secret.ts';
import { channelNameOf } from '../publication/channel.ts';
import type { Partner } from '../publication/partner.ts';
import type { Publication } from '../publication/publication.ts';
import type { GetConfiguration } from './command.ts';
import { withArchiveAlone } from './stores.ts';

/**
 * Returns the secrets with which messages are signed.
 * @throws ConfigurationError for a database without the operator's secret
 */
export async function requiredSecrets(configuration: Configuration): Promise<SigningSecrets> {
  const secrets = await signingSecrets(configuration);
  if (secrets !== undefined) return secrets;
  throw new ConfigurationError('DATELINE_SECRET is missing: set it to at least 32 characters, on every machine.');
}

/**
 * Returns the partner with a key: as the archive has it, else as in `publication.yaml`, which no server has read yet.
 * @throws ConfigurationError if there is none, naming the existing ones
 */
export async function partnerCalled(
  store: Store,
  { partners }: Pick<Publication, 'partners'>,
  key: string,
): Promise<Partner> {
  const stored = await partnerNamed(store, key);
  const found = stored?.partner ?? partners.find((partner) => partner.key === key);
  if (found !== undefined) return found;
  const names = new Set([
    ...(await storedPartners(store)).map((one) => one.partner.key),
    ...partners.map((one) => one.key),
  ]);
  const remedy = names.size === 0 ? 'add it to `partners` in publication.yaml' : `there are: ${[...names].join(', ')}`;
  throw new ConfigurationError(`There is no partner "${key}"; ${remedy}.`);
}

/**
 * Returns the names of the chosen channel, or of all channels of a partner.
 * @throws ConfigurationError for a name that it does not have
 */
export function channelsCalled({ key, channels }: Partner, chosen: string | undefined): string[] {
  const names = channels.map(channelNameOf);
  if (chosen === undefined) return names;
  if (names.includes(chosen)) return [chosen];
  throw new ConfigurationError(`The partner "${key}" has no channel "${chosen}"; there are: ${names.join(', ')}.`);
}

/** Returns the settings; none while publication.yaml has errors, since the archive has the partners. */
async function readableSettings({ content }: Configuration): Promise<Pick<Publication, 'partners'>> {
  try {
    return await readPublication(content);
  } catch (error) {
    if (error instanceof SettingsError) return { partners: [] };
    throw error;
  }
}

/** Options of a command about the channels of a partner. */
export interface ChannelOptions {
  readonly channel?: string;
}

/** Returns the channels that are not in the settings any more, and have messages that wait or were given up. */
async function formerChannels({ ledgerFigures }: Store, { key, channels }: Partner): Promise<string[]> {
  const open = [...(await ledgerFigures.waiting()), ...(await ledgerFigures.givenUp())];
  const names = open.filter(({ partner }) => partner === key).map(({ channel }) => channel);
  return [...new Set(names).difference(new Set(channels.map(channelNameOf)))];
}

/** Registers the arguments of a command about the channels of a partner, and runs its work for the chosen ones. */
export function onChannels(
  command: Command,
  configuration: GetConfiguration,
  work: (store: Store, partner: string, channels: readonly string[]) => Promise<void>,
): void {
  command
    .argument('<partner>', 'key of the partner')
    .option('--channel <name>', 'one channel; all if absent')
    .action((key: string, { channel }: ChannelOptions) =>
      withArchiveAlone(configuration(), async (store) => {
        const partner = await partnerCalled(store, await readableSettings(configuration()), key);
        const former = await formerChannels(store, partner);
        const chosen = channel !== undefined && former.includes(channel);
        await work(store, key, chosen ? [channel] : [...channelsCalled(partner, channel), ...(channel ? [] : former)]);
      }),
    );
}
