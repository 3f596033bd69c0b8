import type { Store } from '../archive/store.ts';
import type { FrontOrder } from '../documents/front-document.ts';
import { frontSchema } from '../publication/front-settings.ts';
import type { Instant } from '../text/instant.ts';

const NAME = 'front';

/** The order of the front page as the API stored it. */
export interface StoredFront extends FrontOrder {
  readonly changedAt: Instant;
  readonly actor: string;
}

/** Returns the order of the front page that was stored with the API; `undefined` if the files decide. */
export async function storedFront({ metadata }: Pick<Store, 'metadata'>): Promise<StoredFront | undefined> {
  const stored = await metadata(NAME);
  if (stored === undefined || stored === '') return undefined;
  const { settings, ...about } = JSON.parse(stored) as StoredFront;
  const { data } = frontSchema.safeParse(settings);
  return data && { ...about, settings: data };
}

/** Stores the order of the front page; without one the files decide again. */
export function storeFront({ setMetadata }: Pick<Store, 'setMetadata'>, front: StoredFront | undefined): Promise<void> {
  return setMetadata(NAME, front === undefined ? '' : JSON.stringify(front));
}
