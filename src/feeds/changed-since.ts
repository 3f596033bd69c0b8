import type { Archive } from '../archive/archive.ts';
import { type LogEntry, type LogPosition, positionOf } from '../archive/change-log.ts';
import type { Article } from '../article/article.ts';
import { hasTerms } from '../article/terms.ts';
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
const MAX_ENTRIES = 10_000;

/**
 * Returns what has changed in a feed since a position in the log, each story once, in its newest version. A client that
 * continues at the returned position misses nothing, however much was published between two requests.
 */
export async function changedSince(
  { archive, publication }: { readonly archive: Archive; readonly publication: Publication },
  { definition, since, limit }: ExcerptQuery,
  viewContext: ViewContext,
): Promise<Excerpt> {
  const views = new Map<string, View>();
  let position = since;
  for (let read = 0; read < MAX_ENTRIES; read += BATCH_SIZE) {
    const entries = await archive.log.entriesAfter(position, BATCH_SIZE);
    const articles = await currentOf(entries, archive);
    for (const entry of entries) {
      const article = articles.get(entry.articleId);
      const view = article && hasTerms(article, definition.terms) ? shownAt(article, viewContext) : undefined;
      if (view !== undefined && !views.has(view.id) && views.size === limit) return result();
      if (view !== undefined) views.set(view.id, view);
      position = positionOf(position.kind, entry);
    }
    if (entries.length < BATCH_SIZE) break;
  }
  return result();

  function result(): Excerpt {
    const selection = selectionOf(publication, definition, { views: [...views.values()], viewContext });
    return { selection: { ...selection, isExcerpt: true }, position };
  }
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
