import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RESOURCE_NAMES, templatesOf } from '../../src/addresses/resources.ts';

const SOURCE = join(import.meta.dirname, '../../src');
/** First segments of the table of addresses: `/feeds`, `/robots.txt`. */
const SEGMENTS = new Set(
  RESOURCE_NAMES.flatMap(templatesOf)
    .map((template) => template.split('/')[1] ?? '')
    .filter((segment) => segment !== '' && !/[:*]/.test(segment)),
);
/** Files with literals that are no addresses of the table, with the reason. */
const ALLOWED: Readonly<Record<string, string>> = {
  'server/api/operations.ts': 'addresses of the API, which are a table of their own',
  'server/api/address.ts': 'the prefix of the API',
  'pages/receiving-page.ts': 'an address of the API',
  'pages/partners-page.ts': 'addresses of the API',
  'app/life-cycle-table.ts': 'the text of a specimen',
  'article/media-paths.ts': 'references in the text of stories, as stored',
  'intake/media-name.ts': 'references in the text of stories, as stored',
  'intake/submission-check.ts': 'references in the text of stories, as stored',
  'archive/media-store.ts': 'references in the text of stories, as stored',
  'intake/newsml-g2/schemes.ts': 'addresses of other installations',
  'cli/render-story.ts': 'a message',
  'partner-kit/dateline-importer.ts': 'addresses of another installation',
  'cli/commands/serve.ts': 'a message',
  'article/fields.ts': 'a message',
  'intake/mistakes.ts': 'messages',
  'publication/publication.ts': 'descriptions of settings',
  'publication/crawler-settings.ts': 'a message',
  'formats/rss/profile-rules.ts': 'XPath',
  'formats/rss/rules.ts': 'XPath',
  'cli/index.ts': 'help text',
};

/** Paths in strings and attributes; comments do not count. */
function pathsIn(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/(?<=['"`( ]|\\`)\/([\w.-]+)/g)].map(([, segment = '']) => segment);
}

test('the exceptions are needed', () => {
  for (const file of Object.keys(ALLOWED)) {
    const segments = pathsIn(readFileSync(join(SOURCE, file), 'utf8'));
    expect(
      segments.some((segment) => SEGMENTS.has(segment) || segment === 'api' || segment === 'cv'),
      file,
    ).toBe(true);
  }
});

test.each(globSync('**/*.{ts,eta}', { cwd: SOURCE }).filter((file) => !file.startsWith('addresses/')))(
  '%s takes its addresses from the table',
  (file) => {
    if (ALLOWED[file] !== undefined) return;
    const text = readFileSync(join(SOURCE, file), 'utf8');
    expect(pathsIn(text).filter((segment) => SEGMENTS.has(segment))).toEqual([]);
  },
);

test('a literal of the table is found', () => {
  expect(pathsIn("const a = '/feeds/all';").some((segment) => SEGMENTS.has(segment))).toBe(true);
  expect(pathsIn('<a href="/articles/x">').some((segment) => SEGMENTS.has(segment))).toBe(true);
  expect(pathsIn('/** Below `/feeds/`. */')).toEqual([]);
});
