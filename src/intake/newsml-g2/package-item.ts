import type { Element, ElementContent } from 'hast';
import { type Finding, problem } from '../../text/finding.ts';
import { cleanTree } from '../../text/html-tree.ts';
import { httpUrl } from '../../text/url.ts';
import type { Received, ReceivedContent } from '../received.ts';
import { idOfGuid } from '../wire-submission.ts';
import { childOf, childrenOf, descendants, lineOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { receivedItem } from './news-item.ts';
import type { ItemReading } from './reading.ts';

type Related = NonNullable<ReceivedContent['related']>[number];

/** Reads a package that stands alone as a story: its entries become its text and its related stories. */
export function receivedPackage(item: SourceElement, reading: ItemReading): Received | Finding {
  const received = receivedItem(item, reading);
  if ('rule' in received || received.status !== 'usable') return received;
  const entries = descendants(item, 'itemRef');
  if (entries.length === 0) {
    const { line, column } = item;
    return problem('newsml-g2/package', 'The package lists nothing.', { file: reading.options.file, line, column });
  }
  const related = entries.flatMap((entry) => relatedOf(entry, reading) ?? []);
  const list: Element = { type: 'element', tagName: 'ul', properties: {}, children: entries.map(listItem) };
  return {
    ...received,
    content: {
      ...received.content,
      headline: received.content.headline ?? titleOf(entries[0] as SourceElement),
      related: [...(received.content.related ?? []), ...related],
    },
    body: cleanTree({ type: 'root', children: [list] }),
  };
}

function titleOf(entry: SourceElement): string {
  return (
    lineOf(childOf(entry, 'headline')) ??
    lineOf(childOf(entry, 'title')) ??
    entry.attributes.title ??
    entry.attributes.residref ??
    entry.attributes.href ??
    'Item'
  );
}

function listItem(entry: SourceElement): Element {
  const href = httpUrl(entry.attributes.href ?? '');
  const text: ElementContent = { type: 'text', value: titleOf(entry) };
  const link: ElementContent =
    href === undefined ? text : { type: 'element', tagName: 'a', properties: { href }, children: [text] };
  const summary = lineOf(childOf(entry, 'description'));
  const words: ElementContent[] = summary === undefined ? [] : [{ type: 'text', value: `: ${summary}` }];
  return { type: 'element', tagName: 'li', properties: {}, children: [link, ...words] };
}

function relatedOf(entry: SourceElement, { schemes, options }: ItemReading): Related | undefined {
  const { residref, href } = entry.attributes;
  const itemClass = childOf(entry, 'itemClass');
  const nature = itemClass && schemes.concept(itemClass)?.code;
  const url = httpUrl(href ?? '');
  if (residref !== undefined && (nature === undefined || nature === 'text'))
    return { relation: 'seeAlso', article: idOfGuid(residref, options) };
  return url === undefined ? undefined : { relation: 'seeAlso', url, title: titleOf(entry).slice(0, 300) };
}

/** Returns the media items that packages group with a text, by the guid of the text. */
export function companionsOf(
  packages: readonly SourceElement[],
  natures: ReadonlyMap<string, string>,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const group of packages.flatMap((item) => descendants(item, 'group'))) {
    const guids = childrenOf(group, 'itemRef').flatMap(({ attributes }) => attributes.residref ?? []);
    const texts = guids.filter((guid) => natures.get(guid) === 'text');
    const others = guids.filter((guid) => natures.has(guid) && natures.get(guid) !== 'text');
    const [text] = texts;
    // A group with several stories does not show which picture belongs to which story.
    if (text === undefined || texts.length > 1) continue;
    found.set(text, [...(found.get(text) ?? []), ...others]);
  }
  return found;
}
