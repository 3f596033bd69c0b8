/**
 * Writes the tables of codes and labels in `src/vocabulary/` from IPTC's NewsCodes as published (CC BY 4.0, see NOTICE).
 * DATELINE_REFERENCE names the folder that holds them: `DATELINE_REFERENCE=… node scripts/vocabulary.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface MediaTopic {
  code: string;
  labels: Record<string, string>;
  broader: string[];
  retired?: string;
  englishChangedSince2019?: string;
  exactMatch?: string[];
}

interface Genre {
  uri: string;
  prefLabel: Record<string, string>;
  retired?: string;
}

const reference = process.env.DATELINE_REFERENCE;
if (reference === undefined) throw new Error('set DATELINE_REFERENCE to the folder that holds vocab/');

const read = (file: string): unknown => JSON.parse(readFileSync(join(reference, 'vocab', file), 'utf8'));

/** Their origin's licence is not clear. */
const LEFT_OUT = new Set(['nb', 'fr-CA']);

function names({ labels, englishChangedSince2019 }: MediaTopic): Record<string, string> {
  const entries = Object.entries(labels)
    .filter(([language]) => !LEFT_OUT.has(language))
    // Where the English name was changed since, the translations are of the old one.
    .filter(([language]) => language === 'en-GB' || englishChangedSince2019 === undefined)
    .map(([language, label]) => [language === 'en-GB' ? 'en' : language, label.trim()] as [string, string]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function write(file: string, rows: [string, object][]): void {
  const lines = rows.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([code, row]) => `"${code}":${JSON.stringify(row)}`);
  writeFileSync(join(import.meta.dirname, '../src/vocabulary', file), `{\n${lines.join(',\n')}\n}\n`);
}

const { concepts } = read('mediatopics-merged.json') as { concepts: MediaTopic[] };
write(
  'media-topics.json',
  concepts.map((topic) => [
    topic.code,
    { names: names(topic), broader: topic.broader, ...(topic.retired === undefined ? {} : { retired: true }) },
  ]),
);

const SUBJECT_CODES = 'http://cv.iptc.org/newscodes/subjectcode/';
write(
  'subject-codes.json',
  concepts.flatMap(({ code, exactMatch = [], retired }) =>
    retired === undefined
      ? exactMatch
          .filter((uri) => uri.startsWith(SUBJECT_CODES))
          .map((uri): [string, object] => [uri.slice(SUBJECT_CODES.length), { topic: code }])
      : [],
  ),
);

const { conceptSet } = read('genre/genre-cptall-en-GB-2024-02-13.json') as { conceptSet: Genre[] };
write(
  'genres.json',
  conceptSet.map((genre) => [
    genre.uri.slice(genre.uri.lastIndexOf('/') + 1),
    { name: genre.prefLabel['en-GB'], ...(genre.retired === undefined ? {} : { retired: true }) },
  ]),
);

const { schemes } = read('small-cvs.json') as { schemes: Record<string, { uri: string }> };
write(
  'iptc-catalog.json',
  Object.entries(schemes).map(([alias, { uri }]) => [alias, { uri }]),
);
