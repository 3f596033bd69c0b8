import { openArchive } from '../../archive/location.ts';
import type { Article } from '../../article/article.ts';
import { type SubmissionInput, submissionSchema } from '../../article/submission.ts';
import { PUBLIC, type View, viewOf } from '../../article/view.ts';
import { changedSlugs } from '../../delivery/dispatch.ts';
import type { DocumentResult } from '../../documents/document-cache.ts';
import { ALL_STORIES } from '../../feeds/address.ts';
import { atom } from '../../formats/atom/index.ts';
import { type Format, type FormatContext, feedDocument } from '../../formats/format.ts';
import { FORMATS, formatOf } from '../../formats/index.ts';
import { publisherOf } from '../../main.ts';
import { submitStory } from '../../newsroom/submit-story.ts';
import { archivePage } from '../../pages/archive-page.ts';
import { articlePage } from '../../pages/article-page.ts';
import { type Publication, publicationSchema } from '../../publication/publication.ts';
import type { Instant } from '../../text/instant.ts';

/** A made-up story and publication, of which every word can be found again. */
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

type Changes = NonNullable<SubmissionInput['changes']>;
const AT = '2026-03-04T10:00:00Z';
const WITHHOLD: Changes[number] = { kind: 'withhold', at: '2026-03-03T10:00:00Z', note: 'x' };

/** Each change, as what is handed in before and after it. */
const EVENTS: Readonly<Record<string, { readonly fields?: Partial<SubmissionInput>; readonly changes?: Changes }>> = {
  publish: {},
  amend: { changes: [{ kind: 'amend', at: AT }] },
  update: { changes: [{ kind: 'update', at: AT }] },
  correct: { changes: [{ kind: 'correct', at: AT, notice: 'NOTICE' }] },
  withhold: { changes: [{ kind: 'withhold', at: AT, note: 'x' }] },
  restore: { changes: [WITHHOLD, { kind: 'restore', at: AT }] },
  kill: { changes: [{ kind: 'kill', at: AT, note: 'x' }] },
  'kill with a notice': { changes: [{ kind: 'kill', at: AT, note: 'x', notice: 'NOTICE' }] },
  'before its time': { fields: { published: '2026-04-01T00:00:00Z' } },
  'under embargo': { fields: { embargo: { until: '2026-04-01T00:00:00Z' } } },
  expired: { fields: { expires: AT } },
};

/** Outputs of the life cycle's table that do not exist yet. */
const ABSENT = ['WebSub', 'partner push'];

const NOW = '2026-03-05T00:00:00Z' as Instant;

/**
 * What each change looks like in each output: a specimen goes through every change, and what comes out is looked at.
 * @returns rows of cells, the head first
 */
export async function lifecycleTable(): Promise<string[][]> {
  const events = Object.entries(EVENTS);
  const columns = await Promise.all(events.map(([, event]) => cellsOf(event)));
  const outputs = Object.keys(columns[0] ?? {});
  return [
    ['output', ...events.map(([name]) => name)],
    ...outputs.map((output) => [output, ...columns.map((faces) => faces[output] ?? '')]),
    ...ABSENT.map((output) => [output, ...events.map(() => 'absent')]),
  ];
}

/** The same as a table in Markdown. */
export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

async function cellsOf({ fields = {}, changes = [] }: (typeof EVENTS)[string]): Promise<Record<string, string>> {
  const store = await openArchive({ file: ':memory:' });
  const publisher = publisherOf(store, PUBLICATION, { baseUrl: 'https://specimen.example', port: 0 });
  const submission = submissionSchema.parse({ ...STORY, ...fields, changes });
  const decision = await submitStory(store.archive, { submission, actor: 'specimen', origin: 'api' }, NOW);
  if (decision.decision !== 'stored') throw new Error(`the specimen was not stored: ${JSON.stringify(decision)}`);
  const context: FormatContext = { ...publisher.site, storyOf: () => undefined };
  const view = viewOf(decision.article, PUBLIC, NOW);
  const page = await publisher.articlePage('story', articlePage, NOW);
  const sitemap = await publisher.sitemap('2026-03', NOW);
  const news = await publisher.sitemap('news', NOW);
  const day = await publisher.calendar('2026-03-03', archivePage, NOW);
  const faces: Record<string, string> = {
    'HTML page': String(page.status),
    'pictures, /media/…': String(await publisher.mediaStatus('/media/a.jpg', NOW)),
  };
  for (const format of FORMATS) {
    if (format.article !== undefined) faces[format.name] = articleCell(format, view, context);
    if (format.item !== undefined) faces[`${format.name}, in feeds`] = feedFace(format, view, context);
  }
  for (const profile of formatOf('rss')?.profiles ?? []) {
    faces[`${profile.name}, in feeds`] = feedFace(profile, view, context);
  }
  const viewContext = { audience: PUBLIC, instant: NOW };
  for (const name of ['corrections', 'section/news']) {
    const feed = { name, terms: name === 'corrections' ? [] : [{ kind: 'section', value: 'news' } as const] };
    faces[`feed ${name}, in Atom`] = feedAnswerFace(await publisher.feed(feed, atom, viewContext));
  }
  await store.pages.close('all', [{ page: 1, upTo: 1000 }]);
  faces['a closed page of the history, in Atom'] = feedAnswerFace(
    await publisher.feed({ ...ALL_STORIES, page: 1 }, atom, viewContext),
  );
  faces.sitemap = 'bytes' in sitemap ? sitemapFace((await sitemap.bytes('identity')).toString()) : 'no url';
  faces['news sitemap'] = 'bytes' in news ? newsFace((await news.bytes('identity')).toString()) : '';
  faces['the page of its day'] = 'bytes' in day ? 'story' : String(day.status);
  const entries = await store.archive.log.publicChangesAfter(0, 10);
  const newest = entries.at(-1);
  const warnings =
    newest === undefined ? [] : changedSlugs(newest, await store.archive.articles.versionsOf(newest.articleId));
  faces.IndexNow = warnings.length === 0 ? 'none' : 'url';
  faces['change log'] = logFace(decision.article, entries);
  await store.close();
  return faces;
}

/** What stands in a text: the story, the notice, a date that has moved, the state that a recall names. */
function factsIn(text: string): string {
  const facts = [
    text.includes('SPECIMEN') ? 'story' : undefined,
    text.includes('NOTICE') ? 'notice' : undefined,
    /sig:(\w+)/.exec(text)?.[0],
    /stat:(withheld|canceled)/.exec(text)?.[0],
    /"(pubStatus": ?"(?:withheld|canceled))"/.exec(text)?.[1]?.replaceAll(/[": ]+/g, ': '),
    /2026-03-04|04 Mar 2026/.test(text) ? 'dated anew' : undefined,
  ];
  return facts.filter((fact) => fact !== undefined).join(', ');
}

function articleCell(format: Format, view: View | undefined, context: FormatContext): string {
  const made = view && format.article?.(view, context);
  if (made !== undefined && 'text' in made) return factsIn(made.text);
  return view?.kind === 'tombstone' && view.final ? '410' : '404';
}

function feedFace(format: Format, view: View | undefined, context: FormatContext): string {
  // A feed leaves out what has expired.
  const isIn = view !== undefined && !(view.kind === 'story' && view.expired);
  const views = isIn ? [view] : [];
  const about = { title: 'Specimen', description: 'x', language: 'en', direction: 'ltr', content: 'full' } as const;
  const feed = { name: 'all', ...about, views, updated: NOW, changed: NOW };
  const made = isIn ? format.item?.(view, feed, context) : undefined;
  const item = made !== undefined && 'text' in made ? factsIn(made.text) : 'no item';
  const document = feedDocument(format, feed, context).text;
  const isNotified = /deleted-entry|_dateline"?:\s*\{[^}]*"?deleted/.test(document);
  return isNotified ? `${item}, id told as deleted` : item;
}

function feedAnswerFace(answer: DocumentResult): string {
  const text = 'bytes' in answer ? String(answer.ready('identity')) : '';
  if (text.includes('SPECIMEN')) return factsIn(text.slice(text.indexOf('<entry')));
  return text.includes('deleted-entry') ? 'no item, id told as deleted' : 'no item';
}

function sitemapFace(text: string): string {
  if (!text.includes('/articles/story')) return 'no url';
  return text.includes('2026-03-04') ? 'url, lastmod moved' : 'url';
}

function newsFace(text: string): string {
  const face = sitemapFace(text);
  return face !== 'no url' && text.includes('<news:news>') ? `${face}, entry` : face;
}

function logFace({ version }: Article, entries: readonly { readonly change: string }[]): string {
  const changes = entries.map(({ change }) => change).join(', ');
  return changes === '' ? 'nothing for the public' : `${changes} (version ${version})`;
}
