import { PARTY_ROLES } from '../../article/party.ts';
import { DIGITAL_SOURCE_TYPES } from '../../article/rights.ts';
import { parseInstant } from '../../text/instant.ts';
import { httpUrl } from '../../text/url.ts';
import { stated } from '../feed-entry.ts';
import { mediaAddress } from '../media-name.ts';
import type { MediaInput } from '../newsml-g2/media.ts';
import type { Report } from '../report.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { readStatus } from '../wire-status.ts';
import { type NinjsData, rowsOf, textIn } from './names.ts';

const KINDS: Readonly<Record<string, MediaInput['kind']>> = {
  picture: 'image',
  graphic: 'image',
  video: 'video',
  audio: 'audio',
};

interface MediaReading {
  readonly options: WireReadOptions;
  readonly at: { readonly line: number; readonly column: number };
  readonly report: Report;
}

/** Reads the object itself if it is a picture, video or sound, and its associated media. */
export function mediaIn(data: NinjsData, reading: MediaReading): MediaInput[] {
  return [data, ...rowsOf(data.associations)].flatMap((object) => {
    const kind = KINDS[textIn(object.type) ?? ''];
    // An association that is embargoed or recalled itself is not shown.
    const isFree = object === data || isUsable(object);
    return kind === undefined || !isFree ? [] : mediaOf(object, kind, reading);
  });
}

function isUsable({ pubstatus, embargoed, embargoeduntil }: NinjsData): boolean {
  const read = readStatus(textIn(pubstatus), {});
  return 'status' in read && read.status === 'usable' && !embargoed && !embargoeduntil;
}

function described(object: NinjsData, role: RegExp): string | undefined {
  return textIn(rowsOf(object.descriptions).find((row) => role.test(textIn(row.role) ?? ''))?.value);
}

function mediaOf(object: NinjsData, kind: MediaInput['kind'], reading: MediaReading): MediaInput[] {
  const renditions = rowsOf(object.renditions)
    .slice(0, 20)
    .flatMap((row) => renditionOf(row, kind, reading));
  if (renditions.length === 0) return [];
  const headline = textIn(rowsOf(object.headlines)[0]?.value) ?? textIn(object.headline);
  const caption = described(object, /caption$/) ?? textIn(object.description_text);
  const alt =
    described(object, /altText$/) ??
    textIn(object.body_text) ??
    (kind === 'image' ? (caption ?? headline ?? 'Picture') : undefined);
  const title = headline === alt || headline === caption ? undefined : headline;
  const sourceType = textIn((object.digitalsourcetype as NinjsData | undefined)?.uri)
    ?.split('/')
    .at(-1);
  const creator = rowsOf(object.infosources)[0];
  const role = PARTY_ROLES.find((one) => textIn(creator?.role)?.endsWith(`/${one}`));
  const name = textIn(creator?.name);
  return [
    {
      kind,
      renditions,
      ...stated({
        title: title?.slice(0, 300),
        caption: caption?.slice(0, 2000),
        alt: alt?.slice(0, 1000),
        credit: (textIn(object.by) ?? textIn(object.byline))?.slice(0, 300),
        creator: name === undefined || role === undefined ? undefined : { name: name.slice(0, 200), role },
        created: parseInstant(textIn(object.contentcreated) ?? ''),
        rights: rightsOf(object),
        digitalSourceType: DIGITAL_SOURCE_TYPES.find((one) => one === sourceType),
      }),
    },
  ];
}

function rightsOf(object: NinjsData): MediaInput['rights'] {
  const rights = stated({
    holder: textIn(object.copyrightholder)?.slice(0, 300),
    notice: textIn(object.copyrightnotice)?.slice(0, 500),
    usageTerms: textIn(object.usageterms)?.slice(0, 4000),
  });
  return Object.keys(rights).length === 0 ? undefined : rights;
}

function renditionOf(
  row: NinjsData,
  kind: MediaInput['kind'],
  { options, at, report }: MediaReading,
): MediaInput['renditions'] {
  const type = (textIn(row.contenttype) ?? textIn(row.mimetype))?.replace('image/jpg', 'image/jpeg');
  const name = textIn(row.href)?.split('/').at(-1) ?? '';
  const href = httpUrl(textIn(row.href) ?? '') ?? (options.media(name) === undefined ? undefined : mediaAddress(name));
  // Other representations of the object are no files of it.
  if (type === undefined || !type.startsWith(`${kind}/`)) return [];
  if (href === undefined) {
    report.warn(
      'ninjs/file',
      `The file "${name}" has no address on the web and is not in the media folder: it was left out.`,
      { file: options.file, ...at },
    );
    return [];
  }
  const number = (value: unknown): number | undefined =>
    Number(value) > 0 && Number.isFinite(Number(value)) ? Number(value) : undefined;
  const whole = (value: unknown): number | undefined => number(value) && Math.round(number(value) as number);
  return [
    {
      href,
      type,
      ...stated({
        width: whole(row.width),
        height: whole(row.height),
        bytes: whole(row.sizeinbytes),
        duration: number(row.duration),
      }),
    },
  ];
}
