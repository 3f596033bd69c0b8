import type { Instant } from '../../text/instant.ts';
import type { MediaStore, StoredMedia } from '../media-store.ts';
import type { Engine } from './engine.ts';

/** Media files of both engines, each in one row. */
export class SqlMediaStore implements MediaStore {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async put(file: StoredMedia & { readonly bytes: Uint8Array }, now: Instant): Promise<boolean> {
    const { name, type, size, width = null, height = null, bytes } = file;
    const row = { path: `/media/${name}`, type, size, width, height, stored_at: now, bytes };
    const { numInsertedOrUpdatedRows = 0n } = await this.#engine.db
      .insertInto('media')
      .values(row)
      .onConflict((conflict) => conflict.column('path').doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows > 0n;
  }

  async file(name: string): Promise<StoredMedia | undefined> {
    const row = await this.#engine.db
      .selectFrom('media')
      .select(['type', 'size', 'width', 'height'])
      .where('path', '=', `/media/${name}`)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { type, size, width, height } = row;
    return { name, type, size, ...(width === null ? {} : { width }), ...(height === null ? {} : { height }) };
  }

  async bytes(name: string): Promise<Uint8Array | undefined> {
    const row = await this.#engine.db
      .selectFrom('media')
      .select('bytes')
      .where('path', '=', `/media/${name}`)
      .executeTakeFirst();
    return row?.bytes;
  }
}
