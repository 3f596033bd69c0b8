import { describe, expect, test } from 'vitest';
import { ninjs } from '../../src/formats/ninjs/index.ts';

/** The smallest valid object of each major version. */
const BASE = {
  3: { standard: { name: 'ninjs', version: '3.2' }, uri: 'tag:a.example,2026:1', type: 'text', language: 'en' },
  2: { standard: { name: 'ninjs', version: '2.1' }, uri: 'tag:a.example,2026:1', type: 'text', language: 'en' },
  1: { uri: 'tag:a.example,2026:1', type: 'text', language: 'en', body_html: '<p>a</p>' },
} as const;

/** Facts of IPTC's validation suite for ninjs (newsinjson, `validation/test_suite`), in a form of our own. */
const INVALID: readonly (readonly [version: 1 | 2 | 3, fault: string, fields: object])[] = [
  [3, 'an association that is no object', { associations: ['a'] }],
  [3, 'an association without uri', { associations: [{ name: 'a', type: 'picture' }] }],
  [3, 'no uri', { uri: undefined }],
  [3, 'an urgency that is no whole number', { urgency: 'high' }],
  [3, 'an urgency above 9', { urgency: 10 }],
  [3, 'a time of publication that is no date', { versionCreated: 'yesterday' }],
  [3, 'an expiry that is no date', { expires: '2026-13-40' }],
  [2, 'an association that is no object', { associations: ['a'] }],
  [2, 'an association without name', { associations: [{ uri: 'tag:a.example,2026:2', type: 'picture' }] }],
  [2, 'an association without uri', { associations: [{ name: 'a', type: 'picture' }] }],
  [1, 'an unknown status', { pubstatus: 'commissioned' }],
  [1, 'a version that is no text', { version: 2 }],
];

const VALID: readonly (readonly [version: 1 | 2 | 3, fields: object])[] = [
  [3, { urgency: 9 }],
  [3, { representationType: 'partial' }],
  [3, { pubStatus: 'canceled' }],
  [3, { associations: [] }],
  [1, { pubstatus: 'usable', version: '2', urgency: 1 }],
  [1, { representationtype: 'incomplete' }],
];

const errorsOf = (version: 1 | 2 | 3, fields: object): string[] =>
  ninjs
    .check(JSON.stringify({ ...BASE[version], ...fields }))
    .filter(({ severity }) => severity === 'error')
    .map(({ rule }) => rule);

describe('the facts of IPTC’s validation suite', () => {
  test.each(INVALID)('ninjs %i with %s is refused', (version, _, fields) => {
    expect(errorsOf(version, fields)).not.toEqual([]);
  });

  test.each(VALID)('ninjs %i with %j is valid', (version, fields) => {
    expect(errorsOf(version, fields)).toEqual([]);
  });
});
