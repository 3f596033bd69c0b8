import type { ElementContent, Root } from 'hast';
import { h } from 'hastscript';
import { Parser } from 'htmlparser2';

/**
 * Parses HTML that is in normal form already: every element is closed, nothing is implied. Several times faster than a
 * parser that follows all rules for tag soup; for other HTML its result is undefined.
 */
export function parseCleanHtml(html: string): Root {
  const root: Root = { type: 'root', children: [] };
  const open: ElementContent[][] = [root.children as ElementContent[]];
  let text = '';
  const flush = (): void => {
    if (text === '') return;
    open.at(-1)?.push({ type: 'text', value: text });
    text = '';
  };
  const parser = new Parser({
    onopentag: (name, attributes) => {
      flush();
      const element = h(name, attributes);
      open.at(-1)?.push(element);
      open.push(element.children);
    },
    onclosetag: () => {
      flush();
      open.pop();
    },
    ontext: (part) => {
      text += part;
    },
  });
  parser.end(html);
  flush();
  return root;
}
