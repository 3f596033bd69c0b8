import { expect, test } from 'vitest';
import { storyFile } from '../support/folder.ts';
import { startServer } from '../support/server.ts';

test('times that do not exist are absent, never an error', async () => {
  const server = await startServer({ 'a.md': storyFile('a') });
  const names = [
    '2026-11-22T99',
    '2026-11-22T24',
    '2026-13',
    '2026-00',
    '2026-11-00',
    '2026-11-32',
    '2026-02-31',
    '2026-02-31T10',
    '0000-01',
  ];
  for (const path of names.flatMap((name) => [`/sitemaps/${name}.xml`, `/archive/${name}`])) {
    expect((await server.get(path)).status, path).toBe(404);
  }
});
