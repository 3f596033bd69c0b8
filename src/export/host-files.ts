import { feedPath, pathOf } from '../addresses/paths.ts';
import { templatesOf } from '../addresses/resources.ts';
import { ALL_STORIES, usualExtension } from '../feeds/address.ts';
import type { Format } from '../formats/format.ts';
import { ARTICLE_FORMATS, FEED_FORMATS } from '../formats/index.ts';
import type { Manifest } from './manifest.ts';

/** Seconds that a static host lets caches keep what it serves: it cannot count down to a full minute. */
const LIFETIME_S = 60;

/**
 * `_headers`, as static hosts read it: what the addresses of each format answer with, by their endings. A file of one line
 * for each address would be beyond what they take.
 */
export function headersFile(): string {
  const rules: [pattern: string, ...headers: string[]][] = [
    [
      '/*',
      `Cache-Control: public, max-age=${LIFETIME_S}`,
      'X-Content-Type-Options: nosniff',
      'Access-Control-Allow-Origin: *',
    ],
    ...ARTICLE_FORMATS.map(({ extension, mediaType }): [string, ...string[]] => [
      pathOf('article', { name: `*${extension}` }),
      `Content-Type: ${mediaType}; charset=utf-8`,
      'X-Robots-Tag: noindex',
    ]),
    // Every rule that fits an address counts, so one that fits another format's as well is left to the host's own types.
    ...FEED_FORMATS.filter((format) => !isEndOfAnother(format, FEED_FORMATS)).map(
      ({ extension, mediaType, feedMediaType = mediaType }): [string, ...string[]] => [
        pathOf('feed', { path: `*${extension}` }),
        `Content-Type: ${feedMediaType}; charset=utf-8`,
        'X-Robots-Tag: noindex',
      ],
    ),
    [pathOf('opml'), 'Content-Type: text/x-opml; charset=utf-8'],
  ];
  return `${rules.map(([pattern, ...headers]) => [pattern, ...headers.map((header) => `  ${header}`)].join('\n')).join('\n')}\n`;
}

function isEndOfAnother({ extension }: Format, formats: readonly Format[]): boolean {
  return formats.some((other) => other.extension !== extension && other.extension.endsWith(extension));
}

/** An address that was that of a story, and what became of it. */
export interface Moved {
  readonly from: string;
  readonly to: string;
  readonly status: 301 | 410;
}

/** `_redirects`: where old addresses lead, and pages that stand in the place of a story, with the status of a thing gone. */
export function redirectsFile(manifest: Manifest, moved: readonly Moved[]): string {
  const gone = Object.entries(manifest.files)
    .filter(([, { status }]) => status === 410)
    .map(([path, { file }]) => `${path} /${file} 410`);
  const lines = [
    ...templatesOf('usualFeed').map((from) => `${from} ${feedPath(ALL_STORIES.name, usualExtension(from))} 301`),
    ...moved.map(({ from, to, status }) => `${from} ${to} ${status}`),
    ...moved
      .filter(({ status }) => status === 301)
      .flatMap(({ from, to }) => ARTICLE_FORMATS.map(({ extension }) => `${from}${extension} ${to}${extension} 301`)),
    ...gone,
  ];
  return lines.map((line) => `${line}\n`).join('');
}
