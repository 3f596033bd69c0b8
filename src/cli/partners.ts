import { ConfigurationError } from '../app/configuration.ts';
import type { Store } from '../archive/store.ts';
import { partnerNamed, storedPartners } from '../delivery/partners/partner-list.ts';
import { channelNameOf, type Partner } from '../publication/partner.ts';
import type { Publication } from '../publication/publication.ts';

/**
 * Returns the partner with a key: as the archive has it, else as in `publication.yaml`, which no server has read yet.
 * @throws ConfigurationError if there is none, naming the existing ones
 */
export async function partnerCalled(store: Store, { partners }: Publication, key: string): Promise<Partner> {
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
