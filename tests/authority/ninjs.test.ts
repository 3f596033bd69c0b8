import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { feedDocument } from '../../src/formats/format.ts';
import { ninjs } from '../../src/formats/ninjs/index.ts';
import { ninjsSchema } from '../../src/preflight/wire/ninjs-schema.ts';
import { cases } from '../support/cases.ts';
import { contextWith } from '../support/publication.ts';
import { describeWithReference } from '../support/reference.ts';
import { feedOf } from '../support/stories.ts';

const formats = [ninjs, ...(ninjs.profiles ?? [])];

describeWithReference('IPTC’s JSON Schemas', ['schemas/ninjs/ninjs-schema_3.2.json'], (reference) => {
  const check = ninjsSchema(reference);
  const all = cases();
  const context = contextWith(...all.flatMap(({ view }) => (view.kind === 'story' ? [view] : [])));

  describe.each(formats.map((format) => [format.name, format] as const))('%s', (_name, format) => {
    test.each(all.map(({ name, view }) => [name, view] as const))('takes %s', (_, view) => {
      const made = format.article?.(view, context);
      const text = made && 'text' in made ? made.text : '';
      expect(check(text)).toEqual([]);
      expect(format.check(text)).toEqual([]);
    });

    test('takes a list of all of them, and an empty one', () => {
      for (const views of [all.map(({ view }) => view), []]) {
        const { text, refused } = feedDocument(format, feedOf(...views), context);
        expect(refused).toEqual([]);
        expect(check(text)).toEqual([]);
        expect(format.check(text)).toEqual([]);
      }
    });
  });

  test('reports the position at which a document breaks its schema', () => {
    expect(check('{"uri":"tag:a,2026:b","urgency":"3","standard":{"version":"3.2"}}')).toContainEqual(
      expect.objectContaining({ rule: 'ninjs/schema', path: '/urgency' }),
    );
  });
});

describeWithReference('the shapes that the output is modelled on', ['samples/shapes/ninjs-3.2.json'], (reference) => {
  const check = ninjsSchema(reference);
  test.each(['ninjs-3.2.json', 'ninjs-2.3.json', 'ninjs-2.1.json'])('%s', (file) => {
    const text = readFileSync(join(reference, 'samples/shapes', file), 'utf8');
    expect(check(text)).toEqual([]);
    expect(ninjs.check(text)).toEqual([]);
  });
});
