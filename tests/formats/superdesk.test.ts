import { describe, expect, test } from 'vitest';
import type { Audience } from '../../src/article/audience.ts';
import { viewOf } from '../../src/article/view.ts';
import { formatOf } from '../../src/formats/index.ts';
import topics from '../../src/vocabulary/media-topics.json' with { type: 'json' };
import { subjectCodeOf } from '../../src/vocabulary/subject-codes.ts';
import { contextWith } from '../support/publication.ts';
import { article, at, idOf, story } from '../support/stories.ts';

/** Values as Superdesk's parsers (superdesk-core 2.8, `io/feed_parsers/`) read them. */
function written(id: string, profile: string, fields: Parameters<typeof story>[0]): string {
  const other = story({ id: idOf('b'), slug: 'other', headline: 'Another one' });
  const made = formatOf(id, profile)?.article?.(story(fields), contextWith(other));
  return made !== undefined && 'text' in made ? made.text : '';
}

const RELATED = [{ relation: 'seeAlso', article: idOf('b') }] as never;
const PICTURE = [
  { kind: 'image', alt: 'A', renditions: [{ href: '/media/a.jpg', type: 'image/jpeg', width: 10, height: 10 }] },
] as never;

describe('ninjs for Superdesk', () => {
  const bylines = [{ name: 'A. Author' }, { name: 'E. Editor', role: 'editor' }] as never;
  const sources = [{ name: 'An agency' }] as never;
  const object = JSON.parse(written('ninjs', 'superdesk', { related: RELATED, media: PICTURE, bylines, sources }));

  test('associates media alone: it makes an item of everything else', () => {
    expect(Object.values(object.associations).map((one) => (one as { type: string }).type)).toEqual(['picture']);
  });

  test('has no renditions of a text, which it would download as the original; its picture has some', () => {
    expect(object.renditions).toBeUndefined();
    expect(object.associations['picture-1'].renditions.original.href).toBe('https://gazette.example.com/media/a.jpg');
  });

  test('names every byline, and no source, as an author', () => {
    expect(object.authors.map(({ role }: { role: string }) => role)).toEqual(['writer', 'editor']);
    expect(object.authors.map(({ name }: { name: string }) => name)).toEqual(['A. Author', 'E. Editor']);
  });
});

describe('an embargo without a time', () => {
  const held = article({ embargo: { condition: 'after the vote' }, media: PICTURE });
  const AUDIENCE: Audience = { embargoed: true, paidText: true, editorial: true, destination: 'partners' };
  const inProfile = (profile: string, releasedAt?: string): string => {
    const view = viewOf(
      releasedAt === undefined ? held : { ...held, releasedAt: at(releasedAt) },
      AUDIENCE,
      at('2026-03-05T00:00:00Z'),
    );
    const made = view && formatOf('newsml-g2', profile)?.article?.(view, contextWith());
    return made !== undefined && 'text' in made ? made.text : '';
  };

  test.each(['superdesk-nitf', 'plain'])('is withheld in the profile %s until the release', (profile) => {
    const text = inProfile(profile);
    expect(text).not.toContain('<embargoed');
    expect(text).toContain('stat:withheld');
    expect(text).not.toContain('stat:usable');
    expect(text).toContain('after the vote');
    const released = inProfile(profile, '2026-03-04T00:00:00Z');
    expect(released).not.toContain('stat:withheld');
    expect(released).toContain('<embargoed>2026-03-04');
  });

  test('is an empty element for receivers that know it', () => {
    expect(inProfile('standard')).toContain('<embargoed/>');
    expect(inProfile('standard')).not.toContain('stat:withheld');
  });
});

describe('subject codes', () => {
  test('exist for nearly every topic, its own or that of the nearest broader one', () => {
    const codes = Object.keys(topics);
    const found = codes.filter((code) => subjectCodeOf(code) !== undefined);
    expect(found.length / codes.length).toBeGreaterThan(0.98);
  });

  test('carry the name of the topic that they stand for, each once', () => {
    const narrow = Object.keys(topics).find((code) => ![undefined, code].includes(subjectCodeOf(code)?.topic)) ?? '';
    const broader = subjectCodeOf(narrow);
    const text = written('newsml-g2', 'superdesk-nitf', { subjects: [narrow, broader?.topic ?? ''] });
    expect(text.match(new RegExp(`qcode="subj:${broader?.code}"`, 'g'))).toHaveLength(1);
    const name = (topics as Record<string, { names: { en: string } }>)[broader?.topic ?? '']?.names.en;
    expect(text).toMatch(new RegExp(`qcode="subj:${broader?.code}">\\s*<name xml:lang="en">${name}<`));
  });
});
