import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { View } from '../../src/article/view.ts';
import { type FormatContext, feedDocument } from '../../src/formats/format.ts';
import { ALL_FORMATS as FORMATS } from '../../src/formats/index.ts';
import { packView, unpackView } from '../../src/formats/packed-view.ts';
import { articlePage } from '../../src/pages/article-page.ts';
import { cases } from '../support/cases.ts';
import { contextWith } from '../support/publication.ts';
import { feedOf } from '../support/stories.ts';

/**
 * Case × format, byte for byte. A change of a format shows here as a diff that a person reads;
 * `npm run golden` writes the files.
 */
const EXPECTED = join(import.meta.dirname, 'expected');
const all = cases();
const context = contextWith(...all.flatMap(({ view }) => (view.kind === 'story' ? [view] : [])));

const renderers: Readonly<Record<string, (view: View, context: FormatContext) => string>> = {
  'page.html': articlePage,
  ...Object.fromEntries(
    FORMATS.filter(({ article }) => article).map((format) => [
      `${format.id}${format.extension}`,
      (view: View) => {
        const made = format.article?.(view, context);
        return made === undefined ? '' : 'text' in made ? made.text : `refused: ${JSON.stringify(made.refused)}`;
      },
    ]),
  ),
  ...Object.fromEntries(
    FORMATS.filter(({ item }) => item).map((format) => [
      `${format.id}-feed${format.extension}`,
      (view: View) => feedDocument(format, feedOf(view), context).text,
    ]),
  ),
};

describe.each(all.map(({ name, view }) => [name, view] as const))('%s', (name, view) => {
  test.each(Object.keys(renderers))('%s', (file) => {
    const path = join(EXPECTED, name, file);
    const made = renderers[file]?.(view, context) ?? '';
    if (process.env.DATELINE_GOLDEN === 'write') {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, made);
    }
    expect(existsSync(path), `${path} is missing: npm run golden`).toBe(true);
    expect(made).toBe(readFileSync(path, 'utf8'));
  });
});

test('the same view gives the same bytes, time after time', () => {
  for (const { view } of all) {
    for (const render of Object.values(renderers))
      expect(render(view, context)).toBe(render(structuredClone(view), context));
  }
});

test('a view that was copied to a worker thread gives the same bytes', () => {
  for (const { view } of all) {
    const copied = unpackView(structuredClone(packView(view, { ...context, variantsOf: () => [] })));
    expect(articlePage(copied.view, copied.context)).toBe(articlePage(view, { ...context, variantsOf: () => [] }));
    for (const format of FORMATS) {
      expect(format.article?.(copied.view, copied.context)).toEqual(
        format.article?.(view, { ...context, variantsOf: () => [] }),
      );
      expect(format.item?.(copied.view, feedOf(), copied.context)).toEqual(format.item?.(view, feedOf(view), context));
    }
  }
});
