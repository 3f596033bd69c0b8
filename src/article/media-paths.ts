import type { Article } from './article.ts';

/** The paths below `/media/` that a version shows: in its media, its text and its live updates. */
export function mediaPaths(article: Pick<Article, 'media' | 'body' | 'live'>): string[] {
  const files = article.media.flatMap(({ renditions, poster }) => [...renditions, ...(poster ? [poster] : [])]);
  const html = [article.body, ...(article.live?.updates.map(({ body }) => body) ?? [])];
  // The body is our own spelling of HTML, so that its attributes can be read off.
  const shown = html.flatMap((text) =>
    [...text.matchAll(/ (?:src|poster)="(\/media\/[^"]+)"/g)].map(([, path]) => path),
  );
  const paths = [...files.map(({ href }) => href), ...shown].filter((path) => path?.startsWith('/media/'));
  return [...new Set(paths as string[])];
}
