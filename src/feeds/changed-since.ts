import type { Archive } from '../archive/archive.ts';
import { type LogEntry, type LogPosition, positionOf } from '../archive/change-log.ts';
import type { Article } from '../article/article.ts';
import { hasTerms, type Term } from '../article/terms.ts';
import { type View, viewOf } from '../article/view.ts';
import type { Publication } from '../publication/publication.ts';
import type { FeedDefinition } from './definition.ts';
import { type Selection, selectionOf } from './selection.ts';
import type { ViewContext } from './views-at.ts';

/** A partner's next part of a feed. */
export interface ExcerptQuery {
  readonly definition: FeedDefinition;
  readonly since: LogPosition;
  /** Largest number of stories and tombstones. */
  readonly limit: number;
}

/** The stories and tombstones of a feed that have changed since a position, and the position after them. */
export interface Excerpt {
  readonly selection: Selection;
  readonly position: LogPosition;
}

const BATCH_SIZE = 500;
/** Entries that one request reads: the next one continues after them. */
const MAX_ENTRIES = 5000;

/**
 * Returns what has changed in a feed since a position in the log, each story once, in its newest version. A client that
 * continues at the returned position misses no change, however much was published between two requests: changes by time,
 * such as the end of the rights of a picture, have entries too.
 */
export async function changedSince(
  { archive, publication }: { readonly archive: Archive; readonly publication: Publication },
  { definition, since, limit }: ExcerptQuery,
  viewContext: ViewContext,
): Promise<Excerpt> {
  const views = new Map<string, View>();
  const absent = new Set<string>();
  let position = since;
  let isOver = false;
  for (let read = 0; read < MAX_ENTRIES && !isOver; read += BATCH_SIZE) {
    const entries = await archive.log.entriesAfter(position, BATCH_SIZE);
    const articles = await currentOf(entries, archive);
    for (const entry of entries) {
      const { articleId: id } = entry;
      // A story that was stored meanwhile has no view at this instant yet.
      isOver = entry.storedAt > viewContext.instant;
      if (isOver) break;
      const article = views.has(id) || absent.has(id) ? undefined : articles.get(id);
      const view = article && shownAt(article, viewContext);
      const isWanted = view !== undefined && (await wasIn(definition.terms, article as Article, archive));
      isOver = isWanted && views.size === limit;
      if (isOver) break;
      if (isWanted) views.set(id, view);
      else absent.add(id);
      position = positionOf(position.kind, entry);
    }
    isOver ||= entries.length < BATCH_SIZE;
  }
  const selection = selectionOf(publication, definition, { views: [...views.values()], viewContext });
  return { selection: { ...selection, excerpt: position.cursor }, position };
}

/**
 * True if a story belongs to a feed, or did in an earlier version: its receiver has a copy, which is changed or recalled
 * with it.
 */
async function wasIn(terms: readonly Term[], article: Article, archive: Archive): Promise<boolean> {
  if (hasTerms(article, terms)) return true;
  if (article.version === 1) return false;
  const versions = await archive.articles.versionsOf(article.id);
  return versions.some((version) => hasTerms(version, terms));
}

async function currentOf(entries: readonly LogEntry[], archive: Archive): Promise<Map<string, Article>> {
  const ids = new Set(entries.map(({ articleId }) => articleId));
  return new Map((await archive.articles.byIds([...ids])).map((article) => [article.id, article]));
}

/** Returns the view of an article as feeds show it: nothing of an expired story. */
function shownAt(article: Article, { audience, instant }: ViewContext): View | undefined {
  const view = viewOf(article, audience, instant);
  return view?.kind === 'story' && view.expired ? undefined : view;
}
