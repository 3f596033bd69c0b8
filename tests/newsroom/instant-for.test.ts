import { expect, test } from 'vitest';
import type { Archive } from '../../src/archive/archive.ts';
import type { LogEntry } from '../../src/archive/change-log.ts';
import { instantFor } from '../../src/newsroom/instant-for.ts';
import type { Instant } from '../../src/text/instant.ts';
import { article, at } from '../support/stories.ts';

const NOW = at('2026-06-01T11:55:00Z');
const LATER = at('2026-06-01T12:00:00Z');

function archiveWith(storedAt: Instant | undefined): Archive {
  const entry = storedAt === undefined ? undefined : ({ storedAt } as LogEntry);
  return { log: { newestOf: async () => entry } } as unknown as Archive;
}

test.each<[string, Parameters<typeof article>[0], Instant | undefined, Partial<ReturnType<typeof article>>]>([
  ['its newest log entry', {}, LATER, {}],
  ['its newest change', {}, undefined, { changes: [{ kind: 'update', at: LATER, version: 2 }] }],
  ['its newest version', {}, undefined, { versionCreatedAt: LATER }],
  ['its release', {}, undefined, { releasedAt: LATER }],
])('a story is not changed before %s', async (_, fields, storedAt, more) => {
  const stored = { ...article(fields), ...more };
  expect(await instantFor(archiveWith(storedAt), stored, NOW)).toBe(LATER);
  expect(await instantFor(archiveWith(storedAt), stored, at('2026-06-01T13:00:00Z'))).toBe('2026-06-01T13:00:00Z');
});

test('a new story is stored at the instant of the request', async () => {
  expect(await instantFor(archiveWith(LATER), undefined, NOW)).toBe(NOW);
});
