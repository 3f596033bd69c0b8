import { expect, test } from 'vitest';
import type { Archive } from '../../src/archive/archive.ts';
import { isTemporary } from '../../src/archive/archive-errors.ts';
import type { CommitStep } from '../../src/archive/commits.ts';
import { openArchive } from '../../src/archive/location.ts';
import { postgresDatabase } from '../support/engines.ts';
import { article, at } from '../support/stories.ts';
import { IS_WIDE } from '../support/wide.ts';

const WRITERS = 8;
const ENTRIES = process.env.DATELINE_LONG ? 100_000 : IS_WIDE ? 4_000 : 600;
/** Versions of one story are stored together, so that the rows of one commit stand among those of others. */
const VERSIONS = 10;

/** Stores the versions of one story; on a busy machine a writer waits too long for its turn, and tries again. */
async function stored({ commits }: Archive, steps: readonly CommitStep[]): Promise<void> {
  for (;;) {
    try {
      const committed = await commits.commit({ expectedVersion: 0, steps, now: at('2026-03-10T00:00:00Z') });
      // Stored, although the response of an earlier attempt was lost.
      if ('cursor' in committed || ('conflict' in committed && committed.conflict === VERSIONS)) return;
      throw new Error(JSON.stringify(committed));
    } catch (error) {
      if (!isTemporary(error)) throw error;
    }
  }
}

test(`a reader who follows the log of ${WRITERS} writers misses none of ${ENTRIES} rows`, async () => {
  const url = await postgresDatabase();
  const reader = await openArchive({ url });
  const writers = await Promise.all(Array.from({ length: WRITERS }, () => openArchive({ url })));
  let left = ENTRIES / VERSIONS;
  let number = 0;
  const work = writers.map(async ({ archive }) => {
    while (left-- > 0) {
      const key = String(++number).padStart(26, '0');
      const id = `tag:gazette.example.com,2026:article:${key}`;
      const steps = Array.from({ length: VERSIONS }, (_, index) => {
        const version = { ...article({ id, slug: `s-${key}` }), version: index + 1 };
        const entry = {
          at: version.publishAt,
          articleId: id,
          version: index + 1,
          change: 'publish',
          actor: 'a',
          origin: 'api',
        } as const;
        return { version, entry };
      });
      await stored(archive, steps);
    }
  });
  let isWorking = true;
  const working = Promise.all(work).finally(() => {
    isWorking = false;
  });
  let cursor = 0;
  const seen = new Set<string>();
  // Rows are read once: a row that becomes visible late would be missed.
  for (;;) {
    const wasWorking = isWorking;
    const entries = await reader.archive.log.changesAfter(cursor, 500);
    for (const entry of entries) {
      expect(entry.cursor).toBe(cursor + 1);
      cursor = entry.cursor;
      seen.add(`${entry.articleId} ${entry.version}`);
    }
    if (entries.length === 0 && !wasWorking) break;
  }
  await working;
  expect([cursor, seen.size]).toEqual([ENTRIES, ENTRIES]);
  await Promise.all([reader, ...writers].map((store) => store.close()));
});
