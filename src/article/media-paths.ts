import { parseBody } from '../text/html-tree.ts';
import { elementsOf } from '../text/projections.ts';
import type { Article } from './article.ts';
import type { Story } from './view.ts';

const MEDIA_FOLDER = '/media/';

/** Returns the paths below `/media/` that a version uses: in its media, its text and its live updates. */
export function mediaPaths(article: Pick<Article, 'media' | 'body' | 'live'>): string[] {
  const texts = [article.body, ...(article.live?.updates.map(({ body }) => body) ?? [])].filter(mayHaveMedia);
  return pathsIn(article.media, texts.map(parseBody));
}

/** Returns the paths below `/media/` that one audience sees in a story, without those of a paid part. */
export function visibleMediaPaths(story: Pick<Story, 'media' | 'html' | 'body'>): string[] {
  return pathsIn(story.media, mayHaveMedia(story.html) ? [story.body] : []);
}

/** Saves parsing most texts. */
function mayHaveMedia(html: string): boolean {
  return html.includes(MEDIA_FOLDER);
}

function pathsIn(media: Article['media'], bodies: readonly Story['body'][]): string[] {
  const files = media.flatMap(({ renditions, poster }) => [...renditions, ...(poster ? [poster] : [])]);
  const shown = bodies.flatMap(elementsOf).flatMap(({ properties }) => [properties.src, properties.poster]);
  const paths = [...files.map(({ href }) => href), ...shown];
  return [
    ...new Set(paths.filter((path): path is string => typeof path === 'string' && path.startsWith(MEDIA_FOLDER))),
  ];
}
