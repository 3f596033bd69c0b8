import { feedPath, pathOf } from '../addresses/paths.ts';
import { templatesOf } from '../addresses/resources.ts';
import { ALL_STORIES, usualExtension } from '../feeds/address.ts';
import type { Format } from '../formats/format.ts';
import { ARTICLE_FORMATS, FEED_FORMATS } from '../formats/index.ts';
import type { RedirectSettings } from '../publication/redirects.ts';
import type { Manifest } from './manifest.ts';

/** Seconds that a static host lets caches keep what it serves: it cannot count down to a full minute. */
const LIFETIME_S = 60;

/**
 * Returns `_headers`, as static hosts read it: response headers by extension. Static hosts refuse a file with one line
 * for each address.
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
    // All matching rules apply, so formats whose extension is a part of another one get the types of the host.
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

/** A former address of a story with its redirect. */
export interface Moved {
  readonly from: string;
  readonly to: string;
  readonly status: 301 | 410;
}

/** Redirects of a static host. */
export interface HostRedirects {
  readonly moved: readonly Moved[];
  /** Those of the settings. */
  readonly redirects: readonly RedirectSettings[];
}

/** Returns `_redirects`: redirects of former addresses, and the pages of killed stories with 410. */
export function redirectsFile(manifest: Manifest, { moved, redirects }: HostRedirects): string {
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
    ...redirects.flatMap((redirect) => lineOf(redirect, manifest) ?? []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** A parameter that is a part of a segment, which static hosts do not support. */
const PART = /[^/:]:[a-z]|:[a-z]+[^/a-z]/;

/** Returns the line of a redirect of the settings; none where a static host cannot do it, or the story is not exported. */
function lineOf({ from, to }: RedirectSettings, { files }: Manifest): string | undefined {
  if (from.includes('?') || PART.test(from)) return undefined;
  const isStory = to.startsWith(pathOf('article', { name: '' })) && !to.includes(':');
  const story = isStory ? files[to] : undefined;
  if (isStory && story === undefined) return undefined;
  return story?.status === 410 ? `${from} /${story.file} 410` : `${from} ${to} 301`;
}
