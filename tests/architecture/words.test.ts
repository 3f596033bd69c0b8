import { expect, test } from 'vitest';
import { refusedWordsIn } from '../../scripts/check-words.ts';

const words = (text: string, isProgram: boolean) =>
  refusedWordsIn(text, isProgram).map(({ line, column, message }) => `${line}:${column} ${message.split(':')[0]}`);

test('refuses vague persons in every text', () => {
  expect(words('const a = 1;\nconst whom = 2;', true)).toEqual(['2:7 "whom"']);
  expect(words('The page is for nobody.', false)).toEqual(['1:17 "nobody"']);
});

test('refuses verbs of people for things in comments, strings and documentation', () => {
  expect(words('/** The server tells all. */', true)).toEqual(['1:16 "tells"']);
  expect(words("throw new Error('It knows.');", true)).toEqual(['1:21 "knows"']);
  expect(words('const tells = 1;', true)).toEqual([]);
});

test('refuses sentences that start with a question word', () => {
  expect(words('/** What is wrong. */', true)).toEqual(['1:5 "What"']);
  expect(words('/**\n * Who reads it.\n */', true)).toEqual(['2:4 "Who"']);
  expect(words("const message = 'What is wrong';", true)).toEqual(['1:18 "What"']);
  expect(words('Errors are reported. What is left is stored.', false)).toEqual(['1:22 "What"']);
  expect(words('## What it does', false)).toEqual(['1:4 "What"']);
  expect(words('The server reports what is wrong.', false)).toEqual([]);
});
