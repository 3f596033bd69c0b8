import { XmlDocument } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { type Audience, ENTITLED, PUBLIC } from '../../src/article/audience.ts';
import type { SubmissionInput } from '../../src/article/submission.ts';
import { viewOf } from '../../src/article/view.ts';
import type { Format } from '../../src/formats/format.ts';
import { newsmlG2 } from '../../src/formats/newsml-g2/index.ts';
import { ninjs } from '../../src/formats/ninjs/index.ts';
import { contextWith } from '../support/publication.ts';
import { article, at } from '../support/stories.ts';

/** The cells of the life cycle's table for NewsML-G2 and ninjs, in every profile: each read back by a parser of others. */

interface Cell {
  readonly fields?: Partial<SubmissionInput>;
  readonly audience?: Audience;
  readonly status: string;
  readonly version: number;
  readonly signal?: string;
  readonly severity?: string;
  /** Text of a note for editors. */
  readonly note?: string;
  readonly contains: 'story' | 'notice' | 'fixed words';
  readonly embargoed?: string;
  readonly expires?: boolean;
}

const AT = '2026-03-04T10:00:00Z';
const WITHHOLD = { kind: 'withhold', at: '2026-03-03T10:00:00Z', note: 'REASON' } as const;
const change = (kind: 'amend' | 'update' | 'correct' | 'withhold' | 'kill', more: object = {}) => ({
  changes: [{ kind, at: AT, ...more }],
});

const CELLS: Readonly<Record<string, Cell>> = {
  publish: { status: 'usable', version: 1, contains: 'story' },
  amend: { fields: change('amend'), status: 'usable', version: 2, contains: 'story' },
  update: {
    fields: change('update', { note: 'NOTE' }),
    audience: ENTITLED,
    status: 'usable',
    version: 2,
    signal: 'update',
    severity: 'minor',
    note: 'NOTE',
    contains: 'story',
  },
  correct: {
    fields: change('correct', { notice: 'NOTICE', severity: 'major' }),
    status: 'usable',
    version: 2,
    signal: 'correction',
    severity: 'major',
    note: 'NOTICE',
    contains: 'story',
  },
  withhold: {
    fields: change('withhold', { note: 'REASON' }),
    status: 'withheld',
    version: 2,
    note: 'WITHHELD',
    contains: 'fixed words',
  },
  restore: {
    fields: { changes: [WITHHOLD, { kind: 'restore', at: AT }] },
    status: 'usable',
    version: 3,
    contains: 'story',
  },
  kill: {
    fields: change('kill', { note: 'REASON' }),
    status: 'canceled',
    version: 2,
    note: 'KILL',
    contains: 'fixed words',
  },
  'kill, to entitled partners': {
    fields: change('kill', { note: 'REASON' }),
    audience: ENTITLED,
    status: 'canceled',
    version: 2,
    note: 'REASON',
    contains: 'fixed words',
  },
  'kill with a notice': {
    fields: change('kill', { note: 'REASON', notice: 'NOTICE' }),
    status: 'canceled',
    version: 2,
    note: 'KILL',
    contains: 'notice',
  },
  embargo: {
    fields: { embargo: { until: '2026-04-01T00:00:00Z' } },
    audience: ENTITLED,
    status: 'usable',
    version: 1,
    contains: 'story',
    embargoed: '2026-04-01T02:00:00+02:00',
  },
  'embargo, once it is over': {
    fields: { embargo: { until: '2026-03-03T00:00:00Z' } },
    audience: ENTITLED,
    status: 'usable',
    version: 1,
    contains: 'story',
    embargoed: '2026-03-03T01:00:00+01:00',
  },
  expire: {
    fields: { expires: '2026-06-01T00:00:00Z' },
    status: 'usable',
    version: 1,
    contains: 'story',
    expires: true,
  },
};

const MEDIA = [
  { kind: 'image', alt: 'ALT', renditions: [{ href: 'https://pictures.example.com/FILE.jpg', type: 'image/jpeg' }] },
] as const;

function textOf(format: Format, { fields = {}, audience = PUBLIC }: Cell): string {
  const story = article({
    headline: 'HEADLINE',
    slugline: 'SLUGLINE',
    body: '<p>BODY</p>',
    media: [...MEDIA] as never,
    ...fields,
  });
  const view = viewOf(story, audience, at('2026-03-05T00:00:00Z'));
  const made = view && format.article?.(view, contextWith());
  if (made === undefined || 'refused' in made) throw new Error('no representation');
  return made.text;
}

const SECRET = /HEADLINE|SLUGLINE|BODY|ALT|FILE/;
const NS = { n: 'http://iptc.org/std/nar/2006-10-01/' };

describe.each([newsmlG2, ...(newsmlG2.profiles ?? [])].map((format) => [format.name, format] as const))(
  '%s',
  (_name, format) => {
    test.each(Object.entries(CELLS))('%s', (_, cell) => {
      const text = textOf(format, cell);
      using parsed = XmlDocument.fromString(text);
      const item = parsed.get('(//n:newsItem)[1]', NS);
      const one = (path: string): string | undefined => item?.get(path, NS)?.content;
      const code = (path: string): string | undefined =>
        (one(`${path}/@qcode`) ?? one(`${path}/@uri`))?.split(/[:/]/).at(-1);
      expect(one('@version')).toBe(String(cell.version));
      expect(code('n:itemMeta/n:pubStatus')).toBe(cell.status);
      expect(code('n:itemMeta/n:signal')).toBe(cell.signal);
      expect(
        (one('n:itemMeta/n:signal/@severity') ?? one('n:itemMeta/n:signal/@severityuri'))?.split(/[:/]/).at(-1),
      ).toBe(cell.severity);
      const notes =
        item
          ?.find('n:itemMeta/n:edNote', NS)
          .map(({ content }) => content)
          .join(' ') ?? '';
      if (cell.note === undefined) expect(notes).toBe('');
      else expect(notes).toContain(cell.note);
      expect(one('n:itemMeta/n:embargoed')).toBe(cell.embargoed);
      expect(one('n:itemMeta/n:expires') !== undefined).toBe(cell.expires ?? false);
      const content = one('n:contentSet') ?? '';
      if (cell.contains === 'story') expect(content).toContain('BODY');
      else expect(text).not.toMatch(SECRET);
      if (cell.contains === 'notice') expect(content).toContain('NOTICE');
      if (cell.contains === 'fixed words') expect(content).toMatch(/This story has been with(held|drawn)\./);
      if (cell.status === 'canceled') expect(one('n:contentMeta/n:urgency')).toBe('1');
      // The reason is for those alone who may know it.
      if (cell.audience !== ENTITLED) expect(text).not.toContain('REASON');
    });
  },
);

describe.each([ninjs, ...(ninjs.profiles ?? [])].map((format) => [format.name, format] as const))(
  '%s',
  (_name, format) => {
    test.each(Object.entries(CELLS))('%s', (_, cell) => {
      const text = textOf(format, cell);
      const lower = JSON.parse(text.replace(/"(\w+)":/g, (whole) => whole.toLowerCase()));
      expect(lower.version).toBe(String(cell.version));
      expect(lower.pubstatus).toBe(cell.status);
      if (cell.note === undefined) expect(lower.ednote).toBeUndefined();
      else expect(lower.ednote).toContain(cell.note);
      const embargoed: string | undefined = lower.embargoeduntil ?? lower.embargoed;
      const moment = (text: string | undefined) => text && Date.parse(text.replace(/(\d\d)(\d\d)$/, '$1:$2'));
      expect(moment(embargoed)).toBe(moment(cell.embargoed));
      expect(lower.expires !== undefined).toBe(cell.expires ?? false);
      const bodies = lower.bodies ?? lower.body_html;
      if (cell.contains === 'story') expect(JSON.stringify(bodies)).toContain('BODY');
      else {
        expect(bodies).toBeUndefined();
        expect(text).not.toMatch(SECRET);
      }
      if (cell.audience !== ENTITLED) expect(text).not.toContain('REASON');
    });

    test('an embargo without a time is withheld until it is released', () => {
      const story = article({ embargo: { condition: 'after the vote' } });
      const view = viewOf(story, ENTITLED, at('2026-03-05T00:00:00Z'));
      const made = view && format.article?.(view, contextWith());
      const object = JSON.parse(made !== undefined && 'text' in made ? made.text : '{}');
      expect(object.pubStatus ?? object.pubstatus).toBe('withheld');
      expect(object.edNote ?? object.ednote).toContain('after the vote');
      const released = viewOf(
        { ...story, releasedAt: at('2026-03-04T00:00:00Z') },
        ENTITLED,
        at('2026-03-05T00:00:00Z'),
      );
      const free = released && format.article?.(released, contextWith());
      expect(free).toMatchObject({ text: expect.stringMatching(/"pub[sS]tatus": "usable"/) });
    });
  },
);
