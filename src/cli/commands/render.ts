import { existsSync } from 'node:fs';
import type { Article } from '../../article/article.ts';
import { PUBLIC, viewOf } from '../../article/view.ts';
import { contextFor } from '../../documents/context.ts';
import { feedDefinition } from '../../feeds/definition.ts';
import { select } from '../../feeds/selection.ts';
import { type FormatContext, feedDocument } from '../../formats/format.ts';
import { FORMATS, formatOf } from '../../formats/index.ts';
import type { Newsroom } from '../../main.ts';
import { articlePage } from '../../pages/article-page.ts';
import type { Instant } from '../../text/instant.ts';
import { ConfigurationError } from '../configuration.ts';
import { reportOf } from './report-of.ts';

/** A story as text in one format, as the public sees it at an instant. */
export async function render(newsroom: Newsroom, subject: string, format: string, instant: Instant): Promise<string> {
  const article = await articleOf(newsroom, subject);
  const view = article && viewOf(article, PUBLIC, instant);
  if (view === undefined) throw new ConfigurationError(`There is no public story "${subject}".`);
  const asking = { audience: PUBLIC, instant };
  const context = await contextFor([view], { archive: newsroom.archive, site: newsroom.publisher.site }, asking);
  if (format === 'html') return articlePage(view, context);
  const chosen = formatOf(format);
  if (chosen === undefined) {
    const known = ['html', ...FORMATS.map(({ id }) => id)].join(', ');
    throw new ConfigurationError(`There is no format "${format}"; there are: ${known}.`);
  }
  if (chosen.article === undefined) return feedOf(newsroom, chosen.id, view, context);
  const made = chosen.article(view, context);
  if (made === undefined || 'refused' in made) throw new ConfigurationError(`The story has no face in ${chosen.name}.`);
  return made.text;
}

/** A format that only feeds come in shows the story as the one item of a feed. */
async function feedOf(
  { archive, publication }: Newsroom,
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

/** A slug, or a file of the content folder. */
async function articleOf(newsroom: Newsroom, subject: string): Promise<Article | undefined> {
  if (!existsSync(subject)) return newsroom.archive.bySlug(subject);
  const { id } = reportOf(newsroom, subject);
  return id === undefined ? undefined : newsroom.archive.byId(id);
}
