import { printParseErrorCode, visit } from 'jsonc-parser';
import type { Position } from './finding.ts';

/** A syntax error of a JSON text. */
export interface JsonSyntaxError extends Position {
  /** One sentence: the problem, and how to mend it. */
  readonly message: string;
}

/** True if a text is well-formed JSON (RFC 8259). */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const VALUE =
  'The JSON lacks a value here: write text in double quotes, a number, true, false, null, an object or a list.';

/** RFC 8259, sections 2 to 7. */
const MESSAGES: Partial<Record<ReturnType<typeof printParseErrorCode>, string>> = {
  InvalidSymbol: 'This is not JSON: a field name or a text stands in double quotes; true, false and null do not.',
  InvalidNumberFormat: 'This is not a number of JSON: write digits, without leading zeros.',
  PropertyNameExpected: 'A field name is missing: write it in double quotes, and no comma before `}`.',
  ValueExpected: VALUE,
  ColonExpected: 'A colon is missing between a field name and its value.',
  CommaExpected: 'A comma is missing between two fields or values.',
  CloseBraceExpected: 'The object is not closed: add `}`.',
  CloseBracketExpected: 'The list is not closed: add `]`.',
  EndOfFileExpected: 'The JSON ends before this: take out the rest.',
  InvalidCommentToken: 'JSON has no comments: take this one out.',
  UnexpectedEndOfComment: 'JSON has no comments: take this one out.',
  UnexpectedEndOfString: 'The text is not closed: add a double quote; write a line end inside as `\\n`.',
  UnexpectedEndOfNumber: 'The number is not complete: add a digit.',
  InvalidUnicode: '`\\u` needs four hexadecimal digits.',
  InvalidEscapeCharacter: 'This escape does not exist: write a backslash as `\\\\`.',
  InvalidCharacter: 'A control character cannot stand in a text: write it as `\\u` with four digits.',
};

const UNKNOWN: JsonSyntaxError = { message: 'This is not well-formed JSON: mend its syntax.', line: 1, column: 1 };

/**
 * Describes the first syntax error of a text that `JSON.parse` has refused.
 * @param text without a byte order mark
 */
export function jsonSyntaxError(text: string): JsonSyntaxError {
  try {
    return firstErrorOf(text) ?? UNKNOWN;
  } catch (error) {
    // The parser calls itself once per level.
    if (error instanceof RangeError) return UNKNOWN;
    throw error;
  }
}

function firstErrorOf(text: string): JsonSyntaxError | undefined {
  let first: JsonSyntaxError | undefined;
  let isOver = false;
  const goesOn = (): boolean => !isOver;
  const onError = (code: number, ...[, , line = 0, character = 0]: number[]): void => {
    isOver = true;
    first ??= {
      message: MESSAGES[printParseErrorCode(code)] ?? UNKNOWN.message,
      line: line + 1,
      column: character + 1,
    };
  };
  visit(text, { onError, onObjectBegin: goesOn, onArrayBegin: goesOn }, { disallowComments: true });
  return first;
}
