import { type Finding, problem, warning } from '../text/finding.ts';
import { detectedCharset } from './charset.ts';
import { MAX_STORY_BYTES } from './read-result.ts';

/** Decoded text, or the reasons why the bytes were refused. */
export type Decoded =
  | { readonly text: string; readonly warnings: readonly Finding[] }
  | { readonly problems: Finding[] };

/**
 * Decodes UTF-8, with or without byte order mark. Invalid bytes are an error and are never replaced.
 * @param file the name for messages
 * @param most largest number of bytes
 */
export function decodeUtf8(bytes: Uint8Array, file: string, most = MAX_STORY_BYTES): Decoded {
  const refused = unreadable(bytes, file, most);
  if (refused !== undefined) return { problems: [refused] };
  const text = utf8(bytes);
  if (text !== undefined) return { text, warnings: [] };
  const message = 'The file is not UTF-8: save it as UTF-8 (called "Unicode" in some older editors).';
  return { problems: [problem('intake/encoding', message, { file, line: firstInvalidLine(bytes), column: 1 })] };
}

/**
 * Decodes agency copy: UTF-8, UTF-16 with a byte order mark, or else the encoding that its bytes are in without doubt.
 * @param file the name for messages
 */
export function decodeWire(bytes: Uint8Array, file: string): Decoded {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    const label = first === 0xff ? 'utf-16le' : 'utf-16be';
    return {
      text: new TextDecoder(label).decode(bytes),
      warnings: [warning('intake/guess', `Read as ${label.toUpperCase()}.`, { file })],
    };
  }
  const refused = unreadable(bytes, file);
  if (refused !== undefined) return { problems: [refused] };
  const text = utf8(bytes);
  if (text !== undefined) return { text, warnings: [] };
  const label = detectedCharset(bytes);
  if (label === undefined) {
    const message = 'The file is not UTF-8, and its encoding cannot be detected without doubt: save it as UTF-8.';
    return { problems: [problem('intake/encoding', message, { file, line: firstInvalidLine(bytes), column: 1 })] };
  }
  const name = label.replace(/^w/, 'W');
  const message = `Not UTF-8 and read as ${name}: look at accents and quotes.`;
  return { text: new TextDecoder(label).decode(bytes), warnings: [warning('intake/guess', message, { file })] };
}

function unreadable(bytes: Uint8Array, file: string, most = MAX_STORY_BYTES): Finding | undefined {
  if (bytes.length === 0) return problem('intake/empty', 'The file is empty.', { file });
  if (bytes.length > most) return tooLarge(bytes.length, file);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return problem('intake/encoding', 'The file is UTF-16: save it as UTF-8.', { file, line: 1, column: 1 });
  }
  const zero = bytes.indexOf(0);
  if (zero < 0) return undefined;
  const message = 'The file contains bytes of value zero, so it is not text: save the story as plain text.';
  return problem('intake/binary', message, { file, line: lineOf(bytes, zero), column: 1 });
}

/** Creates the problem of a file that is larger than any story. */
export function tooLarge(bytes: number, file: string): Finding {
  const size = `${(bytes / 1_000_000).toFixed(1)} MB`;
  const message = `The file has ${size}; a story has at most 2 MB. Pictures and films belong in the media folder.`;
  return problem('intake/too-large', message, { file });
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function firstInvalidLine(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isUtf8Prefix(bytes.subarray(0, middle + 1))) low = middle + 1;
    else high = middle;
  }
  return lineOf(bytes, low);
}

/** Returns true for UTF-8 that may be cut off inside a sequence. */
function isUtf8Prefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function lineOf(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let index = 0; index < offset; index++) if (bytes[index] === 0x0a) line++;
  return line;
}
