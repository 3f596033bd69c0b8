import type { Instant } from '../text/instant.ts';
import type { Engine } from './sql/engine.ts';

/** A channel of a partner. */
interface Named {
  readonly partner: string;
  readonly channel: string;
}

/** The pictures, films and sounds that receivers have, by the SHA-256 of their bytes. */
export class PartnerFiles {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** True if the receiver has confirmed a file. */
  async has({ partner, channel }: Named, hash: string): Promise<boolean> {
    const row = await this.#engine.db
      .selectFrom('partner_files')
      .select('name')
      .where('partner', '=', partner)
      .where('channel', '=', channel)
      .where('hash', '=', hash)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** Records that the receiver has confirmed a file. */
  async add(
    { partner, channel }: Named,
    file: { readonly hash: string; readonly name: string },
    now: Instant,
  ): Promise<void> {
    await this.#engine.db
      .insertInto('partner_files')
      .values({ partner, channel, ...file, sent_at: now })
      .onConflict((conflict) => conflict.columns(['partner', 'channel', 'hash']).doUpdateSet({ name: file.name }))
      .execute();
  }
}
