import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openArchive } from '../../src/archive/location.ts';
import { postgresDatabase } from '../support/engines.ts';
import { contentFolder, put, storyFile } from '../support/folder.ts';
import { until } from '../support/server.ts';
import { startProcess } from '../support/server-process.ts';
import { IS_WIDE } from '../support/wide.ts';

/** Ways in which the server that reads the folder and records transitions is gone. */
const FAULTS = ['kill', 'stop'] as const;

// Leases take their eight seconds; `two-machines.test.ts` covers the passing on of roles in the short suite.
test.runIf(IS_WIDE).each(FAULTS)(
  'three servers, %s of the one that reads the folder: another one takes over, once',
  async (fault) => {
    const url = await postgresDatabase();
    const content = await contentFolder({ 'a.md': storyFile('a') });
    const environment = {
      DATELINE_DATABASE_URL: url,
      DATELINE_CONTENT: content,
      DATELINE_DATA: join(content, '.data'),
    };
    // The first one to start takes every role.
    const reader = await startProcess(environment);
    await until(async () => (await reader.get('/articles/a')).status === 200);
    const others = [await startProcess(environment), await startProcess(environment)];
    await reader[fault]();
    const due = new Date(Date.now() + 3000).toISOString().replace(/\.\d+/, '');
    await put(content, 'b.md', storyFile('b'));
    await put(content, 'c.md', storyFile('c', { published: due }));
    for (const server of others) {
      await until(async () => (await server.get('/articles/b')).status === 200);
      await until(async () => (await server.get('/articles/c')).status === 200);
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(due));
    }
    if (fault === 'stop') {
      reader.resume();
      // It finds that its lease is gone, and reads the same state as the others.
      await until(async () => (await reader.get('/articles/c')).status === 200);
      await put(content, 'd.md', storyFile('d'));
      await until(async () => (await reader.get('/articles/d')).status === 200);
    }
    const store = await openArchive({ url });
    const log = await store.archive.log.changesAfter(0, 1000);
    const entries = log.map(({ articleId, change, version }) => `${articleId} ${change} ${version}`);
    expect(new Set(entries).size).toBe(entries.length);
    await store.close();
  },
);
