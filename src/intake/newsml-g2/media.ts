import { DIGITAL_SOURCE_TYPES, type DigitalSourceType } from '../../article/rights.ts';
import type { SubmissionInput } from '../../article/submission.ts';
import { defined } from '../../text/defined.ts';
import { httpUrl } from '../../text/url.ts';
import { mediaAddress } from '../media-name.ts';
import { type DateReading, wireInstant } from '../wire-dates.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { childOf, childrenOf, lineOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { partyOf } from './parties.ts';
import { rightsOf } from './rights.ts';
import type { Schemes } from './schemes.ts';

export type MediaInput = NonNullable<SubmissionInput['media']>[number];
type RenditionInput = MediaInput['renditions'][number];

/** Context for reading media items. */
export interface MediaReading {
  readonly schemes: Schemes;
  readonly options: WireReadOptions;
  readonly dates: DateReading;
}

/** The kinds of media by item class; an animation is a picture. */
export const MEDIA_KINDS: Readonly<Record<string, MediaInput['kind']>> = {
  picture: 'image',
  graphic: 'image',
  animated: 'image',
  video: 'video',
  audio: 'audio',
};

/** Corrections of media types that are often written wrong. */
const RIGHT_TYPES: Readonly<Record<string, string>> = { 'image/jpg': 'image/jpeg', 'audio/mp3': 'audio/mpeg' };

/** Reads a media item; `undefined` if none of its files is available. */
export function mediaOf(item: SourceElement, kind: MediaInput['kind'], reading: MediaReading): MediaInput | undefined {
  const { schemes, options, dates } = reading;
  const meta = childOf(item, 'contentMeta');
  if (meta === undefined) return undefined;
  const renditions = renditionsOf(item, kind, reading);
  if (renditions.length === 0) return undefined;
  const described = (role: string): string | undefined =>
    lineOf(childrenOf(meta, 'description').find((one) => schemes.codeOf(one, 'drol', 'role') === role));
  const caption =
    described('caption') ??
    lineOf(childrenOf(meta, 'description').find((one) => schemes.concept(one, 'role') === undefined));
  const headline = lineOf(childOf(meta, 'headline')) ?? lineOf(childOf(childOf(item, 'itemMeta'), 'title'));
  const alt = described('altText') ?? (kind === 'image' ? (caption ?? headline) : undefined);
  const title = headline === alt || headline === caption ? undefined : headline;
  const creator = childOf(meta, 'creator');
  const created = childOf(meta, 'contentCreated');
  const made = created && wireInstant(lineOf(created), created, dates);
  const rights = rightsOf(item, schemes);
  const type = digitalSourceTypeOf(meta, schemes);
  const credit = lineOf(childOf(meta, 'creditline')) ?? lineOf(childOf(meta, 'by'));
  const poster = posterOf(meta, kind);
  return defined({
    kind,
    renditions,
    title: title === undefined ? undefined : title.slice(0, 300),
    caption: caption === undefined ? undefined : caption.slice(0, 2000),
    ...(alt === undefined ? (kind === 'image' ? { alt: 'Picture' } : {}) : { alt: alt.slice(0, 1000) }),
    credit: credit === undefined ? undefined : credit.slice(0, 300),
    ...(creator === undefined ? {} : present('creator', partyOf(creator, { schemes, options }))),
    created: made,
    rights,
    digitalSourceType: type,
    poster,
  });
}

function present<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}

/** Reads the digital source type. */
export function digitalSourceTypeOf(meta: SourceElement, schemes: Schemes): DigitalSourceType | undefined {
  const element = childOf(meta, 'digitalSourceType');
  const code = element && schemes.concept(element)?.code;
  return DIGITAL_SOURCE_TYPES.find((type) => type === code);
}

function posterOf(meta: SourceElement, kind: MediaInput['kind']): RenditionInput | undefined {
  const icon = childOf(meta, 'icon');
  const href = httpUrl(icon?.attributes.href ?? '');
  const type = RIGHT_TYPES[icon?.attributes.contenttype ?? ''] ?? icon?.attributes.contenttype;
  if (kind !== 'video' || href === undefined || type === undefined || !type.startsWith('image/')) return undefined;
  return { href, type, ...sizes(icon) };
}

/** Reads the files that have an http address or are in the media folder. */
function renditionsOf(
  item: SourceElement,
  kind: MediaInput['kind'],
  { options, dates }: MediaReading,
): RenditionInput[] {
  const contents = childrenOf(childOf(item, 'contentSet') ?? item, 'remoteContent');
  return contents.slice(0, 20).flatMap((content): RenditionInput[] => {
    const { line, column, attributes } = content;
    const addWarning = (message: string): void => {
      dates.report.warn('newsml-g2/file', message, { file: dates.file, line, column });
    };
    const declared = attributes.contenttype ?? '';
    const type = RIGHT_TYPES[declared] ?? declared;
    if (type !== declared) addWarning(`"${declared}" was read as ${type}.`);
    const name = attributes.href?.split(/[/\\]/).at(-1) ?? '';
    const stored = options.media(name);
    const href = httpUrl(attributes.href ?? '') ?? (stored === undefined ? undefined : mediaAddress(name));
    if (href === undefined) {
      addWarning(
        `The file "${attributes.href ?? attributes.residref ?? ''}" has no address on the web and is not in the media folder: it was left out.`,
      );
      return [];
    }
    if (!type.startsWith(`${kind}/`)) {
      addWarning(`The file "${name}" is of type "${type}", not of a ${kind}: it was left out.`);
      return [];
    }
    return [{ href, type, ...sizes(content) }];
  });
}

function sizes(element: SourceElement | undefined): Partial<RenditionInput> {
  const number = (name: string): number | undefined => {
    const value = Number(element?.attributes[name] ?? Number.NaN);
    return Number.isFinite(value) && value > 0 ? value : undefined;
  };
  const [width, height, bytes, duration] = ['width', 'height', 'size', 'duration'].map(number);
  // Sizes in units other than pixels and seconds are ignored.
  const inPixels =
    element?.attributes.widthunit === undefined || element.attributes.widthunit === 'dimensionunit:pixels';
  const inSeconds =
    element?.attributes.durationunit === undefined || element.attributes.durationunit === 'timeunit:seconds';
  return defined({
    ...(width === undefined || !inPixels ? {} : { width: Math.round(width) }),
    ...(height === undefined || !inPixels ? {} : { height: Math.round(height) }),
    bytes: bytes === undefined ? undefined : Math.round(bytes),
    ...(duration === undefined || !inSeconds ? {} : { duration }),
  });
}
