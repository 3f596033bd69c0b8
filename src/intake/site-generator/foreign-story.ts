import { parseTree } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { cleanText } from '../../text/clean.ts';
import { defined } from '../../text/defined.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { type Instant, latest, parseInstant } from '../../text/instant.ts';
import { feedDate } from '../feed-dates.ts';
import { readFrontMatter } from '../markdown/front-matter.ts';
import { baseName, slugOf } from '../read-options.ts';

/** A story of a site generator (Hugo, Jekyll, Astro, 11ty) as fields of ours. */
export interface ForeignStory {
  readonly fields: Readonly<Record<string, unknown>>;
  /** The Markdown below the front matter. */
  readonly markdown: string;
  readonly understood: readonly string[];
  readonly guessed: readonly string[];
}

/** Facts of the publication for reading such a story. */
export interface ForeignReading {
  readonly file: string;
  readonly timeZone: string;
  readonly sections: readonly string[];
  /** The section of stories that name none. */
  readonly section: string;
}

type Data = Readonly<Record<string, unknown>>;

/** Fields that say nothing about the story itself. */
const TECHNICAL: ReadonlySet<string> = new Set(
  'layout type weight toc math menu eleventynavigation eleventyexcludefromcollections comments sitemap robots id uuid'.split(
    ' ',
  ),
);

/** Reads a file with front matter of a site generator; `undefined` for a content file of ours, which has a headline. */
export function readForeignStory(
  text: string,
  reading: ForeignReading,
): ForeignStory | { readonly problems: readonly Finding[] } | undefined {
  const parsed = frontMatterOf(cleanText(text.replace(/^\uFEFF/, '')), reading.file);
  if ('problems' in parsed) return parsed;
  const { data, markdown } = parsed;
  if ('headline' in data) return undefined;
  if (textIn(lowered(data).title) === undefined) {
    const message = 'The front matter has neither `headline` nor `title`: write one.';
    return { problems: [problem('import/title', message, { file: reading.file, line: 2, column: 1 })] };
  }
  return { ...fieldsOf(data, reading), markdown };
}

/** Reads front matter in YAML, TOML (`+++`) or JSON (`---json`, or an object alone). */
function frontMatterOf(text: string, file: string) {
  if (/^(?:---json\b|\{)/.test(text)) return jsonFrontMatter(text, file);
  if (!text.startsWith('+++')) return readFrontMatter(text, file);
  const end = text.indexOf('\n+++', 3);
  try {
    if (end < 0) throw new Error('no end');
    const data = parseToml(text.slice(3, end)) as Data;
    return { data, markdown: text.slice(text.indexOf('\n', end + 1) + 1) };
  } catch {
    const message = 'The front matter is no valid TOML: write it as YAML, `field: value` between two lines of `---`.';
    return { problems: [problem('import/toml', message, { file, line: 1, column: 1 })] };
  }
}

/** Words for yes and no in front matter, which other systems read as such. */
const YES: ReadonlySet<unknown> = new Set([true, 1, 'true', 'yes', 'on', '1', 'y']);
const NO: ReadonlySet<unknown> = new Set([false, 0, 'false', 'no', 'off', '0', 'n']);

/** Returns a value for comparison with words: text in small letters. */
const word = (value: unknown): unknown => (typeof value === 'string' ? value.trim().toLowerCase() : value);

/** States of other systems in which a story is public. */
const PUBLIC_STATES: ReadonlySet<unknown> = new Set([
  undefined,
  'published',
  'publish',
  'public',
  'live',
  'final',
  'done',
]);

function jsonFrontMatter(text: string, file: string): { data: Data; markdown: string } | { problems: Finding[] } {
  const start = text.indexOf('{');
  const root = start < 0 ? undefined : parseTree(text.slice(start));
  const end = start + (root?.length ?? 0);
  const rest = text.slice(end).replace(/^\s*---[\t ]*(?:\n|$)/, '\n');
  try {
    return { data: JSON.parse(text.slice(start, end)) as Data, markdown: rest.replace(/^[\t ]*\n/, '') };
  } catch {
    const message = 'The front matter is no valid JSON: write it as YAML, `field: value` between two lines of `---`.';
    return { problems: [problem('import/json', message, { file, line: 1, column: 1 })] };
  }
}

/** Returns data with its names in small letters: site generators read them in any case. */
function lowered(data: Data): Data {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name.toLowerCase(), value]));
}

function fieldsOf(written: Data, reading: ForeignReading): Omit<ForeignStory, 'markdown'> {
  const data = lowered(written);
  const first = (...names: readonly string[]): unknown =>
    names.map((name) => data[name.toLowerCase()]).find((value) => value !== undefined);
  const [guessed, used]: [string[], Set<string>] = [[], new Set()];
  const take = (...names: readonly string[]): unknown => {
    for (const name of names) used.add(name.toLowerCase());
    return first(...names);
  };
  const name = baseName(reading.file).replace(/\.[^.]*$/, '');
  const [, dateInName, ownName = name] = /^(\d{4}-\d{2}-\d{2})-(.+)$/.exec(name) ?? [];
  const date = momentOf(take('date', 'pubDate', 'published_at', 'published_time') ?? dateInName, reading);
  // Hugo publishes at `publishDate`, and shows `date`.
  const released = momentOf(take('publishDate'), reading);
  const published = latest([date, released]);
  const isHidden = [take('draft'), take('isDraft'), take('private'), take('hidden'), take('unlisted')].some((value) =>
    YES.has(word(value)),
  );
  const isUnpublished = NO.has(word(take('published'))) || !PUBLIC_STATES.has(word(take('status', 'visibility')));
  const expires = momentOf(take('expiryDate', 'unpublishDate'), reading);
  const isDraft = isHidden || isUnpublished || published === undefined;
  if (published === undefined) guessed.push('It has no date that can be read: it is a draft.');
  const categories = listIn(take('categories', 'category', 'section'));
  const section = categories.map((one) => slugOf(one)).find((one) => reading.sections.includes(one));
  if (section === undefined) guessed.push(`Its categories name no section: it is in "${reading.section}".`);
  const others = categories.filter((one) => slugOf(one) !== section);
  const fields = defined({
    headline: textIn(take('title')),
    standfirst: textIn(take('description', 'summary', 'excerpt', 'subtitle')),
    ...(isDraft ? { draft: true } : { published }),
    expires,
    section: section ?? reading.section,
    language: textIn(take('lang', 'language', 'locale')),
    bylines: listIn(take('authors', 'author')),
    keywords: [...new Set([...listIn(take('tags', 'keywords')), ...others])].slice(0, 50),
    slug: slugOf(textIn(take('slug')) ?? ownName) || undefined,
  });
  const isKnown = (field: string): boolean => used.has(field.toLowerCase()) || TECHNICAL.has(field.toLowerCase());
  for (const field of Object.keys(written).filter((one) => !isKnown(one))) {
    guessed.push(`\`${field}\` has no place in a story, and was left out.`);
  }
  return { fields, understood: ['The file is a story of a site generator (Hugo, Jekyll, Astro, 11ty).'], guessed };
}

function momentOf(value: unknown, { timeZone }: ForeignReading): Instant | undefined {
  const written = value instanceof Date ? value.toISOString() : textIn(value);
  if (written === undefined) return undefined;
  const local = parseInstant(written, timeZone);
  if (local !== undefined) return local;
  const read = feedDate(written, timeZone);
  return 'instant' in read ? read.instant : undefined;
}

function textIn(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return text === '' ? undefined : text;
}

/** Returns the entries of a list, of words between commas, or the names of objects. */
function listIn(value: unknown): string[] {
  const rows = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.split(',')
      : value === undefined
        ? []
        : [value];
  return rows.flatMap(
    (row) => textIn(typeof row === 'object' && row !== null ? (row as { name?: unknown }).name : row) ?? [],
  );
}
