import type { z } from 'zod';
import { articleId, keyOf } from '../article/identity.ts';
import { firstVersion, replayed } from '../article/life-cycle.ts';
import { type Submission, submissionSchema } from '../article/submission.ts';
import { closest } from '../text/closest.ts';
import { type Finding, type Position, problem, warning } from '../text/finding.ts';
import { pathText } from '../text/json-positions.ts';
import { hasMoreMark } from '../text/projections.ts';
import { genreCodes, genreName, isRetiredGenre } from '../vocabulary/genres.ts';
import { ancestorsOf, type MediaTopic, mediaTopic } from '../vocabulary/media-topics.ts';
import { fileFindings, MISSING_MEDIA } from './body-media.ts';
import { mediaName } from './media-name.ts';
import { unknownField, wrongSize, wrongTime, wrongType, wrongValue } from './mistakes.ts';
import type { ReadOptions, ReadResult } from './read-result.ts';

type Path = readonly PropertyKey[];

/** Returns the position of a data path in the file, for files with lines. */
export type Locate = (path: Path) => Position | undefined;

/**
 * Checks a story: the schema, codes, sections and files that must exist, and the change history. Every channel uses
 * this check. All problems are reported at once.
 * @param data with shorthand expanded
 */
export function checkSubmission(data: unknown, options: ReadOptions, locate: Locate): ReadResult {
  const parsed = submissionSchema.safeParse(data);
  const at = (path: Path) => ({ file: options.file, path: pathText(path), ...locate(path) });
  const issues = parsed.success ? [] : parsed.error.issues.flatMap(separated);
  const problems = issues.map((issue) =>
    problem('article/invalid', sentence(issue, { data, options }), at(issuePath(issue))),
  );
  const found = [
    ...findingsIn(parsed.data ?? (data as Partial<Submission>), options, at),
    ...(parsed.success ? historyFindings(parsed.data, at) : []),
  ];
  // A missing file explains other problems at the same path.
  const missing = found.filter(({ rule }) => rule === MISSING_MEDIA).map(({ path }) => `${path}.`);
  const all = [
    ...problems.filter(({ path }) => !missing.some((prefix) => path?.startsWith(prefix)) && !isReported(path, found)),
    ...found,
  ];
  if (!parsed.success || all.some(({ severity }) => severity === 'error')) {
    return { problems: all.filter(({ severity }) => severity === 'error') };
  }
  return { submission: parsed.data, warnings: all };
}

/** True for a path about which another finding states more. */
function isReported(path: string | undefined, found: readonly Finding[]): boolean {
  return path?.startsWith('subjects[') === true && found.some((finding) => finding.path === path);
}

/** Returns an issue for each of several unknown keys, with a position of its own. */
function separated(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue];
}

/** Locates an unknown key at the key itself. */
function issuePath(issue: z.core.$ZodIssue): Path {
  return issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
}

/** Formats a zod issue as a sentence with a remedy; messages of our own schema are sentences without a subject. */
function sentence(issue: z.core.$ZodIssue, { data, options }: Checked): string {
  const name = pathText(issue.path);
  if (issue.code === 'unrecognized_keys') return unknownField(issue.keys[0] ?? '', fieldsAt(issue.path));
  if (issue.code === 'invalid_type' && /received undefined/.test(issue.message)) return `\`${name}\` is missing.`;
  if (issue.code === 'invalid_value') return wrongValue(name, valueAt(data, issue.path), issue.values.map(String));
  const value = valueAt(data, issue.path);
  if (issue.message.startsWith('is not a time') && typeof value === 'string') {
    return wrongTime(name, value, { timeZone: options.timeZone, isLocal: options.hasLocalTimes === true });
  }
  const type = wrongType(issue, value) ?? wrongSize(issue);
  if (type !== undefined) return type;
  const subject = name === '' ? 'The story' : `\`${name}\``;
  return `${subject} ${issue.message.replace(/^Invalid input: /, '').replace(/\.$/, '')}.`;
}

/** A story with the options of reading it. */
interface Checked {
  readonly data: unknown;
  readonly options: ReadOptions;
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => (value as Record<PropertyKey, unknown> | undefined)?.[step], data);
}

/** Returns the names of the fields of a story, or of a group of fields in it; none where they are not known. */
function fieldsAt(path: Path): string[] {
  if (path.length === 0) return Object.keys(submissionSchema.shape);
  const schema = (submissionSchema.shape as Record<string, unknown>)[String(path[0])];
  return schema === undefined ? [] : shapeNames(schema);
}

/** Returns the names of the fields of a schema, below lists and defaults. */
function shapeNames(schema: unknown): string[] {
  const { shape, def } = schema as { shape?: object; def?: { innerType?: unknown; element?: unknown } };
  if (shape !== undefined) return Object.keys(shape);
  const inner = def?.innerType ?? def?.element;
  return inner === undefined ? [] : shapeNames(inner);
}

type At = (path: Path) => Partial<Finding>;

function findingsIn(data: Partial<Submission>, options: ReadOptions, at: At): Finding[] {
  return [
    ...idFindings(data, options, at),
    ...feedIdFindings(data, at),
    ...paidFindings(data, at),
    ...mediaFindings(data, options, at),
    ...sectionFindings(data, options, at),
    ...subjectFindings(data, at),
    ...genreFindings(data, at),
    ...staffFindings(data, options, at),
    ...relatedFindings(data, at),
  ];
}

function idFindings({ id }: Partial<Submission>, { authority }: ReadOptions, at: At): Finding[] {
  if (typeof id !== 'string') return [];
  const key = keyOf(id);
  if (key !== undefined) {
    if (id === articleId(authority, key)) return [];
    const message = `\`id\` is of another authority than publication.yaml, which is ${authority.domain},${authority.year}.`;
    return [problem('article/id', message, at(['id']))];
  }
  const message = '`id` is not of the form tag:<authority>,<year>:article:<26 letters and digits>: leave it as minted.';
  return [problem('article/id', message, at(['id']))];
}

function relatedFindings({ related }: Partial<Submission>, at: At): Finding[] {
  if (!Array.isArray(related)) return [];
  return related.flatMap((other, index) => {
    const id = other?.article;
    if (typeof id !== 'string' || keyOf(id) !== undefined) return [];
    const message = `\`${id}\` is not the id of a story of this publication: name a story elsewhere by \`url\` and \`title\`.`;
    return [problem('article/related', message, at(['related', index, 'article']))];
  });
}

/** Checks that a feed id is an IRI with a scheme (RFC 4287, section 4.2.6). */
function feedIdFindings({ feedId, source }: Partial<Submission>, at: At): Finding[] {
  // The id of a provider's story is as it is: Atom gets one made from it.
  if (typeof feedId !== 'string' || source !== undefined || URL.canParse(feedId)) return [];
  const message =
    '`feedId` is not an IRI such as https://… or tag:…: RSS readers accept it, Atom readers may reject it.';
  return [warning('article/feed-id', message, at(['feedId']))];
}

/** Checks that a paid story marks the end of its free part. */
function paidFindings({ access, body }: Partial<Submission>, at: At): Finding[] {
  if (access !== 'paid' || typeof body !== 'string' || hasMoreMark(body)) return [];
  const message = 'A paid story needs `<!-- more -->` on a line of its own, where its free part ends.';
  return [problem('article/paid', message, at(['access']))];
}

function mediaFindings({ media }: Partial<Submission>, options: ReadOptions, at: At): Finding[] {
  if (!Array.isArray(media)) return [];
  return media.flatMap((item, index) => {
    const { renditions, poster } = (item ?? {}) as Partial<(typeof media)[number]>;
    const files = Array.isArray(renditions)
      ? renditions.map((rendition, place) => ({ href: rendition?.href, path: ['renditions', place] }))
      : [];
    const named = [...files, ...(poster === undefined ? [] : [{ href: poster?.href, path: ['poster'] }])];
    return named.flatMap(({ href, path }) => {
      if (typeof href !== 'string' || !href.startsWith('/media/')) return [];
      const name = mediaName(href);
      return fileFindings(name, options, at(['media', index, ...path]));
    });
  });
}

function sectionFindings({ section }: Partial<Submission>, { sections }: ReadOptions, at: At): Finding[] {
  if (typeof section !== 'string' || sections.has(section)) return [];
  const known = [...sections].join(', ');
  const message = `\`section\` "${section}" is not a section of publication.yaml: use one of ${known}.`;
  return [problem('article/section', message, at(['section']))];
}

function subjectFindings({ subjects }: Partial<Submission>, at: At): Finding[] {
  if (!Array.isArray(subjects)) return [];
  return subjects.flatMap((code, index) => {
    if (typeof code !== 'string') return [];
    const topic = mediaTopic(code.replace(/^medtop:/, ''));
    const place = at(['subjects', index]);
    if (topic === undefined)
      return [
        problem('article/subject', `\`${code}\` is not a code of IPTC Media Topics: look it up at iptc.org.`, place),
      ];
    if (!topic.retired) return [];
    return [warning('article/subject', retiredMessage(topic), place)];
  });
}

function retiredMessage({ code, names }: MediaTopic): string {
  const current = ancestorsOf(code).find(({ retired }) => !retired);
  const other = current === undefined ? 'another' : `another, such as ${current.code} (${current.names.en})`;
  return `Media Topic ${code} (${names.en}) is retired: choose ${other}.`;
}

function genreFindings({ genre }: Partial<Submission>, at: At): Finding[] {
  if (typeof genre !== 'string') return [];
  if (genreName(genre) === undefined) {
    const message = `\`genre\` "${genre}" is not a code of IPTC Genre; codes are case-sensitive: ${genreCodes().join(', ')}.`;
    return [problem('article/genre', message, at(['genre']))];
  }
  return isRetiredGenre(genre)
    ? [warning('article/genre', `Genre ${genre} is retired: choose another.`, at(['genre']))]
    : [];
}

function staffFindings({ bylines, contributors }: Partial<Submission>, options: ReadOptions, at: At): Finding[] {
  const { staff } = options;
  const lists = { bylines, contributors };
  return Object.entries(lists).flatMap(([field, parties]) => {
    if (!Array.isArray(parties)) return [];
    return parties.flatMap((party, index) => {
      const key = party?.staff;
      if (key === undefined) return keyAsName(party?.name, options, at([field, index]));
      if (typeof key !== 'string' || staff.has(key)) return [];
      const message = `\`${key}\` is not the key of a member of staff in publication.yaml.`;
      return [problem('article/staff', message, at([field, index, 'staff']))];
    });
  });
}

/** Refuses a name that looks like the key of a member of staff who does not exist: readers would see it. */
function keyAsName(name: unknown, { staff }: ReadOptions, at: Partial<Finding>): Finding[] {
  if (typeof name !== 'string' || !/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(name) || staff.size === 0) return [];
  const meant = closest(name, staff.keys());
  const remedy = meant === undefined ? 'write the name as readers should see it' : `did you mean \`${meant}\``;
  const message = `"${name}" looks like the key of a member of staff, and publication.yaml has none: ${remedy}${meant === undefined ? '.' : '?'}`;
  return [problem('article/staff', message, at)];
}

/** Checks that the list of changes is a possible history. The newsroom checks it too, but has no line numbers. */
function historyFindings({ id, draft, changes, published, ...content }: Submission, at: At): Finding[] {
  if (published === undefined) return [];
  if (draft && changes.length > 0) {
    return [problem('article/draft', 'A draft has no `changes`: it was never published.', at(['changes']))];
  }
  if (draft) {
    const message =
      'The story has `published` and is a draft, which readers do not see: take `draft` out to publish it.';
    return [warning('article/draft', message, at(['draft']))];
  }
  const result = replayed(firstVersion(id, content, published), changes);
  if (!('refused' in result)) return [];
  return [problem('article/change', `\`changes[${result.index}]\`: ${result.refused}.`, at(['changes', result.index]))];
}
