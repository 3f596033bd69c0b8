import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lifeCycleTable, markdownTable } from '../../src/app/life-cycle-table.ts';
import { openArchive } from '../../src/archive/location.ts';
import { dateline } from '../support/command-line.ts';
import { contentFolder, storyFile, temporaryFolder } from '../support/folder.ts';
import { at } from '../support/stories.ts';

describe('dateline lifecycle', () => {
  test('prints the table of the documentation', async () => {
    const table = await lifeCycleTable();
    const { code, out } = await dateline('none', 'lifecycle', '--markdown');
    expect([code, out.trim()]).toEqual([0, markdownTable(table)]);
    const plain = await dateline('none', 'lifecycle');
    expect(plain.out.split('\n')[0]).toMatch(/^output +publish +amend/);
    expect(plain.out.trim().split('\n')).toHaveLength(table.length);
  });
});

describe('dateline deliveries', () => {
  test('prints submissions with their responses, the newest first', async () => {
    const folder = await contentFolder({ 'a.md': storyFile('a') });
    expect((await dateline(folder, 'sync')).code).toBe(0);
    const store = await openArchive({ file: join(folder, '.data/dateline.sqlite') });
    const now = at('2026-06-01T00:00:00Z');
    const target = 'https://gazette.example.com/articles/a';
    await store.deliveries.plan({ channel: 'indexnow', target, cursor: 1 }, { now, spacing: 600 });
    const due = await store.deliveries.due('indexnow', now, 10);
    await store.deliveries.settle(
      due.map(({ id }) => id),
      { state: 'delivered', response: '200', now },
    );
    await store.close();
    const { code, out } = await dateline(folder, 'deliveries');
    const [head = '', row = '', ...others] = out.trim().split('\n');
    expect([code, others]).toEqual([0, []]);
    expect(head).toMatch(/^time +channel +state +attempts +response +about$/);
    expect(row).toMatch(new RegExp(`^2026-06-01T00:00:00Z +indexnow +delivered +\\d +200 +${target}$`));
  });

  test.each(['0', '1.5', 'x', '10001'])('refuses the limit %s', async (limit) => {
    const { code, err } = await dateline(await contentFolder(), 'deliveries', '--limit', limit);
    expect([code, err]).toEqual([2, '--limit is a number from 1 to 10000.\n']);
  });
});

describe('dateline export', () => {
  test('writes the site, and reports what it wrote', async () => {
    const folder = await contentFolder({
      'a.md': storyFile('a', { slug: 'a' }),
      'b.md': storyFile('b', { section: 'x' }),
    });
    const target = join(await temporaryFolder(), 'site');
    const first = await dateline(folder, '--base-url', 'https://gazette.example.com', 'export', target);
    expect(first.code).toBe(0);
    expect(first.err).toMatch(/1 files of the content folder are refused: see `dateline status`/);
    expect(first.err).toMatch(/\d+ files written, 0 unchanged, 0 removed/);
    expect(readFileSync(join(target, 'current/articles/a.html'), 'utf8')).toContain('<h1>Story a</h1>');
    expect(existsSync(join(target, 'current/articles/b.html'))).toBe(false);
    const second = await dateline(folder, '--base-url', 'https://gazette.example.com', 'export', target);
    expect(second.err).toMatch(/0 files written, \d+ unchanged, 0 removed/);
  });
});
