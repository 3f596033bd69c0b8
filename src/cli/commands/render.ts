import { existsSync } from 'node:fs';
import type { Article } from '../../article/article.ts';
import { PUBLIC, viewOf } from '../../article/view.ts';
import { contextFor } from '../../documents/context.ts';
import { feedDefinition } from '../../feeds/definition.ts';
import { select } from '../../feeds/selection.ts';
import { type FormatContext, feedDocument } from '../../formats/format.ts';
import { FORMATS, formatOf } from '../../formats/index.ts';
import { publisherOf } from '../../main.ts';
import { articlePage } from '../../pages/article-page.ts';
import type { Instant } from '../../text/instant.ts';
import { type Configuration, ConfigurationError } from '../configuration.ts';
import { hasArchive, type Rehearsal, withArchive, withRehearsal } from '../stores.ts';
import { reportOf } from './report-of.ts';

/** What is rendered, and how. */
export interface Rendering {
  /** A slug, or a file of the content folder. */
  readonly story: string;
  readonly format: string;
}

/** What a story is rendered out of: the archive, or the content folder as it is now. */
type Source = Pick<Rehearsal, 'store' | 'publication' | 'publisher'>;

/** A story as text in one format, as the public sees it at an instant. */
export function render(configuration: Configuration, rendering: Rendering, instant: Instant): Promise<string> {
  const { story } = rendering;
  const fromFolder = () =>
    withRehearsal(configuration, async (rehearsal) => {
      const id = existsSync(story) ? reportOf(rehearsal, story).id : undefined;
      const { archive } = rehearsal.store;
      const article = id === undefined ? await archive.bySlug(story) : await archive.byId(id);
      return rendered(rehearsal, article, { ...rendering, instant });
    });
  if (existsSync(story) || !hasArchive(configuration)) return fromFolder();
  return withArchive(configuration, async (store, publication) => {
    const article = await store.archive.bySlug(story);
    if (article === undefined) return fromFolder();
    const publisher = publisherOf(store, publication, configuration);
    return rendered({ store, publication, publisher }, article, { ...rendering, instant });
  });
}

async function rendered(
  source: Source,
  article: Article | undefined,
  { story, format, instant }: Rendering & { readonly instant: Instant },
): Promise<string> {
  const view = article && viewOf(article, PUBLIC, instant);
  if (view === undefined) throw new ConfigurationError(`There is no public story "${story}".`);
  const asking = { audience: PUBLIC, instant };
  const context = await contextFor([view], { archive: source.store.archive, site: source.publisher.site }, asking);
  if (format === 'html') return articlePage(view, context);
  const chosen = formatOf(format);
  if (chosen === undefined) {
    const known = ['html', ...FORMATS.map(({ id }) => id)].join(', ');
    throw new ConfigurationError(`There is no format "${format}"; there are: ${known}.`);
  }
  if (chosen.article === undefined) return feedOf(source, chosen.id, view, context);
  const made = chosen.article(view, context);
  if (made === undefined || 'refused' in made) throw new ConfigurationError(`The story has no face in ${chosen.name}.`);
  return made.text;
}

/** A format that only feeds come in shows the story as the one item of a feed. */
async function feedOf(
  { store: { archive }, publication }: Source,
  formatId: string,
  view: NonNullable<ReturnType<typeof viewOf>>,
  context: FormatContext,
): Promise<string> {
  const format = formatOf(formatId);
  const definition = feedDefinition(publication, 'all');
  if (format === undefined || definition === undefined) return '';
  const asking = { audience: PUBLIC, instant: view.lastChangedAt };
  const selection = await select(archive, { publication, definition }, asking);
  const feed = { ...selection, views: [view], updated: view.updatedAt, changed: view.lastChangedAt };
  return feedDocument(format, feed, context).text;
}
