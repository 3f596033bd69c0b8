import { expect, test } from 'vitest';
import { readIndexText } from '../../src/archive/index-text.ts';
import { indexTextOf } from '../../src/article/index-entry.ts';
import { runJob } from '../../src/workers/run-job.ts';
import { ENDLESS } from '../support/jobs.ts';
import { article } from '../support/stories.ts';

const LONG = `<p>${'harbour '.repeat(10_000)}<img src="/media/a.png" alt="A"></p>`;

test('a long story has the same index in a worker thread', async () => {
  const long = article({ body: LONG });
  const read = await readIndexText(long);
  expect(read).toEqual(indexTextOf(long));
  expect(read.words).toContain('harbour');
  expect(read.media).toEqual(['/media/a.png']);
});

test('neither a write nor the kill of a long story waits for renderings', async () => {
  let settled = 0;
  const renderings = Array.from({ length: 12 }, () =>
    runJob(ENDLESS, { file: 'a', lane: 'rendering' as const }, { cpuMs: 400 }).then(() => settled++),
  );
  const changes = [{ kind: 'kill', at: '2026-03-03T09:00:00Z', note: 'x' }] as never;
  expect((await readIndexText(article({ body: LONG, changes }))).words).toEqual([]);
  expect(settled).toBe(0);
  await readIndexText(article({ body: LONG }));
  expect(settled).toBeLessThan(renderings.length);
  await Promise.all(renderings);
});
