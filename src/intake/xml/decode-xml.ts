import { type Finding, problem, warning } from '../../text/finding.ts';
import { detectedCharset } from '../charset.ts';
import type { Decoded } from '../decode.ts';

/** The largest document of a provider that is read: ten million bytes, some hundreds of stories. */
export const MAX_WIRE_BYTES = 10_000_000;

/** XML and JSON documents alike begin with a character that identifies them. */
const DECLARATION = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/;

/**
 * Decodes XML by its byte order mark, else by its declaration, else as UTF-8 (XML 1.0, appendix F).
 * @param file named in messages
 */
export function decodeXml(bytes: Uint8Array, file: string): Decoded {
  if (bytes.length > MAX_WIRE_BYTES) return { problems: [tooLargeDocument(bytes.length, file)] };
  const label = encodingOf(bytes);
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    const known = ['utf-8', 'utf8'].includes(label.toLowerCase());
    return {
      text,
      warnings: known
        ? []
        : [warning('xml/encoding', `Decoded as ${label}, its declared encoding.`, { file, line: 1, column: 1 })],
    };
  } catch {
    return undeclared(bytes, label, file);
  }
}

/** Decodes bytes that are declared as UTF-8 and are not, if their encoding can be detected. */
function undeclared(bytes: Uint8Array, label: string, file: string): Decoded {
  if (!/^utf-?8$/i.test(label)) {
    return {
      problems: [
        problem('xml/encoding', `The document is not in ${label}, its declared encoding: send UTF-8.`, { file }),
      ],
    };
  }
  const detected = detectedCharset(bytes);
  const at = { file, line: 1, column: 1 };
  if (detected === undefined) {
    const message =
      'The document is not UTF-8, as declared, and its encoding cannot be detected without doubt: declare it.';
    return { problems: [problem('xml/encoding', message, at)] };
  }
  const message = `The document is not UTF-8, as it should be; it was read as ${detected}.`;
  return { text: new TextDecoder(detected).decode(bytes), warnings: [warning('xml/encoding', message, at)] };
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200)).replace(/^\u00EF\u00BB\u00BF/, '');
  return DECLARATION.exec(head)?.[1] ?? 'utf-8';
}

/** Creates the finding for a document that is too large. */
export function tooLargeDocument(size: number, file: string): Finding {
  const message = `The document has ${size} bytes; at most ${MAX_WIRE_BYTES} are read: send it in parts.`;
  return problem('intake/size', message, { file });
}
