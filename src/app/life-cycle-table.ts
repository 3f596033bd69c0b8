import { openArchive } from '../archive/location.ts';
import type { Store } from '../archive/store.ts';
import type { Article } from '../article/article.ts';
import { PUBLIC } from '../article/audience.ts';
import { type LifeCycleEvent, lifeCycleEvents, SPECIMEN_NOTICE } from '../article/specimens.ts';
import { type SubmissionInput, submissionSchema } from '../article/submission.ts';
import { type View, viewOf } from '../article/view.ts';
import { changedSlugs } from '../delivery/dispatch.ts';
import type { DocumentResult } from '../documents/document-cache.ts';
import type { Documents } from '../documents/documents.ts';
import { ALL_STORIES } from '../feeds/address.ts';
import { atom } from '../formats/atom/index.ts';
import { type Format, type FormatContext, feedDocument, settingsContext } from '../formats/format.ts';
import { FORMATS, formatOf } from '../formats/index.ts';
import { submitStory } from '../newsroom/submit-story.ts';
import { archivePage } from '../pages/archive-page.ts';
import { articlePage } from '../pages/article-page.ts';
import { textsIn } from '../publication/interface-texts.ts';
import { type Publication, publicationSchema } from '../publication/publication.ts';
import { mediaStatus } from '../server/media-status.ts';
import type { Instant } from '../text/instant.ts';
import { deliveryCells } from './delivery-cells.ts';
import { documentsOf } from './documents-of.ts';

/** A fictional story and publication, all of whose words can be recognized. */
const PUBLICATION: Publication = publicationSchema.parse({
  name: 'Specimen',
  description: 'A publication of one story.',
  authority: { domain: 'specimen.example', year: 2026 },
  timeZone: 'UTC',
  language: 'en',
  sections: [{ key: 'news', name: 'News' }],
});

const STORY: SubmissionInput = {
  id: `tag:specimen.example,2026:article:${'a'.repeat(26)}`,
  slug: 'story',
  language: 'en',
  headline: 'SPECIMEN',
  section: 'news',
  published: '2026-03-03T09:00:00Z',
  body: '<p>Words of it.</p><figure><img src="/media/a.jpg" alt="a"></figure>',
};

const EVENTS = lifeCycleEvents({
  before: '2026-03-03T10:00:00Z',
  at: '2026-03-04T10:00:00Z',
  later: '2026-04-01T00:00:00Z',
});

const NOW = '2026-03-05T00:00:00Z' as Instant;

/**
 * Returns what each change looks like in each output: a fictional story goes through every event, and the outputs are
 * examined.
 * @returns rows of cells, the header first
 */
export async function lifeCycleTable(): Promise<string[][]> {
  const events: [string, LifeCycleEvent][] = Object.entries(EVENTS);
  const columns = await Promise.all(events.map(([, event]) => cellsOf(event)));
  const outputs = Object.keys(columns[0] ?? {});
  return [
    ['output', ...events.map(([name]) => name)],
    ...outputs.map((output) => [output, ...columns.map((cells) => cells[output] ?? '')]),
  ];
}

/** Formats the table in Markdown. */
export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

type Cells = Record<string, string>;

async function cellsOf({ fields = {}, changes = [] }: LifeCycleEvent): Promise<Cells> {
  // A silent edit is one of the text.
  const edited = changes.at(-1)?.kind === 'amend' ? { body: STORY.body.replace('Words', 'Better words') } : {};
  const after = await stored({ ...fields, ...edited, changes });
  const before = await stored(fieldsBefore({ fields, changes }));
  try {
    const { store, documents, article } = after;
    const isDistributed = (await feedText(after)) !== (await feedText(before));
    return {
      ...(await pageCells(store, documents)),
      ...formatCells(article, settingsContext(documents.site)),
      ...(await feedCells(store, documents)),
      ...(await listCells(documents)),
      ...(await logCells(store, documents, article)),
      WebSub: isDistributed ? 'the feeds with it' : 'none',
      ...(await deliveryCells({ store, documents, article, factsIn }, NOW)),
    };
  } finally {
    await after.store.close();
    await before.store.close();
  }
}

/** Returns the fields of the specimen before an event. */
function fieldsBefore({
  fields,
  changes,
}: Required<Pick<LifeCycleEvent, 'fields' | 'changes'>>): Partial<SubmissionInput> {
  if (changes.length > 0) return { changes: changes.slice(0, -1) };
  // A story that ends by time was a plain one; a new story was none, which looks like a scheduled one.
  const isTimed = fields.expires !== undefined || fields.rights !== undefined;
  return isTimed ? {} : EVENTS['before its time'].fields;
}

/** A publication of the specimen. */
interface Stored {
  readonly store: Store;
  readonly documents: Documents;
  readonly article: Article;
}

async function stored(fields: Partial<SubmissionInput>): Promise<Stored> {
  const store = await openArchive({ file: ':memory:' });
  const documents = documentsOf({ store, publication: PUBLICATION }, { baseUrl: 'https://specimen.example', port: 0 });
  const submission = submissionSchema.parse({ ...STORY, ...fields });
  const decision = await submitStory(store.archive, { submission, actor: 'specimen', origin: 'api' }, NOW);
  if (decision.decision !== 'stored') throw new Error(`the specimen was not stored: ${JSON.stringify(decision)}`);
  return { store, documents, article: decision.article };
}

/** Returns the feed of all stories as its subscribers get it. */
async function feedText({ documents }: Stored): Promise<string> {
  const result = await documents.feeds.feed(ALL_STORIES, atom, { audience: PUBLIC, instant: NOW });
  return 'bytes' in result ? String(result.ready('identity')) : '';
}

async function pageCells({ archive }: Store, documents: Documents): Promise<Cells> {
  const page = await documents.articles.page('story', articlePage, NOW);
  const deps = { articles: archive.articles, publication: documents.site.publication };
  const picture = await mediaStatus(deps, '/media/a.jpg', { audience: PUBLIC, instant: NOW });
  return { 'HTML page': String(page.status), 'pictures, /media/…': String(picture) };
}

function formatCells(article: Article, context: FormatContext): Cells {
  const view = viewOf(article, PUBLIC, NOW);
  const cells: Cells = {};
  for (const format of FORMATS) {
    if (format.article !== undefined) cells[format.name] = articleCell(format, view, context);
    if (format.item !== undefined) cells[`${format.name}, in feeds`] = itemCell(format, view, context);
  }
  for (const profile of formatOf('rss')?.profiles ?? []) {
    cells[`${profile.name}, in feeds`] = itemCell(profile, view, context);
  }
  return cells;
}

async function feedCells(store: Store, documents: Documents): Promise<Cells> {
  const viewContext = { audience: PUBLIC, instant: NOW };
  const cells: Cells = {};
  for (const name of ['corrections', 'section/news']) {
    const feed = { name, terms: name === 'corrections' ? [] : [{ kind: 'section', value: 'news' } as const] };
    cells[`feed ${name}, in Atom`] = feedCell(await documents.feeds.feed(feed, atom, viewContext));
  }
  await store.pages.close('all', [{ page: 1, upTo: 1000 }]);
  const closed = await documents.feeds.feed({ ...ALL_STORIES, page: 1 }, atom, viewContext);
  return { ...cells, 'a closed page of the history, in Atom': feedCell(closed) };
}

async function listCells(documents: Documents): Promise<Cells> {
  const sitemap = await documents.sitemaps.get('2026-03', NOW);
  const news = await documents.sitemaps.get('news', NOW);
  const day = await documents.calendar.get({ name: '2026-03-03', page: 1 }, archivePage, NOW);
  return {
    sitemap: 'bytes' in sitemap ? sitemapCell((await sitemap.bytes('identity')).toString()) : 'no url',
    'news sitemap': 'bytes' in news ? newsCell((await news.bytes('identity')).toString()) : '',
    'the page of its day': 'bytes' in day ? 'story' : String(day.status),
  };
}

async function logCells({ archive }: Store, { site }: Documents, article: Article): Promise<Cells> {
  const entries = await archive.log.publicChangesAfter(0, 10);
  const newest = entries.at(-1);
  const slugs =
    newest === undefined ? [] : changedSlugs(newest, await archive.articles.versionsOf(newest.articleId), site);
  return { IndexNow: slugs.length === 0 ? 'none' : 'url', 'change log': logCell(article, entries) };
}

const STANDING_SENTENCE = textsIn(STORY.language).gone;

/** Returns the facts in a text: the story, the notice, a moved date, the status of a recall. */
function factsIn(text: string): string {
  const facts = [
    text.includes('SPECIMEN') ? 'story' : undefined,
    text.includes(SPECIMEN_NOTICE) ? 'notice' : undefined,
    text.includes(STANDING_SENTENCE) ? 'standing sentence' : undefined,
    /sig:(\w+)/.exec(text)?.[0],
    /stat:(withheld|canceled)/.exec(text)?.[0],
    /"(pubStatus": ?"(?:withheld|canceled))"/.exec(text)?.[1]?.replaceAll(/[": ]+/g, ': '),
    /2026-03-04|04 Mar 2026/.test(text) ? 'new date' : undefined,
  ];
  return facts.filter((fact) => fact !== undefined).join(', ');
}

function articleCell(format: Format, view: View | undefined, context: FormatContext): string {
  const made = view && format.article?.(view, context);
  if (made !== undefined && 'text' in made) return factsIn(made.text);
  return view?.kind === 'tombstone' && view.final ? '410' : '404';
}

function itemCell(format: Format, view: View | undefined, context: FormatContext): string {
  // A feed leaves out expired stories.
  const isIn = view !== undefined && !(view.kind === 'story' && view.expired);
  const views = isIn ? [view] : [];
  const about = { title: 'Specimen', description: 'x', language: 'en', direction: 'ltr', content: 'full' } as const;
  const feed = { name: 'all', ...about, views, updated: NOW, changed: NOW };
  const made = isIn ? format.item?.(view, feed, context) : undefined;
  const item = made !== undefined && 'text' in made ? factsIn(made.text) : 'no item';
  const document = feedDocument(format, feed, context).text;
  const isDeleted = /deleted-entry|_dateline"?:\s*\{[^{}]*"?deleted/.test(document);
  return isDeleted ? `${item}, id listed as deleted` : item;
}

function feedCell(result: DocumentResult): string {
  const text = 'bytes' in result ? String(result.ready('identity')) : '';
  const entry = text.indexOf('<entry');
  if (entry >= 0) return factsIn(text.slice(entry));
  return text.includes('deleted-entry') ? 'no item, id listed as deleted' : 'no item';
}

function sitemapCell(text: string): string {
  if (!text.includes('/articles/story')) return 'no url';
  return text.includes('2026-03-04') ? 'url, lastmod moved' : 'url';
}

function newsCell(text: string): string {
  const cell = sitemapCell(text);
  return cell !== 'no url' && text.includes('<news:news>') ? `${cell}, entry` : cell;
}

function logCell({ version }: Article, entries: readonly { readonly change: string }[]): string {
  const changes = entries.map(({ change }) => change).join(', ');
  return changes === '' ? 'nothing public' : `${changes} (version ${version})`;
}
