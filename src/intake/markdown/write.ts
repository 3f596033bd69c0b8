import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { stringify } from 'yaml';

/**
 * Writes a content file: front matter and paragraphs of plain text, escaped so that Markdown reads them as they are.
 * @param fields in the order in which they are to stand; absent ones are left out
 */
export function writeContentFile(fields: Readonly<Record<string, unknown>>, paragraphs: readonly string[]): string {
  const front = stringify(withoutAbsent(fields), { lineWidth: 0 });
  const children = paragraphs.map((value) => ({
    type: 'paragraph' as const,
    children: [{ type: 'text' as const, value }],
  }));
  const text = toMarkdown({ type: 'root', children }, { extensions: [gfmToMarkdown()], bullet: '-' });
  return `---\n${front}---\n\n${text}`;
}

function withoutAbsent(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}
