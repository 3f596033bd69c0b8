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

/** Returns the text of the body: HTML rather than plain text. */
export function writtenText(data: NinjsData): { readonly text: string; readonly isHtml: boolean } | undefined {
  const bodies = textsOf(data, 'bodies');
  const html =
    bodies.find(({ type }) => /html/i.test(type))?.value ?? textIn(data.body_html) ?? textIn(data.body_xhtml);
  if (html !== undefined) return { text: html, isHtml: true };
  const plain = bodies[0]?.value ?? textIn(data.body_text) ?? textIn(data.body_richtext);
  return plain === undefined ? undefined : { text: plain, isHtml: false };
}
