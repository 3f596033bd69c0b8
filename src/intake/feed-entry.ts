import { mediaTypeOf } from '../article/media-types.ts';
import { defined } from '../text/defined.ts';
import type { Body } from '../text/html-tree.ts';
import { type Instant, toMilliseconds } from '../text/instant.ts';
import { plainText } from '../text/plain-text.ts';
import { httpUrl } from '../text/url.ts';
import type { ReceivedContent } from './received.ts';

type MediaInput = NonNullable<ReceivedContent['media']>[number];

/** A file that a feed item refers to. */
export interface SentFile {
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly length?: string | undefined;
  readonly width?: string | undefined;
  readonly height?: string | undefined;
  readonly title?: string | undefined;
  readonly credit?: string | undefined;
}

/** Converts an enclosure to a picture, video or sound; other types are ignored. */
export function mediaOfFile(file: SentFile): MediaInput[] {
  const href = httpUrl(file.url ?? '');
  if (href === undefined) return [];
  const type = typeOf(file.type?.trim().toLowerCase() ?? '', href);
  const kind = type?.startsWith('image/')
    ? 'image'
    : type?.startsWith('video/')
      ? 'video'
      : type?.startsWith('audio/')
        ? 'audio'
        : undefined;
  if (kind === undefined || type === undefined) return [];
  const number = (text: string | undefined): number | undefined =>
    /^[1-9]\d{0,9}$/.test(text ?? '') ? Number(text) : undefined;
  const sizes = defined({ width: number(file.width), height: number(file.height), bytes: number(file.length) });
  const rendition = { href, type, ...sizes };
  const title = file.title?.slice(0, 300);
  return [
    {
      kind,
      renditions: [rendition],
      ...(kind === 'image' ? { alt: title ?? 'Picture' } : title === undefined ? {} : { title }),
      ...(file.credit === undefined ? {} : { credit: file.credit.slice(0, 300) }),
    },
  ];
}

/** Types that feeds write for files, by the registered ones. */
const USUAL_TYPES: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/x-png': 'image/png',
  'audio/mp3': 'audio/mpeg',
  'audio/x-mp3': 'audio/mpeg',
  'audio/x-mpeg': 'audio/mpeg',
  'audio/mpeg3': 'audio/mpeg',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
};

const MEDIA_TYPE = /^[a-z]+\/[\w.+-]+$/;

/** Returns the type of a file: the stated one, or that of the ending of its address where none or half of one is stated. */
function typeOf(stated: string, href: string): string | undefined {
  const [bare = ''] = stated.split(';');
  const known = USUAL_TYPES[bare.trim()] ?? bare.trim();
  return MEDIA_TYPE.test(known) && known !== 'application/octet-stream' ? known : mediaTypeOf(new URL(href).pathname);
}

/** Returns the time of the last change as version number, since feeds have none. */
export function versionAt(updated: Instant | undefined): number | undefined {
  return updated === undefined ? undefined : Math.max(0, Math.floor(toMilliseconds(updated) / 1000));
}

/** Returns the text of markup on one line, for standfirsts. */
export function oneLine(body: Body): string | undefined {
  const line = plainText(body).replace(/\s+/g, ' ').trim();
  return line === '' ? undefined : line;
}

export function stated<Fields extends Record<string, unknown>>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>;
  };
}
