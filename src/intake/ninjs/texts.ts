import { type Body, boundedBody } from '../../text/html-tree.ts';
import { plainBody } from '../newsml-g2/text-content.ts';
import { type NinjsData, rowsOf, textIn } from './names.ts';

/** Returns the texts of a list (headlines, descriptions, bodies) that are not blank. */
export function textsOf(data: NinjsData, list: string): { role: string; type: string; value: string }[] {
  return rowsOf(data[list]).flatMap((row) => {
    const value = textIn(row.value);
    return value === undefined
      ? []
      : [{ role: textIn(row.role) ?? '', type: textIn(row.contenttype) ?? 'text/plain', value }];
  });
}

/** Reads the body: HTML rather than plain text. */
export function bodyOf(data: NinjsData): Body | undefined {
  const bodies = textsOf(data, 'bodies');
  const html =
    bodies.find(({ type }) => /html/i.test(type))?.value ?? textIn(data.body_html) ?? textIn(data.body_xhtml);
  if (html !== undefined) return boundedBody(html);
  const plain = bodies[0]?.value ?? textIn(data.body_text) ?? textIn(data.body_richtext);
  return plain === undefined ? undefined : plainBody(plain);
}
