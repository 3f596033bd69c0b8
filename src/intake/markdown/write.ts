import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { stringify } from 'yaml';

/**
 * Serializes a content file: front matter and paragraphs of plain text, escaped for Markdown.
 * @param fields in output order; absent ones are omitted
 */
export function writeContentFile(fields: Readonly<Record<string, unknown>>, paragraphs: readonly string[]): string {
  const front = stringify(present(fields), { lineWidth: 0 });
  const children = paragraphs.map((value) => ({
    type: 'paragraph' as const,
    children: [{ type: 'text' as const, value }],
  }));
  const text = toMarkdown({ type: 'root', children }, { extensions: [gfmToMarkdown()], bullet: '-' });
  return `---\n${front}---\n\n${text}`;
}

/** Returns the fields that have a value: absent ones and empty lists are dropped. */
export function present(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}
