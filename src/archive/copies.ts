import { type Copy, copyOf } from './ledger-entry.ts';
import type { Engine } from './sql/engine.ts';

/** A story on one channel of a partner. */
type CopyKey = Pick<Copy, 'partner' | 'channel' | 'story'>;

/**
 * The newest version of each story that each partner has, or may have: kept for ever, since recalls go to everyone who has
 * received any version.
 */
export class Copies {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Returns the copies of a story, those of former partners too. */
  async of(story: string): Promise<Copy[]> {
    const rows = await this.#engine.db.selectFrom('copies').selectAll().where('story', '=', story).execute();
    return rows.map(copyOf);
  }

  /**
   * Records that a message is about to leave: from now on the partner may have the story.
   * @returns false if there is a copy already
   */
  async expect({ partner, channel, story }: CopyKey): Promise<boolean> {
    const { numInsertedOrUpdatedRows = 0n } = await this.#engine.db
      .insertInto('copies')
      .values({
        partner,
        channel,
        story,
        version: 0,
        status: 'unconfirmed',
        hash: '',
        held: 0,
        received_at: '' as never,
      })
      .onConflict((conflict) => conflict.columns(['story', 'partner', 'channel']).doNothing())
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows > 0n;
  }

  /** Removes the record of a message that has certainly not arrived. */
  async removeExpected({ partner, channel, story }: CopyKey): Promise<void> {
    await this.#engine.db
      .deleteFrom('copies')
      .where('story', '=', story)
      .where('partner', '=', partner)
      .where('channel', '=', channel)
      .where('status', '=', 'unconfirmed')
      .execute();
  }
}
