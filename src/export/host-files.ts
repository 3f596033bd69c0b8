import { ARTICLE_FORMATS, FEED_FORMATS } from '../formats/index.ts';
import type { Manifest } from './manifest.ts';

/** Seconds that a static host lets caches keep what it serves: it cannot count down to a full minute. */
const LIFETIME = 60;

/**
 * `_headers`, as static hosts read it: what the addresses of each format answer with, by their endings. A file of one line
 * for each address would be beyond what they take.
 */
export function headersFile(): string {
  const rules: [pattern: string, ...headers: string[]][] = [
    [
      '/*',
      `Cache-Control: public, max-age=${LIFETIME}`,
      'X-Content-Type-Options: nosniff',
      'Access-Control-Allow-Origin: *',
    ],
    ...ARTICLE_FORMATS.map(({ extension, mediaType }): [string, ...string[]] => [
      `/articles/*${extension}`,
      `Content-Type: ${mediaType}; charset=utf-8`,
      'X-Robots-Tag: noindex',
    ]),
    ...FEED_FORMATS.map(({ extension, mediaType, feedMediaType = mediaType }): [string, ...string[]] => [
      `/feeds/*${extension}`,
      `Content-Type: ${feedMediaType}; charset=utf-8`,
      'X-Robots-Tag: noindex',
    ]),
    ['/feeds.opml', 'Content-Type: text/x-opml; charset=utf-8'],
  ];
  return `${rules.map(([pattern, ...headers]) => [pattern, ...headers.map((header) => `  ${header}`)].join('\n')).join('\n')}\n`;
}

/** `_redirects`: where old addresses lead, and pages that stand in the place of a story, with the status of a thing gone. */
export function redirectsFile(manifest: Manifest, moved: readonly (readonly [from: string, to: string])[]): string {
  const gone = Object.entries(manifest.files)
    .filter(([, { status }]) => status === 410)
    .map(([path, { file }]) => `${path} /${file} 410`);
  const lines = [
    ...USUAL.map(([from, to]) => `${from} ${to} 301`),
    ...moved.map(([from, to]) => `${from} ${to} 301`),
    ...gone,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Addresses under which people and readers look for a feed. */
const USUAL: readonly (readonly [from: string, to: string])[] = [
  ['/feed', '/feeds/all.rss'],
  ['/rss', '/feeds/all.rss'],
  ['/rss.xml', '/feeds/all.rss'],
  ['/feed.xml', '/feeds/all.rss'],
  ['/index.xml', '/feeds/all.rss'],
  ['/atom.xml', '/feeds/all.atom'],
  ['/feed.json', '/feeds/all.json'],
];
