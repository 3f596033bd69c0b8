import { Feed, type FeedOptions, type Item } from 'feed';
import { escapeAttribute, escapeFeedText } from '../xml/escape.ts';

/**
 * The one module that calls the npm package `feed` 6.0. `feed` escapes too little for free text (two `]]>`, control
 * characters, `<` in attributes) and rewrites missing ids and dates, so it never receives any: it is given plain
 * tokens, and its output is cached as a template. Filling a template is a join of strings.
 */
export interface Template {
  /** @param values by token name; an absent value is empty */
  fill(values: Readonly<Record<string, string>>): string;
}

/** Tokens of each kind that `feed` requires. It parses addresses and dates, so these tokens are real ones. */
export const token = {
  text: (name: string) => `@@${name}@@`,
  url: (name: string) => `https://token.invalid/${name}`,
  id: (name: string) => `tag:token.invalid,2000:${name}`,
  published: new Date('2000-01-01T00:00:00Z'),
  updated: new Date('2000-01-02T00:00:00Z'),
} as const;

const SLOT =
  /<!\[CDATA\[@@(\w+)@@\]\]>|@@(\w+)@@|https:\/\/token\.invalid\/(\w+)|tag:token\.invalid,2000:(\w+)|(Sat, 01 Jan 2000 00:00:00 GMT|2000-01-01T00:00:00\.000Z)|(Sun, 02 Jan 2000 00:00:00 GMT|2000-01-02T00:00:00\.000Z)/g;

/** Returns the document without items that `feed` writes for these options (tokens only). */
export function envelopeTemplate(kind: 'rss2' | 'atom1', options: FeedOptions): Template {
  return compile(new Feed(options)[kind]());
}

/** Returns the one item that `feed` writes for these fields (tokens only). */
export function itemTemplate(kind: 'rss2' | 'atom1', item: Item): Template {
  const feed = new Feed({
    id: token.id('id'),
    title: 'x',
    copyright: 'x',
    link: token.url('x'),
    updated: token.updated,
  });
  feed.addItem(item);
  const [name, written] = [kind === 'rss2' ? 'item' : 'entry', feed[kind]()];
  return compile(written.slice(written.indexOf(`<${name}>`), written.indexOf(`</${name}>`) + name.length + 3));
}

/** Caches the template of each shape: `feed` writes the same text for the same shape. */
export function templatesByShape<Shape extends string | boolean>(make: (shape: Shape) => Template) {
  const made = new Map<Shape, Template>();
  return (shape: Shape): Template => {
    const template = made.get(shape) ?? make(shape);
    made.set(shape, template);
    return template;
  };
}

/** Inserts lines before the last closing tag of a name. */
export function insertBeforeEnd(written: string, name: string, lines: readonly string[]): string {
  const end = written.lastIndexOf(`</${name}>`);
  const start = written.lastIndexOf('\n', end) + 1;
  return `${written.slice(0, start)}${lines.map((line) => `${line}\n`).join('')}${written.slice(start)}`;
}

interface Slot {
  readonly name: string;
  readonly inAttribute: boolean;
}

function compile(written: string): Template {
  const parts: (string | Slot)[] = [];
  let end = 0;
  for (const match of written.matchAll(SLOT)) {
    const [found, cdata, text, url, id, published, updated] = match;
    const name = cdata ?? text ?? url ?? id ?? (published && 'published') ?? (updated && 'updated') ?? '';
    parts.push(written.slice(end, match.index), { name, inAttribute: written[match.index - 1] === '"' });
    end = match.index + found.length;
  }
  parts.push(written.slice(end));
  return {
    fill: (values) =>
      parts
        .map((part) => {
          if (typeof part === 'string') return part;
          const value = values[part.name] ?? '';
          return part.inAttribute ? escapeAttribute(value) : escapeFeedText(value);
        })
        .join(''),
  };
}
