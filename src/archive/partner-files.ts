import type { Instant } from '../text/instant.ts';
import type { Engine } from './sql/engine.ts';

/** A channel of a partner. */
interface Named {
  readonly partner: string;
  readonly channel: string;
}

/** A file at the receiver. */
interface SentFile {
  /** Its name, with the server and folder where it is. */
  readonly name: string;
  /** SHA-256 of its bytes. */
  readonly hash: string;
}

/** The pictures, films and sounds that receivers have: names, and the SHA-256 of the bytes under each. */
export class PartnerFiles {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** True if the receiver has confirmed these bytes under this name, and no others since. */
  async has({ partner, channel }: Named, { name, hash }: SentFile): Promise<boolean> {
    const row = await this.#engine.db
      .selectFrom('partner_files')
      .select('hash')
      .where('partner', '=', partner)
      .where('channel', '=', channel)
      .where('name', '=', name)
      .executeTakeFirst();
    return row?.hash === hash;
  }

  /** Records that the receiver has confirmed a file. */
  async add({ partner, channel }: Named, file: SentFile, now: Instant): Promise<void> {
    await this.#engine.db
      .insertInto('partner_files')
      .values({ partner, channel, ...file, sent_at: now })
      .onConflict((conflict) =>
        conflict.columns(['partner', 'channel', 'name']).doUpdateSet({ hash: file.hash, sent_at: now }),
      )
      .execute();
  }
}
