import type { Archive } from '../archive/archive.ts';
import type { Article } from '../article/article.ts';
import { PUBLIC } from '../article/audience.ts';
import { articleId, isKey } from '../article/identity.ts';
import { ALL, type Term } from '../article/terms.ts';
import { type Story, viewOf } from '../article/view.ts';
import { windowStart } from '../article/windows.ts';
import { type Front, type FrontCandidates, frontStories, MAX_FRONT_STORIES } from '../feeds/front-stories.ts';
import { listTime } from '../feeds/selection.ts';
import { currentStories, type ViewContext, viewsAt } from '../feeds/views-at.ts';
import type { FormatContext } from '../formats/format.ts';
import { leadPicture } from '../formats/lead-picture.ts';
import { epochOf } from '../publication/epoch.ts';
import { type FrontSettings, frontSchema } from '../publication/front-settings.ts';
import type { Publication } from '../publication/publication.ts';
import { type Instant, latest } from '../text/instant.ts';
import { primaryLanguage } from '../text/language.ts';
import { nameKey } from '../text/name-key.ts';
import { contextFor, linksOf } from './context.ts';
import { hashOf } from './document.ts';
import type { DocumentResult } from './document-cache.ts';
import type { DocumentDeps } from './documents.ts';
import { listHeaders } from './usage-headers.ts';

/** The order of the front page, with the time at which it was stored. */
export interface FrontOrder {
  readonly settings: FrontSettings;
  readonly changedAt?: Instant;
}

/** Renders the front page. */
export type FrontPage = (front: Front, context: FormatContext) => string;

/** Stories that are looked at, so that live pages and opinion are found among them. */
const NEWEST = 200;

/** The front page: what editors decided, then what is urgent and new. */
export class FrontDocument {
  readonly #deps: DocumentDeps;

  constructor(deps: DocumentDeps) {
    this.#deps = deps;
  }

  /**
   * Returns the front page.
   * @param order the one of the API; by default that of the settings
   */
  get(page: FrontPage, now: Instant, order?: FrontOrder): Promise<DocumentResult> {
    const { archive } = this.#deps;
    const { settings, changedAt } = order ?? orderOf(this.#deps.site().publication);
    const pins = settings.pins.filter(({ until }) => until > now);
    const current = { ...settings, pins };
    // A pin that ends makes another document: nothing invalidates the old one.
    const key = `front ${hashOf(JSON.stringify([current, changedAt]))}`;
    return this.#deps.documentCache.get(key, now, async (instant) => {
      const site = this.#deps.site();
      const viewContext = { audience: PUBLIC, instant };
      const front = frontStories(current, await candidatesOf({ archive, ...site }, current, viewContext));
      const views = [...front.top, ...front.blocks.flatMap(({ stories }) => stories)];
      const context = await contextFor(views, { archive, site }, viewContext);
      const ended = settings.pins.map(({ until }) => until).filter((until) => until <= instant);
      const since = windowStart('tombstone', instant);
      const [left] = await archive.feeds.departed({ terms: [], since, until: instant, limit: 1, offset: 0 });
      const leftAt = left && viewOf(left, PUBLIC, instant)?.lastChangedAt;
      const newest = latest([changedAt, leftAt, ...ended, ...views.map(({ lastChangedAt }) => lastChangedAt)]);
      const made = {
        text: page(front, context),
        address: 'front',
        mediaType: 'text/html',
        lastModified: newest ?? epochOf(site.publication),
        tags: ['front', 'feed/all'],
        headers: listHeaders(views, site),
      };
      return { made, invalidatedBy: { articles: views.flatMap((view) => [view.id, ...linksOf(view)]), terms: [ALL] } };
    });
  }
}

/** Returns the names of stories in an order that are not visible at an instant. */
export async function missingStories(
  deps: { readonly archive: Archive; readonly publication: Publication },
  settings: FrontSettings,
  instant: Instant,
): Promise<string[]> {
  const names = new Set(namesIn(settings));
  const found = await named(deps, [...names], { audience: PUBLIC, instant });
  return [...names].filter((name) => !found.has(name));
}

function orderOf({ front }: Publication): FrontOrder {
  return { settings: front ?? frontSchema.parse({}) };
}

async function candidatesOf(
  deps: { readonly archive: Archive; readonly publication: Publication },
  settings: FrontSettings,
  viewContext: ViewContext,
): Promise<FrontCandidates> {
  const { archive, publication } = deps;
  const own = languageTerms(publication);
  const stories = async (terms: readonly Term[], limit: number): Promise<Story[]> => {
    const entries = await archive.feeds.entries({ terms, until: viewContext.instant, limit });
    return currentStories(await viewsAt(archive.articles, entries, viewContext));
  };
  const bySection = new Map<string, Story[]>();
  for (const { section, items } of settings.blocks) {
    if (section === undefined || bySection.has(section)) continue;
    bySection.set(section, await stories([...own, { kind: 'section', value: section }], items + MAX_FRONT_STORIES));
  }
  const byName = await named(deps, namesIn(settings), viewContext);
  const newest = (await stories(own, NEWEST)).toSorted((a, b) => compareDescending(listTime(a), listTime(b)));
  return {
    newest,
    bySection,
    byName: (name) => byName.get(name),
    hasPicture: (story) => leadPicture(story) !== undefined,
  };
}

function compareDescending(a: Instant, b: Instant): number {
  return a === b ? 0 : a < b ? 1 : -1;
}

/** The front page is in the language of the publication, if it has several. */
function languageTerms({ language, languages }: Publication): Term[] {
  return languages.length === 0 ? [] : [{ kind: 'language', value: nameKey(primaryLanguage(language)) }];
}

function namesIn({ lead, pins, blocks }: FrontSettings): string[] {
  return [
    ...(lead === undefined ? [] : [lead]),
    ...pins.map(({ story }) => story),
    ...blocks.flatMap(({ stories = [] }) => stories),
  ];
}

async function named(
  { archive, publication }: { readonly archive: Archive; readonly publication: Publication },
  names: readonly string[],
  { audience, instant }: ViewContext,
): Promise<Map<string, Story>> {
  const found = new Map<string, Story>();
  for (const name of names) {
    const byId = isKey(name) ? await archive.articles.byId(articleId(publication.authority, name)) : undefined;
    const article: Article | undefined = byId ?? (await archive.articles.bySlug(name));
    const view = article && viewOf(article, audience, instant);
    if (view?.kind === 'story' && !view.expired) found.set(name, view);
  }
  return found;
}
