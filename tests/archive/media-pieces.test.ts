import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Location, openArchive, openEngine } from '../../src/archive/location.ts';
import type { MediaStore } from '../../src/archive/media-store.ts';
import { PIECE_BYTES } from '../../src/archive/sql/media-pieces.ts';
import { asEarlierRelease } from '../support/earlier-release.ts';
import { ENGINES, type EngineName, postgresDatabase } from '../support/engines.ts';
import { temporaryFolder } from '../support/folder.ts';
import { at } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');
const SIZE = 2 * PIECE_BYTES + 1000;
const BYTES = Buffer.from(Array.from({ length: SIZE }, (_, index) => (index * 7 + (index >> 8)) & 0xff));
const NAME = `${createHash('sha256').update(BYTES).digest('hex')}.mp4`;

async function location(engine: EngineName): Promise<Location> {
  return engine === 'SQLite' ? { file: join(await temporaryFolder(), 'a.sqlite') } : { url: await postgresDatabase() };
}

async function rangeOf(media: MediaStore, start: number, end: number): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(media.bytes(NAME, { start, end })));
}

describe.each(ENGINES)('files in pieces, %s', (engine) => {
  test('are read in any range', async () => {
    const store = await openArchive(await location(engine));
    const file = { name: NAME, type: 'video/mp4', size: SIZE, bytes: BYTES };
    expect([await store.media.put(file, NOW), await store.media.put(file, NOW)]).toEqual([true, false]);
    for (const [start, end] of [
      [0, 0],
      [0, SIZE - 1],
      [PIECE_BYTES - 1, PIECE_BYTES],
      [PIECE_BYTES, 2 * PIECE_BYTES - 1],
      [SIZE - 1, SIZE - 1],
      [5, SIZE - 5],
    ] as const) {
      expect((await rangeOf(store.media, start, end)).equals(BYTES.subarray(start, end + 1)), `${start}`).toBe(true);
    }
    const pieces = store.media.bytes(NAME, { start: 0, end: SIZE - 1 });
    expect((await pieces.next()).value?.length).toBe(PIECE_BYTES);
    await pieces.return(undefined);
    await store.close();
  });

  test('were whole in an earlier release, and are migrated', async () => {
    const where = await location(engine);
    const store = await openArchive(where);
    await store.media.put({ name: NAME, type: 'video/mp4', size: SIZE, bytes: BYTES }, NOW);
    await store.close();
    await backToWholeFiles(where);
    const migrated = await openArchive(where);
    expect((await rangeOf(migrated.media, 0, SIZE - 1)).equals(BYTES)).toBe(true);
    await migrated.close();
  });
});

/** Undoes the migration 0006-media-pieces. */
async function backToWholeFiles(where: Location): Promise<void> {
  const engine = await openEngine(where);
  const type = engine.name === 'SQLite' ? sql`blob` : sql`bytea`;
  await sql`alter table media add column bytes ${type}`.execute(engine.db);
  await engine.db
    .updateTable('media')
    .set({ bytes: BYTES } as never)
    .execute();
  await sql`drop table media_pieces`.execute(engine.db);
  await sql`alter table receipts drop column response`.execute(engine.db);
  await asEarlierRelease(engine.db, '0006');
  await engine.close();
}
