import { z } from 'zod';
import { httpUrl } from '../text/url.ts';

/** Largest number of redirects: every old address of a large archive, and patterns for the rest. */
const MAX_REDIRECTS = 20_000;

/** A parameter in a segment: `:slug`, `:slug.html`. */
const PARAMETER = /:([a-z]+)/;
const PARAMETERS = /:([a-z]+)/g;

/** Values of parameters that are numbers; others have any text. */
const VALUES: Readonly<Record<string, RegExp>> = { year: /^\d{4}$/, month: /^\d\d$/, day: /^\d\d$/, id: /^\d{1,19}$/ };

const fromSchema = z
  .string()
  .max(1000)
  .regex(/^\/[^\s#]*$/, 'is not a path: begin with /, without host and #')
  .refine(
    (from) => from.split(/[/?&]/).every((part) => part.split(':').length <= 2),
    'has two parameters in one segment: write one',
  );

const toSchema = z
  .string()
  .max(2000)
  .refine(
    (to) => /^\/(?![/\\])[^\s]*$/.test(to) || httpUrl(to) !== undefined,
    'is neither a path nor an absolute address',
  );

/** A redirect of an old address. */
export const redirectSchema = z
  .strictObject({
    from: fromSchema.describe(
      'The old path, such as `/2019/05/some-story/` or `/:year/:month/:slug/`; a slash at the end is the same',
    ),
    to: toSchema.describe('The new path or address; it can repeat parameters of `from`'),
  })
  .refine(({ from, to }) => namesIn(to).every((name) => namesIn(from).includes(name)), {
    path: ['to'],
    message: 'has a parameter that `from` does not have',
  })
  .refine(({ from, to }) => withoutSlash(from) !== withoutSlash(to), {
    path: ['to'],
    message: 'is the same as `from`',
  });
/** A redirect of an old address. */
export type RedirectSettings = z.output<typeof redirectSchema>;

export const redirectsSchema = z
  .array(redirectSchema)
  .max(MAX_REDIRECTS)
  .refine((redirects) => new Set(redirects.map(({ from }) => withoutSlash(from))).size === redirects.length, {
    message: 'have the same `from` twice: remove one',
  });

/** The file `redirects.yaml`, which an import can fill. */
export const redirectsFileSchema = z.strictObject({ redirects: redirectsSchema.default([]) });

/** A part of an address between two slashes, or the value of a parameter of a query: text around one parameter. */
interface Segment {
  readonly before: string;
  /** Absent for text alone. */
  readonly name?: string;
  readonly after: string;
}

interface Pattern {
  readonly segments: readonly Segment[];
  /** Parameters of the query that have to be there. */
  readonly query: readonly (readonly [name: string, value: Segment])[];
  readonly to: string;
}

/** The redirects of a publication, for looking up an address. */
export class Redirects {
  readonly #exact = new Map<string, string>();
  readonly #patterns: readonly Pattern[];

  constructor(redirects: readonly RedirectSettings[]) {
    const isPattern = ({ from }: RedirectSettings): boolean => PARAMETER.test(from);
    for (const { from, to } of redirects.filter((one) => !isPattern(one))) this.#exact.set(withoutSlash(from), to);
    this.#patterns = redirects.filter(isPattern).map(patternOf);
  }

  /**
   * Returns the new address of an old one: that of an exact redirect, else of the first pattern that matches.
   * @param path as in the request, percent-encoded
   */
  target(path: string, query: URLSearchParams): string | undefined {
    const bare = withoutSlash(path);
    const asked = query.size === 0 ? '' : `?${query}`;
    const exact = this.#exact.get(`${bare}${asked}`) ?? (bare === '' ? undefined : this.#exact.get(bare));
    if (exact !== undefined) return exact;
    for (const pattern of this.#patterns) {
      const target = matched(pattern, bare, query);
      if (target !== undefined) return target;
    }
    return undefined;
  }
}

function patternOf({ from, to }: RedirectSettings): Pattern {
  const [path = '', query = ''] = from.split('?', 2);
  const segments = withoutSlash(path).split('/').map(segmentOf);
  return { segments, query: [...new URLSearchParams(query)].map(([name, value]) => [name, segmentOf(value)]), to };
}

function segmentOf(text: string): Segment {
  const found = PARAMETER.exec(text);
  if (found === null) return { before: text, after: '' };
  const [whole, name = ''] = found;
  return { before: text.slice(0, found.index), name, after: text.slice(found.index + whole.length) };
}

function matched({ segments, query, to }: Pattern, path: string, given: URLSearchParams): string | undefined {
  const asked = path.split('/');
  if (asked.length !== segments.length) return undefined;
  const values = new Map<string, string>();
  const fits = (segment: Segment, text: string): boolean => {
    const value = valueIn(segment, text);
    if (value !== undefined && segment.name !== undefined) values.set(segment.name, value);
    return value !== undefined;
  };
  const isPath = segments.every((segment, index) => fits(segment, asked[index] ?? ''));
  const isQuery = query.every(
    ([name, segment]) => given.has(name) && fits(segment, encodeURIComponent(given.get(name) ?? '')),
  );
  if (!isPath || !isQuery) return undefined;
  return to.replace(PARAMETERS, (whole, name: string) => values.get(name) ?? whole);
}

/** Returns the value of the parameter of a segment; an empty one for the same text; `undefined` for another text. */
function valueIn({ before, name, after }: Segment, text: string): string | undefined {
  if (name === undefined) return text === before ? '' : undefined;
  const isAround = text.length > before.length + after.length && text.startsWith(before) && text.endsWith(after);
  const value = isAround ? text.slice(before.length, text.length - after.length) : '';
  return value !== '' && VALUES[name]?.test(value) !== false ? value : undefined;
}

function namesIn(text: string): string[] {
  // The port of an absolute address is no parameter.
  return [...text.replace(/^https?:/, '').matchAll(PARAMETERS)].map(([, name = '']) => name);
}

function withoutSlash(address: string): string {
  const [path = '', ...query] = address.split('?');
  return [path.replace(/\/$/, ''), ...query].join('?');
}
