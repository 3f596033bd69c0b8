import { describe, expect, test } from 'vitest';
import {
  addSeconds,
  fullMinute,
  isTimeZone,
  parseInstant,
  toOffsetDateTime,
  toRfc822,
} from '../../src/text/instant.ts';
import { at } from '../support/stories.ts';

describe('parseInstant', () => {
  test.each([
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00Z'],
    ['2026-03-02T10:00:00+01:00', '2026-03-02T09:00:00Z'],
    ['2026-03-02T10:00:00.999+0100', '2026-03-02T09:00:00Z'],
    ['2026-03-02 10:00 +01:00', '2026-03-02T09:00:00Z'],
    ['2026-03-02t09:00:00z', '2026-03-02T09:00:00Z'],
  ])('%s', (given, wanted) => {
    expect(parseInstant(given)).toBe(wanted);
  });

  test.each(['2026-02-30T09:00:00Z', '2026-13-01T00:00:00Z', '2026-03-02T25:00:00Z', 'yesterday', '', '2026-03-02'])(
    'refuses %j without a time zone',
    (given) => {
      expect(parseInstant(given)).toBeUndefined();
    },
  );

  test('reads local times in a zone, summer time included', () => {
    expect(parseInstant('2026-07-01 12:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00Z');
    expect(parseInstant('2026-01-01', 'Europe/Berlin')).toBe('2025-12-31T23:00:00Z');
    expect(parseInstant('2026-02-30', 'Europe/Berlin')).toBeUndefined();
  });
});

test('writes the offset of a zone, and +00:00 for UTC', () => {
  expect(toOffsetDateTime(at('2026-07-01T10:00:00Z'), 'Europe/Berlin')).toBe('2026-07-01T12:00:00+02:00');
  expect(toOffsetDateTime(at('2026-07-01T10:00:00Z'), 'UTC')).toBe('2026-07-01T10:00:00+00:00');
});

test('writes RFC 822 in English in any locale', () => {
  expect(toRfc822(at('2026-03-02T09:00:00Z'))).toBe('Mon, 02 Mar 2026 09:00:00 GMT');
});

test('counts seconds across days', () => {
  expect(addSeconds(at('2026-02-28T23:59:59Z'), 1)).toBe('2026-03-01T00:00:00Z');
});

test('rounds up to a full minute', () => {
  expect(fullMinute(at('2026-02-28T23:59:00Z'))).toBe('2026-02-28T23:59:00Z');
  expect(fullMinute(at('2026-02-28T23:59:01Z'))).toBe('2026-03-01T00:00:00Z');
});

test('recognizes time zones', () => {
  expect(isTimeZone('Europe/London')).toBe(true);
  expect(isTimeZone('Europe/Atlantis')).toBe(false);
});
