import { existsSync } from 'node:fs';
import { type Configuration, ConfigurationError } from '../app/configuration.ts';
import { documentsOf } from '../app/documents-of.ts';
import type { Article } from '../article/article.ts';
import { PUBLIC } from '../article/audience.ts';
import { type View, viewOf } from '../article/view.ts';
import { contextFor } from '../documents/context.ts';
import { render } from '../documents/rendering.ts';
import { readFeedAddress } from '../feeds/address.ts';
import { feedDefinition } from '../feeds/definition.ts';
import { select } from '../feeds/selection.ts';
import { type Format, type FormatContext, feedDocument } from '../formats/format.ts';
import { FORMATS, formatOf } from '../formats/index.ts';
import { articlePage } from '../pages/article-page.ts';
import type { Instant } from '../text/instant.ts';
import { reportOf } from './checks/report-of.ts';
import { type DryRun, withDryRun } from './dry-run.ts';
import { hasArchive, withArchive } from './stores.ts';

/** The options of a rendering. */
export interface Rendering {
  /** A slug, or a file of the content folder. */
  readonly story: string;
  readonly format: string;
  /** Profile of a format for partners. */
  readonly profile?: string;
  /** True if `story` names a feed. */
  readonly feed?: boolean;
}

/** The source of a rendered story: the archive, or the current content folder. */
type Source = Pick<DryRun, 'store' | 'publication' | 'documents'>;

/** Returns a story in one format, as the public sees it at an instant. */
export function renderStory(configuration: Configuration, rendering: Rendering, instant: Instant): Promise<string> {
  const { story } = rendering;
  if (rendering.feed === true) return renderFeed(configuration, rendering, instant);
  const fromFolder = () =>
    withDryRun(configuration, async (dryRun) => {
      const id = existsSync(story) ? reportOf(dryRun, story).id : undefined;
      const { archive } = dryRun.store;
      const article = id === undefined ? await archive.articles.bySlug(story) : await archive.articles.byId(id);
      return rendered(dryRun, article, { ...rendering, instant });
    });
  if (existsSync(story) || !hasArchive(configuration)) return fromFolder();
  return withArchive(configuration, async (store, publication) => {
    const article = await store.archive.articles.bySlug(story);
    if (article === undefined) return fromFolder();
    const documents = documentsOf({ store, publication }, configuration);
    return rendered({ store, publication, documents }, article, { ...rendering, instant });
  });
}

async function rendered(
  source: Source,
  article: Article | undefined,
  { story, format, profile, instant }: Rendering & { readonly instant: Instant },
): Promise<string> {
  const view = article && viewOf(article, PUBLIC, instant);
  if (view === undefined)
    throw new ConfigurationError(`There is no public story "${story}": name one by its slug or its file.`);
  const viewContext = { audience: PUBLIC, instant };
  const context = await contextFor([view], { archive: source.store.archive, site: source.documents.site }, viewContext);
  if (format === 'html') return articlePage(view, context);
  const chosen = chosenFormat(format, profile);
  if (chosen.article === undefined) return feedOf(source, { formatId: chosen.id, view }, context);
  const made = await render(view, { format: chosen }, context);
  if (made === undefined || 'refused' in made)
    throw new ConfigurationError(`This story is not available in ${chosen.name}.`);
  return made.text;
}

/** @throws ConfigurationError for an unknown format or profile, listing the existing ones */
function chosenFormat(id: string, profile: string | undefined): Format {
  const chosen = formatOf(id, profile);
  if (chosen !== undefined) return chosen;
  const format = formatOf(id);
  if (format === undefined) {
    const known = ['html', ...FORMATS.map((one) => one.id)].join(', ');
    throw new ConfigurationError(`Format "${id}" does not exist: use one of ${known}.`);
  }
  const profiles = [format, ...(format.profiles ?? [])].flatMap((one) => one.profile ?? []);
  const known = profiles.length === 0 ? 'it has none' : `there are: ${profiles.join(', ')}`;
  throw new ConfigurationError(`${format.name} has no profile "${profile}"; ${known}.`);
}

/** Returns a feed as the public sees it. */
async function renderFeed(
  configuration: Configuration,
  { story: name, format, profile }: Rendering,
  instant: Instant,
): Promise<string> {
  const chosen = chosenFormat(format, profile);
  const made = async ({ documents }: Pick<Source, 'documents'>): Promise<string> => {
    const [path = '', query] = name.split('?');
    const feed = readFeedAddress(decodeURIComponent(path), new URLSearchParams(query));
    const isThere = feed !== undefined && chosen.envelope !== undefined;
    const found = isThere ? await documents.feeds.forAudience(feed, chosen, { audience: PUBLIC, instant }) : undefined;
    if (found === undefined)
      throw new ConfigurationError(`Feed "${name}" does not exist in ${chosen.name}: \`/feeds\` lists all feeds.`);
    return found.text;
  };
  if (!hasArchive(configuration)) return withDryRun(configuration, made);
  return withArchive(configuration, (store, publication) =>
    made({ documents: documentsOf({ store, publication }, configuration) }),
  );
}

/** Creates a feed whose only item is the story, for a format of feeds alone. */
async function feedOf(
  { store: { archive, pages }, publication }: Source,
  { formatId, view }: { readonly formatId: string; readonly view: View },
  context: FormatContext,
): Promise<string> {
  const format = formatOf(formatId);
  const definition = feedDefinition(publication, 'all');
  if (format === undefined || definition === undefined) return '';
  const viewContext = { audience: PUBLIC, instant: view.lastChangedAt };
  const selection = await select({ archive, pages, publication }, { definition }, viewContext);
  if (selection === undefined) return '';
  const feed = { ...selection, views: [view], updated: view.updatedAt, changed: view.lastChangedAt };
  return feedDocument(format, feed, context).text;
}
