import type { Store } from '../archive/store.ts';
import type { FrontOrder } from '../documents/front-document.ts';
import { frontSchema } from '../publication/front-settings.ts';
import type { Instant } from '../text/instant.ts';

const NAME = 'front';
/** Time for which the order is used before it is read again, in milliseconds: another machine may have stored one. */
const MAX_AGE_MS = 1000;

/** The order of the front page as the API stored it. */
export interface StoredFront extends FrontOrder {
  readonly changedAt: Instant;
  readonly actor: string;
}

interface Cached {
  readonly order: StoredFront | undefined;
  readonly readAt: number;
}

/** The last order of each archive; it is used on while the archive is not available. */
const cached = new WeakMap<Store, Cached>();

/** Returns the order of the front page that was stored with the API; `undefined` if the files decide. */
export async function storedFront(store: Store, milliseconds = performance.now()): Promise<StoredFront | undefined> {
  const last = cached.get(store);
  if (last !== undefined && milliseconds - last.readAt < MAX_AGE_MS) return last.order;
  try {
    const order = orderIn(await store.metadata(NAME));
    cached.set(store, { order, readAt: milliseconds });
    return order;
  } catch (error) {
    if (last === undefined) throw error;
    return last.order;
  }
}

/** Stores the order of the front page; without one the files decide again. */
export async function storeFront(store: Store, front: StoredFront | undefined): Promise<void> {
  await store.setMetadata(NAME, front === undefined ? '' : JSON.stringify(front));
  cached.delete(store);
}

function orderIn(stored: string | undefined): StoredFront | undefined {
  if (stored === undefined || stored === '') return undefined;
  const { settings, ...about } = JSON.parse(stored) as StoredFront;
  const { data } = frontSchema.safeParse(settings);
  return data && { ...about, settings: data };
}
