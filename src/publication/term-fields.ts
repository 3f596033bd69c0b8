import { z } from 'zod';
import { line } from '../article/fields.ts';
import type { Term } from '../article/terms.ts';
import { nameKey } from '../text/name-key.ts';

const names = z.union([line(200), z.array(line(200)).min(1).max(20)]).optional();

/** Properties of stories by which settings select them; the names are those of feed addresses. */
export const TERM_FIELDS = {
  section: names.describe('Keys of sections'),
  author: names.describe('Keys of staff, or names'),
  subject: names.describe('Codes of Media Topics, with all below them'),
  place: names.describe('Names of places'),
  organisation: names.describe('Names of organisations'),
  person: names.describe('Names of persons'),
  tag: names.describe('Keywords'),
  language: names.describe('Languages'),
  genre: names.describe('Codes of IPTC Genre'),
  access: names.describe('`free`, `metered` or `paid`'),
  origin: names.describe('`ai`: texts made with AI (by `digitalSourceType`), or `human`: all others'),
} as const;

/** Values of the properties, as written. */
export type TermValues = Readonly<Partial<Record<keyof typeof TERM_FIELDS, string | string[] | undefined>>>;

/** Returns the terms that settings name; `medtop:20000065` is accepted as the topic. */
export function termsNamed(values: TermValues): Term[] {
  return Object.entries(values).flatMap(([kind, named]) =>
    [named ?? []].flat().map((value): Term => {
      const code = kind === 'subject' ? value.replace(/^medtop:/, '') : value;
      return { kind: kind as Term['kind'], value: nameKey(code) };
    }),
  );
}
