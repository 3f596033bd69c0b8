/** The kind of a document, by its first characters; names and Content-Types are often wrong. */
export type DocumentKind = 'xml' | 'json' | 'front-matter' | 'text';

/** Bytes that are looked at. */
const HEAD_BYTES = 400;

/** Returns the kind of a document. */
export function documentKind(bytes: Uint8Array): DocumentKind {
  const head = headOf(bytes.subarray(0, HEAD_BYTES)).trimStart();
  if (/^<(?:[?!]|[a-z])/i.test(head)) return 'xml';
  if (/^(?:---(?:json|yaml|toml)?|\+\+\+)[\t ]*\r?\n/.test(head)) return 'front-matter';
  return /^[{[]/.test(head) ? 'json' : 'text';
}

function headOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const label = !isWide ? 'latin1' : first === 0xff ? 'utf-16le' : 'utf-16be';
  return new TextDecoder(label).decode(bytes).replace(/^(?:\uFEFF|\u00EF\u00BB\u00BF)/, '');
}
