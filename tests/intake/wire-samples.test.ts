import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PUBLIC } from '../../src/article/audience.ts';
import type { Submission } from '../../src/article/submission.ts';
import { viewOf } from '../../src/article/view.ts';
import type { WireDocument } from '../../src/article/wire-item.ts';
import { ALL_FORMATS } from '../../src/formats/index.ts';
import { readWireJson, readWireXml } from '../../src/intake/wire-format.ts';
import type { WireReadOptions } from '../../src/intake/wire-read-options.ts';
import { newsmlG2Schema } from '../../src/preflight/wire/newsml-g2-schema.ts';
import { ninjsSchema } from '../../src/preflight/wire/ninjs-schema.ts';
import { testHints } from '../support/cases.ts';
import { contextWith } from '../support/publication.ts';
import { describeWithReference } from '../support/reference.ts';
import { article, at } from '../support/stories.ts';

/** Facts of what each sample comes to, in our own terms: `npm run golden` writes them. */
const FACTS = join(import.meta.dirname, '../golden/samples');
const now = at('2026-11-23T00:00:00Z');

function factsOf(story: Submission): Record<string, unknown> {
  const { headline, language, subjects, genre, urgency, dateline, rights, embargo, body, media, related } = story;
  const facts = {
    headline: headline.length,
    language,
    ...{ subjects, genre, urgency },
    located: dateline?.place,
    published: story.published,
    created: story.created,
    expires: story.expires,
    embargo,
    slugline: story.slugline,
    bylines: story.bylines.length,
    people: story.people.length,
    organisations: story.organisations.length,
    places: story.places.length,
    keywords: story.keywords.length,
    sources: story.sources.length,
    related: related.length,
    rights: { holder: rights.holder, notice: rights.notice !== undefined, terms: rights.usageTerms !== undefined },
    source: story.source,
    media: media.map(({ kind, renditions, caption, credit }) => ({
      kind,
      files: renditions.map(({ type, width, height }) => `${type} ${width ?? '?'}×${height ?? '?'}`),
      captioned: caption !== undefined,
      credited: credit !== undefined,
    })),
    paragraphs: (body.match(/<p>/g) ?? []).length,
    characters: body.length,
  };
  return JSON.parse(JSON.stringify(facts));
}

function outcome(document: WireDocument): unknown {
  const place = ({ rule, line, column }: { rule: string; line?: number; column?: number }) =>
    `${rule} ${line}:${column}`;
  if ('problems' in document) return { refused: document.problems.map(place) };
  return {
    items: document.items.map(({ guid, version, status, signal, submission, warnings, at: made }) => ({
      guid,
      version,
      status,
      signal,
      at: made,
      ...(submission === undefined ? {} : { story: factsOf(submission) }),
      warnings: warnings.map(place),
    })),
    refused: document.refused.map(place),
    warnings: document.warnings.map(place),
  };
}

describeWithReference(
  'every sample of others',
  ['samples/newsml-g2/iptc', 'schemas/newsml-g2', 'schemas/ninjs'],
  (reference) => {
    const folder = join(reference, 'samples');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(xml|json)$/.test(file))
      .map((file) => file.replaceAll('\\', '/'))
      .toSorted();
    const schemas = { 'newsml-g2': newsmlG2Schema(reference), ninjs: ninjsSchema(reference) };
    const options: WireReadOptions = { ...testHints('sample.xml'), now };
    const read = (file: string): WireDocument => {
      const bytes = readFileSync(join(folder, file));
      return file.endsWith('.json') ? readWireJson(bytes, options) : readWireXml(bytes, options);
    };

    test('there are samples', () => expect(files.length).toBeGreaterThan(30));

    test.each(files)('%s comes to what its facts say', (file) => {
      const made = `${JSON.stringify(outcome(read(file)), null, 2)}\n`;
      const path = join(FACTS, `${file.replaceAll('/', '--')}.facts.json`);
      if (process.env.DATELINE_GOLDEN === 'write') {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, made);
      }
      expect(existsSync(path), `${path} is missing: npm run golden`).toBe(true);
      expect(made).toBe(readFileSync(path, 'utf8'));
    });

    test.each(files)('%s is valid when it is written again', (file) => {
      const document = read(file);
      if ('problems' in document) {
        for (const { message, line } of document.problems) {
          expect(message).toMatch(/^[A-Z"<]/);
          expect(line).toBeGreaterThan(0);
        }
        return;
      }
      for (const { submission } of document.items) {
        if (submission === undefined) continue;
        const view = viewOf(article(submission), PUBLIC, now);
        if (view === undefined) continue;
        const story = view.kind === 'story' ? view : undefined;
        // Rights that prohibit mining exclude Markdown.
        const offered = ALL_FORMATS.filter(({ isOffered }) => isOffered?.(contextWith(), story) !== false);
        for (const format of offered.filter((one) => one.article !== undefined)) {
          const made = format.article?.(view, contextWith());
          if (made === undefined || 'refused' in made) throw new Error(`${format.id} does not represent it`);
          const own = format.check(made.text).filter(({ severity }) => severity === 'error');
          expect(own, format.id).toEqual([]);
          const family = format.id.startsWith('newsml')
            ? 'newsml-g2'
            : format.id.startsWith('ninjs')
              ? 'ninjs'
              : undefined;
          if (family !== undefined) expect(schemas[family](made.text), format.id).toEqual([]);
        }
      }
    });
  },
);
