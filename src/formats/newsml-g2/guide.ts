import type { View } from '../../article/view.ts';
import type { FeedView, FormatContext } from '../format.ts';
import type { XmlElement } from '../xml/element.ts';
import { mediaItems, newsItem } from './from-view.ts';
import type { G2Context } from './item.ts';
import { meaningOf } from './meanings.ts';
import { listPackage } from './package-item.ts';
import type { Profile } from './profile.ts';

/** An element that a receiver may encounter. */
export interface GuideRow {
  /** `itemMeta/pubStatus` */
  readonly path: string;
  /** Attributes that it can have. */
  readonly attributes: readonly string[];
  /** Example text or identifiers. */
  readonly example: string;
  readonly meaning: string;
}

/** The elements of one kind of item. */
export interface GuideTable {
  readonly title: string;
  readonly rows: readonly GuideRow[];
}

/**
 * Lists every element that Dateline sends, derived from sent documents: the guide that each provider owes its receivers
 * (Guidelines, 26.1).
 * @param views in which every field is filled, and recalls
 */
export function elementsOf(profile: Profile, views: readonly View[], context: FormatContext): GuideTable[] {
  const g2: G2Context = { ...context, profile };
  const texts = views.map((view) => newsItem(view, g2));
  const media = views.flatMap((view) => mediaItems(view, g2));
  const lists = [listPackage(listOf(views, context), g2)];
  return [
    { title: 'A story (newsItem)', rows: rowsOf(texts) },
    { title: 'A picture, video or sound (newsItem)', rows: rowsOf(media) },
    { title: 'A list (packageItem)', rows: rowsOf(lists) },
  ].filter(({ rows }) => rows.length > 0);
}

function listOf(views: readonly View[], { publication }: FormatContext): FeedView {
  const changed = views[0]?.lastChangedAt as FeedView['changed'];
  const { name, description, language } = publication;
  return {
    name: 'all',
    title: name,
    description,
    language,
    direction: 'ltr',
    content: 'full',
    views,
    updated: changed,
    changed,
  };
}

/** The content itself has namespaces and documentation of its own. */
const CONTENT: ReadonlySet<string> = new Set(['html', 'nitf']);

function rowsOf(items: readonly XmlElement[]): GuideRow[] {
  const found = new Map<string, { attributes: Set<string>; example: string; path: readonly string[] }>();
  const walk = (element: XmlElement, above: readonly string[]): void => {
    if (CONTENT.has(element.name)) return;
    const path = [...above, element.name];
    const key = path.slice(1).join('/');
    const row = found.get(key) ?? { attributes: new Set<string>(), example: '', path };
    for (const name of Object.keys(element.attributes)) if (name !== 'xmlns') row.attributes.add(name);
    if (row.example === '') row.example = exampleOf(element);
    found.set(key, row);
    for (const child of element.children) if (typeof child !== 'string') walk(child, path);
  };
  for (const item of items) walk(item, []);
  return [...found].map(([path, { attributes, example, path: way }]) => ({
    path: path === '' ? (items[0]?.name ?? '') : path,
    attributes: [...attributes],
    example,
    meaning: meaningOf(way) ?? '',
  }));
}

const MAX_EXAMPLE_LENGTH = 90;

function exampleOf({ attributes, children }: XmlElement): string {
  const { qcode, uri, href, literal, guid } = attributes;
  const text = children.filter((child) => typeof child === 'string').join('');
  const example = text !== '' ? text : (qcode ?? uri ?? guid ?? href ?? literal ?? '');
  return example.length > MAX_EXAMPLE_LENGTH ? `${example.slice(0, MAX_EXAMPLE_LENGTH)}…` : example;
}
