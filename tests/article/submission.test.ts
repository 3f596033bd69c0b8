import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { articleId, isKey, keyFrom, keyOf } from '../../src/article/identity.ts';
import { submissionJsonSchema, submissionSchema } from '../../src/article/submission.ts';
import { publicationJsonSchema } from '../../src/publication/publication.ts';
import { idOf, submission } from '../support/stories.ts';

const least = {
  id: idOf('a'),
  slug: 'a',
  language: 'en',
  headline: 'A',
  section: 'world',
  published: '2026-03-02T09:00:00Z',
  body: '',
};
const issuesOf = (fields: object): string[] => {
  const parsed = submissionSchema.safeParse({ ...least, ...fields });
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('the schema', () => {
  test('cleans text once, at the door', () => {
    expect(submission({ headline: ' A\u0000 \r\n B\uD800 ' }).headline).toBe('A B');
  });

  test.each([
    ['an impossible date', { published: '2026-02-30T09:00:00Z' }, /published: is not a time/],
    ['a local date without offset', { published: '2026-02-03 09:00' }, /published: is not a time/],
    ['a slug with capitals', { slug: 'A-Story' }, /slug: is not a slug/],
    ['a slug of 81 characters', { slug: 'a'.repeat(81) }, /slug: is longer than 80/],
    ['an invented language', { language: 'xx' }, /language: is not a language tag/],
    [
      'an address that is none',
      { people: [{ name: 'A', sameAs: ['wikidata'] }] },
      /people.0.sameAs.0: is not an absolute/,
    ],
    ['coordinates off the globe', { places: [{ name: 'A', latitude: 91, longitude: 0 }] }, /places.0.latitude/],
    [
      'a picture without alternative text',
      { media: [{ kind: 'image', renditions: [{ href: '/media/a.jpg', type: 'image/jpeg' }] }] },
      /media.0.alt: is missing/,
    ],
    [
      'a film among pictures',
      { media: [{ kind: 'image', alt: 'a', renditions: [{ href: '/media/a.webm', type: 'video/webm' }] }] },
      /another type/,
    ],
    ['a related story named twice', { related: [{ article: 'a', url: 'https://a.example/' }] }, /exactly one/],
    ['an unknown field', { headlin: 'A' }, /Unrecognized key/],
    ['neither hour nor draft', { published: undefined }, /published: is missing/],
    ['a first version after its publication', { created: '2026-03-03T00:00:00Z' }, /created: is later than/],
    [
      'a live page that ends before it starts',
      { live: { starts: '2026-03-02T09:00:00Z', ends: '2026-03-02T08:00:00Z' } },
      /live.ends/,
    ],
    ['an empty headline', { headline: ' \u0000 ' }, /headline: is empty/],
  ])('refuses %s', (_, fields, message) => {
    expect(issuesOf(fields).join('\n')).toMatch(message);
  });

  test('a future date is a schedule, never an error', () => {
    expect(issuesOf({ published: '2199-01-01T00:00:00Z' })).toEqual([]);
  });

  test('all problems come at once', () => {
    expect(issuesOf({ slug: 'A', language: 'xx', urgency: 11 })).toHaveLength(3);
  });
});

describe('the published JSON Schemas', () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);

  test('are valid, and take what the model takes', () => {
    const validate = ajv.compile(submissionJsonSchema());
    expect(validate(least), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...least, headlin: 'x' })).toBe(false);
    expect(ajv.validateSchema(publicationJsonSchema())).toBe(true);
  });
});

describe('identity', () => {
  test('a key is 26 letters and digits of the random bytes alone', () => {
    const key = keyFrom(new Uint8Array(32).map((_, index) => index * 7));
    expect(isKey(key)).toBe(true);
    expect(keyOf(articleId({ domain: 'a.example', year: 2026 }, key))).toBe(key);
    expect(() => keyFrom(new Uint8Array(3))).toThrow(RangeError);
  });
});
