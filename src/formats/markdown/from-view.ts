import type { Root } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { stringify } from 'yaml';
import { originalElsewhere } from '../../addresses/copies.ts';
import { licenceAddress } from '../../addresses/licence-address.ts';
import { summaryOf } from '../../article/summary.ts';
import type { Story, View } from '../../article/view.ts';
import { textsIn } from '../../publication/interface-texts.ts';
import { contentUsage, type MachineUses, machineUses } from '../../publication/machine-uses.ts';
import { sectionName, sectionOf } from '../../publication/publication.ts';
import { rightsOfStory } from '../../publication/rights-of.ts';
import { defined } from '../../text/defined.ts';
import { toOffsetDateTime } from '../../text/instant.ts';
import { contentHtml } from '../feed-content.ts';
import type { FeedView, FormatContext, Made } from '../format.ts';
import { markdownTree } from './to-tree.ts';

/** Ending of the addresses of Markdown documents. */
export const MARKDOWN_EXTENSION = '.md' as const;

/**
 * True if programs may read a story as Markdown: not if its rights prohibit indexing, nor if they reserve mining without
 * a rule that a program can follow.
 */
export function isForAgents(story: Story, { publication }: Pick<FormatContext, 'publication'>): boolean {
  const uses = machineUses(rightsOfStory(publication, story));
  return publication.markdown && uses.search !== false && !isReservedInWords(uses);
}

function isReservedInWords({ search, training, reserved }: MachineUses): boolean {
  return reserved === true && search === undefined && training === undefined;
}

/** Returns a story as Markdown with front matter: the text that the public may read. */
export function markdownArticle(view: View, context: FormatContext): Made {
  if (view.kind !== 'story' || !isForAgents(view, context)) return undefined;
  const tree = markdownTree(contentHtml(view, { content: 'full' }, context) ?? '');
  const standfirst = view.standfirst === undefined ? [] : [paragraph(view.standfirst)];
  const backstory =
    view.backstory === undefined
      ? []
      : [heading(textsIn(view.language).backstory, 2), ...view.backstory.split(/\n{2,}/).map(paragraph)];
  const children = [heading(view.headline), ...standfirst, ...tree.children, ...backstory];
  return { text: `${frontMatter(factsOf(view, context))}\n${written({ type: 'root', children })}` };
}

/** Returns a story in a feed: a line of a list. */
export function markdownItem(view: View, _feed: FeedView, context: FormatContext): Made {
  const line = view.kind === 'story' ? markdownLine(view, context) : undefined;
  return line === undefined ? undefined : { text: line };
}

/** Returns the line of a story in a list: its headline as a link, its time and its summary. */
export function markdownLine(story: Story, context: FormatContext): string | undefined {
  if (!isForAgents(story, context)) return undefined;
  const { publication, addresses } = context;
  const [url, summary] = [addresses.article(story.slug, MARKDOWN_EXTENSION), summaryOf(story)];
  const time = toOffsetDateTime(story.firstPublishedAt, publication.timeZone);
  const link = { type: 'link' as const, url, children: [text(story.headline)] };
  const words = text(`, ${time}${summary === undefined ? '' : `: ${summary}`}`);
  const item = { type: 'listItem' as const, children: [{ type: 'paragraph' as const, children: [link, words] }] };
  return written({ type: 'root', children: [{ type: 'list', children: [item] }] });
}

/** Returns a feed as a list of links. */
export function markdownFeed(feed: FeedView, items: readonly string[], context: FormatContext): string {
  const { addresses, publication } = context;
  const page = feed.history?.page;
  return markdownList(
    {
      title: feed.title,
      description: feed.description,
      language: feed.language,
      canonical: addresses.feed(feed.name, '', page),
      updated: toOffsetDateTime(feed.updated, publication.timeZone),
      previous:
        feed.history?.previous === undefined
          ? undefined
          : addresses.feed(feed.name, MARKDOWN_EXTENSION, feed.history.previous),
    },
    items,
  );
}

/** The facts about a list of stories. */
export interface MarkdownList {
  readonly title: string;
  readonly description: string;
  readonly language: string;
  readonly canonical: string;
  readonly updated?: string;
  /** Address of the page with older stories. */
  readonly previous?: string | undefined;
}

/** Returns a list of stories, with front matter. */
export function markdownList({ title, ...facts }: MarkdownList, items: readonly string[]): string {
  return `${frontMatter({ title, ...facts })}\n${written({ type: 'root', children: [heading(title)] })}\n${items.join('')}`;
}

function factsOf(story: Story, context: FormatContext): Readonly<Record<string, unknown>> {
  const { publication, addresses } = context;
  const time = (instant: Story['updatedAt']): string => toOffsetDateTime(instant, publication.timeZone);
  const section = sectionOf(publication, story.section);
  const rights = rightsOfStory(publication, story);
  return {
    title: story.headline,
    description: summaryOf(story),
    id: story.id,
    version: story.version,
    canonical: originalElsewhere(story, context)?.url ?? addresses.article(story.slug),
    published: time(story.firstPublishedAt),
    updated: time(story.updatedAt),
    authors: story.bylines.length === 0 ? undefined : story.bylines.map(({ name }) => name),
    publisher: publication.name,
    section: section === undefined ? story.section : sectionName(section, story.language),
    keywords: story.keywords.length === 0 ? undefined : story.keywords,
    language: story.language,
    access: story.access,
    partial: story.partial || undefined,
    corrections: correctionsOf(story),
    credit: story.creditLine,
    rights: rights.notice,
    usageTerms: rights.usageTerms,
    licence: rights.licence ?? licenceAddress(story, context),
    contentUsage: contentUsage(machineUses(rights)),
  };
}

function correctionsOf({ notices }: Story) {
  const corrections = notices
    .filter(({ kind }) => kind === 'correction')
    .map(({ text: words, at, severity }) => ({ at, ...defined({ severity }), text: words }));
  return corrections.length === 0 ? undefined : corrections;
}

function frontMatter(facts: Readonly<Record<string, unknown>>): string {
  const present = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  return `---\n${stringify(present, { lineWidth: 0 })}---\n`;
}

const text = (value: string) => ({ type: 'text', value }) as const;
const heading = (value: string, depth: 1 | 2 = 1) => ({ type: 'heading' as const, depth, children: [text(value)] });
const paragraph = (value: string) => ({ type: 'paragraph' as const, children: [text(value)] });

function written(tree: Root): string {
  return toMarkdown(tree, { extensions: [gfmToMarkdown()], bullet: '-' });
}
