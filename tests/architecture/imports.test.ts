import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The folders of `src/`, and the folders that each may import besides itself. Arrows never point back or up. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  text: [],
  workers: ['text'],
  vocabulary: ['text'],
  article: ['text', 'vocabulary'],
  publication: ['text', 'article'],
  addresses: ['text', 'article', 'publication'],
  formats: ['addresses', 'text', 'article', 'vocabulary', 'publication'],
  intake: ['text', 'article', 'vocabulary', 'publication'],
  parsing: ['text', 'workers', 'article', 'publication', 'intake'],
  archive: ['text', 'workers', 'article'],
  newsroom: ['text', 'article', 'archive'],
  feeds: ['text', 'article', 'vocabulary', 'archive', 'publication'],
  documents: ['addresses', 'text', 'workers', 'article', 'archive', 'publication', 'feeds', 'formats'],
  pages: ['addresses', 'text', 'workers', 'article', 'vocabulary', 'publication', 'feeds', 'formats'],
  'content-folder': ['text', 'workers', 'article', 'archive', 'publication', 'intake', 'parsing', 'newsroom'],
  preflight: ['text', 'workers', 'article', 'formats', 'documents'],
  delivery: ['addresses', 'text', 'article', 'archive', 'publication', 'feeds', 'formats', 'documents'],
  export: ['addresses', 'text', 'article', 'archive', 'publication', 'feeds', 'formats'],
  server: [
    'addresses',
    'text',
    'workers',
    'article',
    'archive',
    'publication',
    'feeds',
    'formats',
    'documents',
    'pages',
    'intake',
    'parsing',
    'newsroom',
    'preflight',
    'delivery',
  ],
};

/** Above all folders: they connect them. */
const ABOVE = ['cli', 'app', 'partner-kit', 'index.ts'];

const SOURCE = join(import.meta.dirname, '../../src');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** Every module that a file names: static, dynamic and type imports alike. */
function imports(file: string): string[] {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  return [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*'([^']+)'/g)].map(([, name]) => name ?? '');
}

const folderOf = (path: string): string => path.split('/')[0] ?? '';

describe('imports between the folders of src/', () => {
  test.each(files.map((file) => [file]))('%s', (file) => {
    const folder = folderOf(file);
    const local = imports(file).filter((name) => name.startsWith('.'));
    const reached = local.map((name) => relative(SOURCE, join(SOURCE, dirname(file), name)));
    if (ABOVE.includes(folder)) return;
    const allowed = FOLDERS[folder];
    expect(allowed, `${folder} is not in the list of folders`).toBeDefined();
    for (const path of reached) {
      if (!path.startsWith('..'))
        expect([folder, ...(allowed ?? [])], `${file} imports ${path}`).toContain(folderOf(path));
    }
  });

  test('formats do not import each other', () => {
    // Items of RSS contain the same RSL licence that is served alone.
    const shared = ['xml', 'feed-package', 'rsl'];
    for (const file of files.filter((name) => /^formats\/[^/]+\//.test(name))) {
      const own = file.split('/')[1];
      for (const name of imports(file).filter((path) => /^\.\.\/[^./]+\//.test(path))) {
        const other = name.split('/')[1] ?? '';
        expect([own, ...shared], `${file} imports ${name}`).toContain(other);
      }
    }
  });

  test('engines of the archive are selected in one place', () => {
    const users = files.filter((file) => imports(file).some((name) => /(^\.|archive)\/(sqlite|postgres)\//.test(name)));
    expect(users.toSorted()).toEqual(['archive/location.ts']);
  });
});

describe('the middle is pure', () => {
  test.each(['text', 'article', 'vocabulary', 'publication', 'formats', 'feeds', 'intake', 'newsroom'])(
    '%s',
    (folder) => {
      for (const file of files.filter((name) => folderOf(name) === folder)) {
        const text = readFileSync(join(SOURCE, file), 'utf8');
        expect(text, `${file} uses the clock or randomness`).not.toMatch(
          /Date\.now|new Date\(\)|Math\.random|Temporal\.Now|performance\.now/,
        );
        const outside = imports(file).filter((name) => name.startsWith('node:') && !isPure(name, text));
        expect(outside, `${file} uses the operating system`).toEqual([]);
      }
    },
  );

  test('only the guarded writers call feed and xmlbuilder2', () => {
    const users = (library: string) =>
      files.filter((file) => imports(file).includes(library) && !/^import type/m.test(importLine(file, library)));
    expect(users('feed')).toEqual(['formats/feed-package/template.ts']);
    expect(users('xmlbuilder2')).toEqual(['formats/xml/write.ts']);
  });
});

/** A hash is arithmetic; the rest of `node:crypto` is chance and keys. */
function isPure(module: string, text: string): boolean {
  if (module === 'node:crypto') return /^import \{ createHash \} from 'node:crypto';$/m.test(text);
  return module === 'node:util';
}

function importLine(file: string, library: string): string {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  return text.split('\n').find((line) => line.includes(`'${library}'`)) ?? '';
}

test('no file has a name without meaning', () => {
  expect(files.filter((file) => /utils|helpers|manager|service/.test(file))).toEqual([]);
});
