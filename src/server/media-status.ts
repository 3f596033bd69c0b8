import type { ArticleReader } from '../archive/article-reader.ts';
import { visibleMediaPaths } from '../article/media-paths.ts';
import { viewOf } from '../article/view.ts';
import type { ViewContext } from '../feeds/views-at.ts';
import { ownPictures, type Publication } from '../publication/publication.ts';

/** Returns the status of a media file for an audience: that of the stories that show it. */
export async function mediaStatus(
  { articles, publication }: { readonly articles: Pick<ArticleReader, 'byMedia'>; readonly publication: Publication },
  path: string,
  { audience, instant }: ViewContext,
): Promise<200 | 404 | 410> {
  if (isOwnMedia(path, publication)) return 200;
  const users = await articles.byMedia(path);
  const views = users.map((article) => viewOf(article, audience, instant)).filter((view) => view !== undefined);
  if (views.some((view) => view.kind === 'story' && visibleMediaPaths(view).includes(path))) return 200;
  return views.some((view) => view.kind === 'tombstone' && view.final) ? 410 : 404;
}

/** True for the publication's own pictures. */
function isOwnMedia(path: string, publication: Publication): boolean {
  return ownPictures(publication).includes(path);
}
