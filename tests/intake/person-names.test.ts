import { expect, test } from 'vitest';
import { isAccountName } from '../../src/intake/person-names.ts';
import { mediaTopic } from '../../src/vocabulary/media-topics.ts';
import { topicOfSubjectCode } from '../../src/vocabulary/subject-codes.ts';

test.each(['jdoe7', 'jd', 'ab/cd', 'JD', 'J.D.', 'AFP', 'dpa_admin', 'mia@a.example', 'editor', 'urn:x:1'])(
  '"%s" is the name of an account, a code or initials',
  (name) => {
    expect(isAccountName(name)).toBe(true);
  },
);

test.each(['Mia Holm', 'bell hooks', 'Björk', 'José', 'Ai Weiwei', 'O’Neill', '李娜', 'Агата Кристи'])(
  '"%s" is a name',
  (name) => {
    expect(isAccountName(name)).toBe(false);
  },
);

test('a Subject Code without an equal topic becomes that of the nearest broader code', () => {
  const broad = topicOfSubjectCode('04000000');
  const matter = topicOfSubjectCode('04015000');
  expect(mediaTopic(broad ?? '')).toBeDefined();
  expect(matter).not.toBe(broad);
  // Details and matters that no list has.
  expect(topicOfSubjectCode('04015999')).toBe(matter);
  expect(topicOfSubjectCode('04999999')).toBe(broad);
  for (const code of ['', '99999999', '0401', 'x4015000']) expect(topicOfSubjectCode(code)).toBeUndefined();
});
