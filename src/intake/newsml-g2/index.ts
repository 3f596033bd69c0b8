import type { WireDocument, WireItem } from '../../article/wire-item.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { isNestingError } from '../../text/html-tree.ts';
import type { Received } from '../received.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { wireItemOf } from '../wire-submission.ts';
import { childOf, childrenOf, descendants, at as elementAt } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { embargoOf, statusOf } from './item-meta.ts';
import { MEDIA_KINDS, type MediaInput, mediaOf } from './media.ts';
import { receivedItem } from './news-item.ts';
import { companionsOf, receivedPackage } from './package-item.ts';
import { type ItemReading, natureOf, readingOf } from './reading.ts';

/** Item kinds that are not news; named in messages. */
const OTHER_KINDS: Readonly<Record<string, string>> = {
  conceptItem: 'a concept (conceptItem)',
  knowledgeItem: 'a vocabulary (knowledgeItem)',
  planningItem: 'the planning of coverage (planningItem)',
  catalogItem: 'a catalog (catalogItem)',
};

const ROOTS = ['newsMessage', 'newsItem', 'packageItem', ...Object.keys(OTHER_KINDS)];

/** Returns true if the root element is one of NewsML-G2. */
export function isNewsmlG2({ name }: SourceElement): boolean {
  return ROOTS.includes(name);
}

/** Reads a newsItem, packageItem or newsMessage of any version. */
export function readNewsmlG2(root: SourceElement, options: WireReadOptions): WireDocument {
  const items = root.name === 'newsMessage' ? childrenOf(childOf(root, 'itemSet') ?? root) : [root];
  const known = items.filter(({ name }) => name === 'newsItem' || name === 'packageItem');
  const others = items.filter(({ name }) => name in OTHER_KINDS);
  const refused: Finding[] = others.map(({ name, line, column }) =>
    problem('newsml-g2/kind', `This is ${OTHER_KINDS[name]}: only news and packages of news are read.`, {
      file: options.file,
      line,
      column,
    }),
  );
  if (known.length === 0) {
    const { line, column } = root;
    const none = problem('newsml-g2/empty', 'The message contains no news items.', {
      file: options.file,
      line,
      column,
    });
    return { problems: refused.length > 0 ? refused : [none] };
  }
  const readings = new Map(known.map((item) => [item, readingOf(item, options)]));
  const { stories, companions, wrappings } = arranged(known, readings);
  const wireItems: WireItem[] = [];
  for (const item of stories) {
    const reading = readings.get(item) as ItemReading;
    const guid = item.attributes.guid ?? '';
    const result = readItem(item, {
      reading,
      companions: companions.get(guid) ?? [],
      wrapping: wrappings.get(guid) ?? [],
    });
    if ('problems' in result) refused.push(...result.problems);
    else wireItems.push(result);
  }
  // A document whose only item is refused has no result.
  if (wireItems.length === 0) return { problems: refused };
  return { items: wireItems, refused, warnings: [] };
}

interface Arranged {
  /** Items that become stories. */
  readonly stories: readonly SourceElement[];
  /** Media items that belong to a text, by the guid of the text. */
  readonly companions: ReadonlyMap<string, readonly SourceElement[]>;
  /** Packages of the same message that contain an item, by its guid: their embargo and status apply to it as well. */
  readonly wrappings: ReadonlyMap<string, readonly SourceElement[]>;
}

/** Divides items into stories and their media: by the links of the text, or by a package. */
function arranged(items: readonly SourceElement[], readings: ReadonlyMap<SourceElement, ItemReading>): Arranged {
  const guidOf = ({ attributes }: SourceElement): string => attributes.guid ?? '';
  const byGuid = new Map(items.map((item) => [guidOf(item), item]));
  const natures = new Map(
    items.map((item) => [
      guidOf(item),
      item.name === 'packageItem' ? 'composite' : natureOf(item, readings.get(item) as ItemReading),
    ]),
  );
  const packages = items.filter(({ name }) => name === 'packageItem');
  const grouped = companionsOf(packages, natures);
  const companions = new Map<string, SourceElement[]>();
  const taken = new Set<SourceElement>();
  for (const text of items.filter((item) => natures.get(guidOf(item)) === 'text')) {
    const linked = childrenOf(childOf(text, 'itemMeta') ?? text, 'link').flatMap(
      ({ attributes }) => attributes.residref ?? [],
    );
    const guids = new Set([...linked, ...(grouped.get(guidOf(text)) ?? [])]);
    const media = [...guids]
      .flatMap((guid) => byGuid.get(guid) ?? [])
      .filter((item) => (natures.get(guidOf(item)) ?? '') in MEDIA_KINDS);
    companions.set(guidOf(text), media);
    for (const item of media) taken.add(item);
  }
  // A package of items of the same message only groups them.
  const isWrapping = (item: SourceElement): boolean => item.name === 'packageItem' && items.length > packages.length;
  const held = packages.flatMap((item) =>
    descendants(item, 'itemRef').flatMap(({ attributes }) =>
      attributes.residref === undefined ? [] : [{ guid: attributes.residref, item }],
    ),
  );
  const wrappings = new Map<string, SourceElement[]>();
  for (const { guid, item } of held) wrappings.set(guid, [...(wrappings.get(guid) ?? []), item]);
  return { stories: items.filter((item) => !taken.has(item) && !isWrapping(item)), companions, wrappings };
}

interface Reading {
  readonly reading: ItemReading;
  readonly companions: readonly SourceElement[];
  readonly wrapping: readonly SourceElement[];
}

function readItem(
  item: SourceElement,
  { reading, companions, wrapping }: Reading,
): WireItem | { readonly problems: readonly Finding[] } {
  const { options } = reading;
  try {
    const received = item.name === 'packageItem' ? receivedPackage(item, reading) : receivedItem(item, reading);
    if ('rule' in received) return { problems: [received] };
    return wireItemOf(wrapped(withMedia(received, companions, reading), wrapping, reading), options);
  } catch (error) {
    if (!isNestingError(error)) throw error;
    const { line, column } = elementAt(item, 'contentSet') ?? item;
    return {
      problems: [problem('article/nesting', 'The text is nested too deeply.', { file: options.file, line, column })],
    };
  }
}

/** Applies the embargo and recall of packages to the items that they contain. */
function wrapped(received: Received, packages: readonly SourceElement[], { options, dates }: ItemReading): Received {
  let { status } = received;
  let { embargo } = received.content;
  for (const item of packages) {
    const meta = childOf(item, 'itemMeta');
    if (meta === undefined) continue;
    const own = statusOf(meta, readingOf(item, options).schemes, dates);
    if (typeof own === 'string' && own !== 'usable') status = own;
    embargo ??= embargoOf(meta, undefined, dates);
  }
  return { ...received, status, content: embargo === undefined ? received.content : { ...received.content, embargo } };
}

/** Returns true if a media item is neither embargoed nor recalled itself. */
function isFree(item: SourceElement, { schemes, dates }: ItemReading): boolean {
  const meta = childOf(item, 'itemMeta');
  return meta !== undefined && statusOf(meta, schemes, dates) === 'usable' && childOf(meta, 'embargoed') === undefined;
}

function withMedia(
  received: Received,
  companions: readonly SourceElement[],
  { options, dates }: ItemReading,
): Received {
  const media = companions.flatMap((item): MediaInput[] => {
    const reading = readingOf(item, options);
    const kind = MEDIA_KINDS[natureOf(item, reading)];
    const free = isFree(item, reading);
    const found = kind === undefined || !free ? undefined : mediaOf(item, kind, reading);
    if (!free) {
      const message = 'The picture, video or sound is withheld or canceled: it was left out of the story.';
      dates.report.warn('newsml-g2/held', message, { file: options.file, line: item.line, column: item.column });
    }
    dates.report.add(...reading.dates.report.warnings);
    return found === undefined ? [] : [found];
  });
  if (media.length === 0) return received;
  return { ...received, content: { ...received.content, media: [...(received.content.media ?? []), ...media] } };
}
