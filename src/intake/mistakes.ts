import type { z } from 'zod';
import { closest } from '../text/closest.ts';
import { parseInstant } from '../text/instant.ts';
import { pathText } from '../text/json-positions.ts';

/** Names of fields in other systems, by the field that has their meaning here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  title: 'headline',
  subtitle: 'standfirst',
  description: 'standfirst',
  summary: 'standfirst',
  excerpt: 'standfirst',
  lead: 'standfirst',
  dek: 'standfirst',
  author: 'bylines',
  authors: 'bylines',
  byline: 'bylines',
  date: 'published',
  publishdate: 'published',
  pubdate: 'published',
  publish_date: 'published',
  published_at: 'published',
  created_at: 'created',
  expirydate: 'expires',
  tags: 'keywords',
  tag: 'keywords',
  topics: 'subjects',
  category: 'section',
  categories: 'section',
  image: 'media',
  images: 'media',
  cover: 'media',
  thumbnail: 'media',
  featured_image: 'media',
  lang: 'language',
  locale: 'language',
  permalink: 'slug',
  aliases: 'slug',
  lastmod: 'changes',
  updated: 'changes',
  modified: 'changes',
  note: 'editorNote',
  copyright: 'rights',
  license: 'rights',
  licence: 'rights',
  logos: 'logo',
  timezone: 'timeZone',
  url: 'sameAs',
};

/**
 * Returns the sentence about a field that does not exist.
 * @param command prints all fields
 */
export function unknownField(name: string, known: readonly string[], command = 'dateline schema'): string {
  const meant = known.includes(ELSEWHERE[name.toLowerCase()] ?? '')
    ? ELSEWHERE[name.toLowerCase()]
    : closest(name, known);
  const remedy = meant === undefined ? `take it out (\`${command}\` lists all fields)` : `did you mean \`${meant}\`?`;
  return `\`${name.slice(0, 60)}\` is no field here: ${remedy}`.replace(/\??$/, meant === undefined ? '.' : '?');
}

/** How to write a field that is a list or has fields of its own. */
const FORMS: Readonly<Record<string, string>> = {
  bylines: 'bylines: [Jane Doe]',
  contributors: 'contributors: [{ name: Jane Doe, role: editor }]',
  keywords: 'keywords: [harbour, storm]',
  subjects: 'subjects: [medtop:20000139]',
  media: 'media: [{ kind: image, alt: The quay, files: [quay.jpg] }]',
  related: 'related: [{ url: https://example.org/, title: A story }]',
  changes: 'changes: [{ kind: update, at: 2026-11-27 06:00 }]',
  embargo: 'embargo: { until: 2026-11-27 06:00 }',
  rights: 'rights: { holder: The Courier }',
  live: 'live: { starts: 2026-11-27 06:00 }',
  logo: 'logo: { href: /media/logo.png, width: 600, height: 600 }',
  picture: 'picture: { href: /media/picture.jpg, width: 1600, height: 900 }',
  authority: 'authority: { domain: courier.example.com, year: 2026 }',
  sections: 'sections: [{ key: world, name: World }]',
  staff: 'staff: [{ key: jane-doe, name: Jane Doe }]',
  languages: 'languages: [fr, ar]',
  feeds: 'feeds: { items: 30 }',
};

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a group of fields',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
};

/** Returns the sentence about a value that is none of those that a field may have. */
export function wrongValue(name: string, value: unknown, known: readonly string[]): string {
  const meant = typeof value === 'string' ? closest(value, known) : undefined;
  const remedy = meant === undefined ? '' : ` Did you mean \`${meant}\`?`;
  return `\`${name}\` is not one of: ${known.join(', ')}.${remedy}`;
}

/** Returns the sentence about a number, a list or a text that is too small or too large, where the schema has none. */
export function wrongSize(issue: z.core.$ZodIssue): string | undefined {
  if ((issue.code !== 'too_small' && issue.code !== 'too_big') || !/^Too (?:small|big)/.test(issue.message))
    return undefined;
  const [name, isSmall] = [`\`${pathText(issue.path)}\``, issue.code === 'too_small'];
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  if (issue.origin === 'array')
    return isSmall
      ? `${name} needs at least ${limit} entries: add some.`
      : `${name} has more than ${limit} entries: take some out.`;
  if (issue.origin === 'string')
    return isSmall
      ? `${name} has fewer than ${limit} characters: write more.`
      : `${name} has more than ${limit} characters: shorten it.`;
  return `${name} is too ${isSmall ? 'small' : 'large'}: write a number ${issue.inclusive === false ? (isSmall ? 'above' : 'below') : isSmall ? 'from' : 'up to'} ${limit}${isSmall ? ' on' : ''}.`;
}

/**
 * Returns the sentence about a value of another type than the field has.
 * @param value as written; absent where it is not known
 */
export function wrongType(
  { path, message }: Pick<z.core.$ZodIssue, 'path' | 'message'>,
  value?: unknown,
): string | undefined {
  const [, expected = '', received = ''] = /expected (\w+), received (\w+)/.exec(message) ?? [];
  if (expected === '') return undefined;
  const field = [...path].reverse().find((step) => typeof step === 'string');
  const form = FORMS[String(field)];
  // An entry of a list has the form of the list.
  const isField = path.at(-1) === field || (typeof path.at(-1) === 'number' && path.at(-2) === field);
  const remedy =
    value === null
      ? ': it is empty, so write a value, or take the line out'
      : expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')
        ? `: put it in quotes, "${value}"`
        : expected === 'int' && typeof value === 'number'
          ? `: write ${Math.round(value)}`
          : expected === 'boolean'
            ? ': write `true` or `false`'
            : ': mend its value';
  const example = form !== undefined && isField ? `: write it like \`${form}\`` : remedy;
  const was = KINDS[received] === undefined ? '' : `, and ${KINDS[received]} was given`;
  const subject = path.length === 0 ? 'The file' : `\`${pathText(path)}\``;
  return `${subject} is ${KINDS[expected] ?? expected}${was}${example}.`;
}

/** Context for the sentence about a time. */
export interface TimeContext {
  readonly timeZone: string;
  /** True where times may be without an offset. */
  readonly isLocal: boolean;
}

const ZONE_NAME = /\s(?:[A-Z]{2,5}|[A-Z][a-z]+\/[A-Za-z_/]+)$/;

/** Returns the sentence about a text that is no time, by the mistake in it. */
export function wrongTime(name: string, written: string, { timeZone, isLocal }: TimeContext): string {
  const form = isLocal ? '2026-11-22 10:00' : '2026-11-22T10:00:00+01:00';
  const about = `\`${name}\` "${written.slice(0, 60)}"`;
  if (/^\d{1,2}[./]\d{1,2}[./]\d{2,4}/.test(written)) {
    return `${about} has the day or the month first, whose order differs between countries: write the year first, as in ${form}.`;
  }
  if (ZONE_NAME.test(written)) {
    const remedy = isLocal ? `leave it out for the time zone of the publication (${timeZone}), or write` : 'write';
    return `${about} has the name of a time zone: ${remedy} the offset, as in 2026-11-22T10:00:00+01:00.`;
  }
  if (/^\d{4}-\d{2}-\d{2}/.test(written)) {
    const existsElsewhere = parseInstant(written, 'UTC') !== undefined;
    if (existsElsewhere && isLocal) {
      return `${about} does not exist in ${timeZone}, where the clocks went forward: write an hour before or after, or an offset.`;
    }
    if (existsElsewhere) return `${about} has no offset: write one, as in ${form}.`;
    return `${about} is a day or an hour that does not exist: look at the calendar.`;
  }
  return `${about} is not a time: write it like ${form}.`;
}

/** Sentences about YAML that cannot be read, by the code of the parser. */
const YAML: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'A tab is used to indent: use spaces.',
  DUPLICATE_KEY: 'A field is there twice: take one out.',
  BAD_INDENT: 'The indentation is wrong: begin fields of one group in the same column.',
  BLOCK_IN_FLOW: 'A line begins in the middle of brackets: close them before it, or put it inside of them.',
  MISSING_CHAR: 'A quote, a bracket or a colon is missing: close what was opened, and write `field: value`.',
  BAD_DQ_ESCAPE: 'A backslash stands in double quotes: use single quotes, or write two backslashes.',
  BAD_SCALAR_START:
    'The value begins with a sign that has a meaning of its own (@, `, %, *, &, ! or |): put it in quotes.',
  UNEXPECTED_TOKEN: 'The line is not of the form `field: value`: mend it, or put the value in quotes.',
  MULTILINE_IMPLICIT_KEY: 'The line is not of the form `field: value`: mend it, or put the value in quotes.',
  TAG_RESOLVE_FAILED: 'The value begins with `!`: put it in quotes.',
  BAD_ALIAS: 'The value begins with `*` or `&`: put it in quotes.',
};

/**
 * Returns the sentence about an error in YAML.
 * @param line the line of the file on which it is
 */
export function yamlMistake(code: string, line: string): string {
  const [, name = '', value = ''] = /^\s*(?:- )?([\w-]+):\s+(\S.*)$/.exec(line) ?? [];
  const isColon = code === 'BLOCK_AS_IMPLICIT_KEY' || code === 'MULTILINE_IMPLICIT_KEY';
  if (isColon && /:(?:\s|$)/.test(value) && !/^["'[{]/.test(value)) {
    const quoted = value.includes('"') ? `'${value.slice(0, 60).replaceAll("'", "''")}'` : `"${value.slice(0, 60)}"`;
    return `The value of \`${name}\` contains a colon: put it in quotes, as in \`${name}: ${quoted}\`.`;
  }
  if (isColon) return YAML.BAD_INDENT as string;
  return YAML[code] ?? 'The line cannot be read as YAML: write `field: value`, and put values with signs in quotes.';
}
