import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newsmlG2 } from '../../src/formats/newsml-g2/index.ts';
import { ninjs } from '../../src/formats/ninjs/index.ts';
import { dateline } from '../support/command-line.ts';
import { contentFolder, storyFile } from '../support/folder.ts';
import { wireItem } from '../support/wire.ts';

const MEDIA = (n: number): string =>
  `[{ kind: image, alt: Picture ${n}, caption: A picture., credit: Pat / Agency, renditions: [{ href: "https://pictures.example.com/${n}.jpg", type: image/jpeg, width: 1600, height: 900, bytes: 1000 }] }]`;

/** Ten stories with a picture each. */
function tenStories(): Record<string, string> {
  const letters = [...'abcdefghij'];
  return Object.fromEntries(
    letters.map((letter, index) => [
      `${letter}.md`,
      storyFile(letter, {
        media: MEDIA(index),
        subjects: '["medtop:20000053", "medtop:20000607"]',
        bylines: '[{ name: Jo Writer }]',
        standfirst: 'Its subject.',
        slugline: `TEST-${index}`,
        dateline: '{ place: London }',
        ...(index === 3
          ? { changes: '[{ kind: correct, at: 2026-03-03T10:00:00Z, notice: A figure was wrong. }]' }
          : {}),
      }),
    ]),
  );
}

describe('a message with ten stories, their pictures and a top-stories package', () => {
  const formats = [newsmlG2, ...(newsmlG2.profiles ?? []), ninjs, ...(ninjs.profiles ?? [])];

  test.each(formats.map(({ id, profile = '' }) => [id.startsWith('ninjs') ? 'ninjs' : 'newsml-g2', profile]))(
    '%s in the profile %s passes check --strict with no finding',
    async (format, profile) => {
      const folder = await contentFolder(tenStories());
      const { code, out } = await dateline(folder, 'render', 'all', '--feed', '--format', format, '--profile', profile);
      expect(code).toBe(0);
      const file = join(folder, format === 'ninjs' ? 'message.json' : 'message.xml');
      await writeFile(file, out);
      if (format === 'newsml-g2') {
        const media = profile === 'plain' ? 0 : 10;
        expect(out.match(/<newsItem/g)).toHaveLength(10 + media);
        expect(out.match(/<packageItem/g)).toHaveLength(1);
        expect(out).toContain('nmsig:atomic');
      }
      const checked = await dateline(await contentFolder(), 'check', '--strict', file);
      expect([checked.code, checked.out]).toEqual([0, '']);
      expect(checked.err).toContain('1 files, 0 errors, 0 warnings');
    },
    30_000,
  );

  test('what the standard passes, --strict refuses when there is a warning', async () => {
    const folder = await contentFolder();
    const file = join(folder, 'item.xml');
    await writeFile(file, wireItem());
    const lax = await dateline(folder, 'check', file);
    expect([lax.code, lax.out]).toEqual([0, expect.stringMatching(/item\.xml:1:1 warning newsml-g2\/rights: /)]);
    expect((await dateline(folder, 'check', '--strict', file)).code).toBe(1);
  });
});

describe('import', () => {
  test('takes NewsML-G2 into the archive, and its next versions', async () => {
    const folder = await contentFolder();
    const file = join(folder, 'item.xml');
    await writeFile(file, wireItem());
    expect(await dateline(folder, 'import', '--section', 'culture', file)).toMatchObject({
      code: 0,
      out: expect.stringContaining('rates-held (version 1)'),
    });
    expect((await dateline(folder, 'import', file)).out).toContain('unchanged: version 5 is stored already');
    await writeFile(file, wireItem({ version: 6, status: 'canceled' }));
    expect((await dateline(folder, 'import', file)).out).toContain('rates-held (version 2, canceled)');
  });

  test('refuses what it cannot read, with its place', async () => {
    const folder = await contentFolder();
    const file = join(folder, 'item.xml');
    await writeFile(file, '<newsItem>');
    expect(await dateline(folder, 'import', file)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/item\.xml:1:\d+ error xml\/well-formed: /),
    });
    expect((await dateline(folder, 'import', '--draft', file)).code).toBe(2);
  });
});

test('render refuses a profile that there is not, and names those that there are', async () => {
  const folder = await contentFolder({ 'a.md': storyFile('a') });
  expect(await dateline(folder, 'render', 'a', '--format', 'newsml-g2', '--profile', 'fax')).toMatchObject({
    code: 2,
    err: expect.stringContaining('standard, superdesk-nitf, plain, linked-data'),
  });
  const { out } = await dateline(folder, 'render', 'a', '--format', 'newsml-g2', '--profile', 'superdesk-nitf');
  expect(out).toContain('<block>');
  expect(readFileSync(join(folder, 'articles/a.md'), 'utf8')).toContain('Story a');
});
