import type { Archive } from '../archive/archive.ts';
import type { Store } from '../archive/store.ts';
import type { Site } from '../formats/format.ts';
import type { Finding } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import { ArticleDocuments } from './article-documents.ts';
import { BUDGET_SHARES, DEFAULT_BUDGET_BYTES } from './cache-costs.ts';
import { CalendarDocuments } from './calendar.ts';
import { ChangeTracker } from './change-tracker.ts';
import { DocumentCache, type DocumentResult } from './document-cache.ts';
import { FeedDocuments } from './feed-documents.ts';
import { FrontDocument } from './front-document.ts';
import { SearchDocuments } from './search-documents.ts';
import { SettingsDocuments } from './settings-documents.ts';
import { SitemapDocuments } from './sitemaps.ts';

/** Dependencies that all documents share. */
export interface DocumentDeps {
  readonly archive: Archive;
  readonly documentCache: DocumentCache;
  readonly tracker: ChangeTracker;
  /** Returns the current settings. */
  readonly site: () => Site;
  /** Called with items that a format refused, which are left out. */
  readonly onRefused: (findings: readonly Finding[]) => void;
}

/** Options of the documents. */
export interface DocumentOptions {
  readonly onRefused?: DocumentDeps['onRefused'];
  /** Budget of all caches, in bytes. */
  readonly budget?: number;
}

/** Every document of one publication at any instant. */
export interface Documents {
  readonly articles: ArticleDocuments;
  readonly feeds: FeedDocuments;
  readonly front: FrontDocument;
  readonly sitemaps: SitemapDocuments;
  readonly calendar: CalendarDocuments;
  readonly settings: SettingsDocuments;
  readonly search: SearchDocuments;
  /** The current settings; assigning others invalidates every document. */
  site: Site;
  /** Bytes in the caches. */
  readonly size: number;
  /** Returns the cached value of a key if it is valid at an instant; never queries the archive. */
  current(key: string, now: Instant): DocumentResult | undefined;
}

/** Creates the documents of a publication. */
export function createDocuments(
  { archive, dates, pages }: Pick<Store, 'archive' | 'dates' | 'pages'>,
  site: Site,
  { onRefused = () => {}, budget = DEFAULT_BUDGET_BYTES }: DocumentOptions = {},
): Documents {
  let current = site;
  const share = (name: keyof typeof BUDGET_SHARES): number => Math.floor(budget * BUDGET_SHARES[name]);
  const tracker = new ChangeTracker(archive);
  const documentCache = new DocumentCache(archive, { tracker, dates, budget: share('documents') });
  const deps: DocumentDeps = { archive, documentCache, tracker, site: () => current, onRefused };
  const budgets = { stories: share('stories'), selections: share('selections') };
  const feeds = new FeedDocuments({ ...deps, pages, budgets });
  const search = new SearchDocuments(deps);
  return {
    articles: new ArticleDocuments(deps),
    feeds,
    front: new FrontDocument(deps),
    sitemaps: new SitemapDocuments(deps),
    calendar: new CalendarDocuments(deps),
    settings: new SettingsDocuments(deps),
    search,
    get site() {
      return current;
    },
    set site(changed) {
      current = changed;
      tracker.invalidateAll();
    },
    get size() {
      return documentCache.size + feeds.size + search.size;
    },
    current: (key, now) => documentCache.current(key, now),
  };
}
