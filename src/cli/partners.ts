import { type Configuration, ConfigurationError } from '../app/configuration.ts';
import type { Store } from '../archive/store.ts';
import { partnerNamed, type StoredPartner, storedPartners, syncPartners } from '../delivery/partners/partner-list.ts';
import { channelNameOf, type Partner } from '../publication/partner.ts';
import type { Publication } from '../publication/publication.ts';
import { now, withArchive } from './stores.ts';

/** Runs work on an archive that has the partners of `publication.yaml`, also if no server has read the file yet. */
export function withPartners<Result>(
  configuration: Configuration,
  work: (store: Store, publication: Publication) => Promise<Result>,
): Promise<Result> {
  return withArchive(configuration, async (store, publication) => {
    await syncPartners(store, publication, now());
    return work(store, publication);
  });
}

/**
 * Returns the partner with a key.
 * @throws ConfigurationError if there is none, naming the existing ones
 */
export async function partnerCalled(store: Store, key: string): Promise<StoredPartner> {
  const found = await partnerNamed(store, key);
  if (found !== undefined) return found;
  const known = (await storedPartners(store)).map(({ partner }) => partner.key).join(', ');
  const remedy = known === '' ? 'add it to `partners` in publication.yaml' : `there are: ${known}`;
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
