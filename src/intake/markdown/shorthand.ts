import { articleId, isKey } from '../../article/identity.ts';
import { defined } from '../../text/defined.ts';
import { type Instant, parseInstant } from '../../text/instant.ts';
import { mediaAddress, mediaName } from '../media-name.ts';
import type { ReadOptions } from '../read-result.ts';

type Data = Record<string, unknown>;

/**
 * Expands the shorthand of front matter to the fields of the model: local times, staff keys, file names, and a name
 * where an object with a name is expected. Values that are not understood are left for the schema to report.
 */
export function writtenOut(data: Data, options: ReadOptions): Data {
  const time = (value: unknown): unknown => instantOf(value, options.timeZone);
  const named = each((value) => (typeof value === 'string' ? { name: value } : value));
  const result: Data = {
    slug: options.slug,
    language: options.language,
    ...data,
    ...present(data, 'dateline', (value) => (typeof value === 'string' ? { place: value } : value)),
    ...present(data, 'series', (value) => (typeof value === 'string' ? { name: value } : value)),
    ...present(data, 'headlines', headlines),
    ...present(
      data,
      'bylines',
      each((value) => staff(value, options)),
    ),
    ...present(
      data,
      'contributors',
      each((value) => staff(value, options)),
    ),
    ...present(
      data,
      'media',
      each((value) => media(value, options)),
    ),
    ...present(
      data,
      'related',
      each((value) => related(value, options)),
    ),
    ...present(
      data,
      'changes',
      each((value) => withTimes(value, ['at'], time)),
    ),
    ...present(
      data,
      'events',
      each((value) => withTimes(nameOf(value), ['starts', 'ends'], time)),
    ),
    ...present(data, 'live', (value) => withTimes(value, ['starts', 'ends'], time)),
    ...present(data, 'embargo', (value) => withTimes(value, ['until'], time)),
    ...present(data, 'rights', (value) => withTimes(value, ['endsAt'], time)),
  };
  for (const field of ['people', 'organisations', 'places', 'sources']) {
    Object.assign(result, present(data, field, named));
  }
  for (const field of ['published', 'created', 'expires']) Object.assign(result, present(data, field, time));
  return result;
}

/** Parses a local time of the publication's time zone. */
function instantOf(value: unknown, timeZone: string): unknown {
  return typeof value === 'string' ? ((parseInstant(value, timeZone) as Instant | undefined) ?? value) : value;
}

function present(data: Data, field: string, change: (value: unknown) => unknown): Data {
  return Object.hasOwn(data, field) ? { [field]: change(data[field]) } : {};
}

function each(change: (value: unknown) => unknown): (value: unknown) => unknown {
  return (value) => (Array.isArray(value) ? value.map(change) : value);
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): unknown {
  return typeof value === 'string' ? { name: value } : value;
}

function withTimes(value: unknown, fields: readonly string[], time: (value: unknown) => unknown): unknown {
  if (!isData(value)) return value;
  const times = fields.filter((field) => Object.hasOwn(value, field)).map((field) => [field, time(value[field])]);
  return { ...value, ...Object.fromEntries(times) };
}

/** Accepts `{ seo: … }` as well as a list of roles and texts. */
function headlines(value: unknown): unknown {
  return isData(value) ? Object.entries(value).map(([role, text]) => ({ role, text })) : value;
}

/** Resolves `world-desk` as a staff key; `Jane Doe` is a plain name. */
function staff(value: unknown, options: ReadOptions): unknown {
  if (typeof value === 'string') return options.staff.get(value) ?? { name: value };
  if (!isData(value) || typeof value.staff !== 'string') return value;
  return { ...options.staff.get(value.staff), ...value };
}

/** Expands `files: [a.jpg]` to renditions with the properties of the files. */
function media(value: unknown, options: ReadOptions): unknown {
  if (!isData(value)) return value;
  const { files, poster, created, ...rest } = value;
  const listed = Array.isArray(files) ? files.map((name) => rendition(name, options)) : undefined;
  return defined({
    ...rest,
    renditions: listed ?? rest.renditions,
    poster: poster === undefined ? undefined : rendition(poster, options),
    created: created === undefined ? undefined : instantOf(created, options.timeZone),
  });
}

/** Looks up a file of the media folder. */
function rendition(name: unknown, options: ReadOptions): unknown {
  if (typeof name !== 'string') return name;
  return { href: mediaAddress(name), ...options.media(mediaName(name)) };
}

/** Expands a key, or a bare id, to a related story. */
function related(value: unknown, options: ReadOptions): unknown {
  const written = typeof value === 'string' ? { article: value } : value;
  if (!isData(written) || typeof written.article !== 'string' || !isKey(written.article)) return written;
  return { ...written, article: articleId(options.authority, written.article) };
}
