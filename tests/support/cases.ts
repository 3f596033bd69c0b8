import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Article } from '../../src/article/article.ts';
import { PUBLIC } from '../../src/article/audience.ts';
import { firstVersion, replayed } from '../../src/article/life-cycle.ts';
import { type View, viewOf } from '../../src/article/view.ts';
import { readMarkdown } from '../../src/intake/markdown/index.ts';
import { readOptionsFor } from '../../src/intake/read-options.ts';
import type { ReadOptions } from '../../src/intake/read-result.ts';
import type { Instant } from '../../src/text/instant.ts';
import { publication } from './publication.ts';
import { at } from './stories.ts';

const FOLDER = join(import.meta.dirname, '../golden/cases');

/** Every file of the media folder that a case names has this size. */
const FILES: Readonly<Record<string, ReturnType<ReadOptions['media']>>> = {
  'film.webm': { type: 'video/webm', bytes: 120_000, width: 640, height: 360, duration: 4 },
  'sound.mp3': { type: 'audio/mpeg', bytes: 90_000, duration: 61.4 },
  'wide.jpg': { type: 'image/jpeg', bytes: 50_000, width: 1600, height: 900 },
  'square.jpg': { type: 'image/jpeg', bytes: 40_000, width: 1200, height: 1200 },
};

/** Read options for the test publication. */
export function testHints(file = 'articles/a-story.md'): ReadOptions {
  return readOptionsFor(file, publication, (name) => FILES[name]);
}

/** A story for the golden files: written as a newsroom writes it. */
export interface Case {
  readonly name: string;
  readonly article: Article;
  readonly view: View;
}

/** The moment at which all cases are looked at, within the seven days of the withdrawn one. */
export const LOOKED_AT: Instant = at('2026-03-05T12:00:00Z');

/** Every case, in the order of the names. */
export function cases(): Case[] {
  return readdirSync(FOLDER)
    .toSorted()
    .map((file) => {
      const reading = readMarkdown(readFileSync(join(FOLDER, file)), testHints(file));
      if ('problems' in reading) throw new Error(`${file}: ${JSON.stringify(reading.problems, null, 1)}`);
      const { id, published, changes, draft, ...content } = reading.submission;
      const article = replayed(firstVersion(id, content, published as Instant), changes);
      if ('refused' in article) throw new Error(article.refused);
      const view = viewOf(article, PUBLIC, LOOKED_AT);
      if (view === undefined) throw new Error(`${file} is not public`);
      return { name: basename(file, '.md'), article, view };
    });
}
