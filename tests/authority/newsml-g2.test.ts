import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mediaKey } from '../../src/article/media.ts';
import { feedDocument } from '../../src/formats/format.ts';
import { newsmlG2 } from '../../src/formats/newsml-g2/index.ts';
import { newsmlG2Schema } from '../../src/preflight/wire/newsml-g2-schema.ts';
import { cases } from '../support/cases.ts';
import { contextWith } from '../support/publication.ts';
import { describeWithReference } from '../support/reference.ts';
import { feedOf } from '../support/stories.ts';

describeWithReference('IPTC’s XML Schema', ['schemas/newsml-g2/newsml-g2-all.xsd'], (reference) => {
  const check = newsmlG2Schema(reference);
  const all = cases();
  const context = contextWith(...all.flatMap(({ view }) => (view.kind === 'story' ? [view] : [])));

  const profiles = [newsmlG2, ...(newsmlG2.profiles ?? [])];

  describe.each(profiles.map((format) => [format.name, format] as const))('%s', (_name, format) => {
    test.each(all.map(({ name, view }) => [name, view] as const))('takes %s', (_, view) => {
      const made = format.article?.(view, context);
      const text = made && 'text' in made ? made.text : '';
      expect(check(text)).toEqual([]);
      expect(format.check(text)).toEqual([]);
    });

    test.each(all.map(({ name, view }) => [name, view] as const))('takes the media of %s', (_, view) => {
      for (const media of view.media) {
        const key = 'key' in media ? media.key : mediaKey(media);
        const made = format.media?.(view, key, context);
        const text = made && 'text' in made ? made.text : '';
        expect(check(text)).toEqual([]);
        expect(format.check(text)).toEqual([]);
      }
    });

    test('takes a newsMessage of all of them', () => {
      const { text, refused } = feedDocument(format, feedOf(...all.map(({ view }) => view)), context);
      expect(refused).toEqual([]);
      expect(check(text)).toEqual([]);
      expect(format.check(text)).toEqual([]);
    });

    test('takes an empty newsMessage', () => {
      expect(check(feedDocument(format, feedOf(), context).text)).toEqual([]);
    });
  });
});

describeWithReference(
  'IPTC’s XML Schema and the shapes',
  ['schemas/newsml-g2/newsml-g2-all.xsd', 'samples/shapes'],
  (reference) => {
    const check = newsmlG2Schema(reference);

    test('accepts the shapes that the output is modelled on, and refuses a broken one with its line', () => {
      const shapes = join(reference, 'samples/shapes');
      const files = readdirSync(shapes).filter((file) => file.endsWith('.xml') && !file.includes('odrlxml'));
      expect(files.length).toBeGreaterThan(5);
      for (const file of files) expect(check(readFileSync(join(shapes, file), 'utf8')), file).toEqual([]);
      const broken = readFileSync(join(shapes, 'newsitem-text-xhtml.xml'), 'utf8').replace(
        '<pubStatus',
        '<urgency>1</urgency><pubStatus',
      );
      expect(check(broken)).toContainEqual(
        expect.objectContaining({ rule: 'newsml-g2/xsd', line: expect.any(Number) }),
      );
    });
  },
);
