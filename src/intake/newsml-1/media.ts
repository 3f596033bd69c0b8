import { mediaTypeOf } from '../../article/media-types.ts';
import { defined } from '../../text/defined.ts';
import { httpUrl } from '../../text/url.ts';
import { mediaAddress } from '../media-name.ts';
import type { MediaInput } from '../newsml-g2/media.ts';
import type { Report } from '../report.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { childOf, at as elementAt, lineOf, textOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { contentsOf, kindOf } from './components.ts';
import { formalName, propertyOf } from './formal-names.ts';

type Rendition = MediaInput['renditions'][number];

/** Context for reading media. */
export interface MediaReading {
  readonly options: WireReadOptions;
  readonly report: Report;
}

/**
 * Reads the pictures, films and sounds of the components of an item. Files of one component are one picture in several
 * sizes.
 */
export function mediaOf(components: readonly SourceElement[], reading: MediaReading): MediaInput[] {
  return components.flatMap((component): MediaInput[] => {
    const files = contentsOf(component).filter((content) => content.attributes.Href !== undefined);
    const kind = files.map(kindOf).find((one) => one === 'image' || one === 'video' || one === 'audio');
    if (kind === undefined) return [];
    const renditions = files
      .filter((content) => kindOf(content) === kind)
      .flatMap((content) => renditionOf(content, kind, reading));
    return renditions.length === 0 ? [] : [describedMedia(component, kind, renditions)];
  });
}

function describedMedia(component: SourceElement, kind: MediaInput['kind'], renditions: Rendition[]): MediaInput {
  const lines = childOf(component, 'NewsLines');
  const caption = captionOf(component)?.slice(0, 2000);
  const title = lineOf(childOf(lines, 'HeadLine'))?.slice(0, 300);
  const credit = lineOf(childOf(lines, 'CreditLine')) ?? lineOf(childOf(lines, 'ByLine'));
  return defined({
    kind,
    renditions,
    title: title === caption ? undefined : title,
    caption,
    alt: kind === 'image' ? (caption ?? title ?? 'Picture').slice(0, 1000) : undefined,
    credit: credit?.slice(0, 300),
  });
}

/** Returns the text beside a picture in its component. */
function captionOf(component: SourceElement): string | undefined {
  const text = contentsOf(component).find((content) => kindOf(content) === 'text');
  const data = text && childOf(text, 'DataContent');
  return data === undefined ? undefined : textOf(data).replace(/\s+/g, ' ').trim() || undefined;
}

function renditionOf(content: SourceElement, kind: string, { options, report }: MediaReading): Rendition[] {
  const { line, column, attributes } = content;
  const written = attributes.Href ?? '';
  const name = written.split(/[/\\]/).at(-1) ?? '';
  const stored = options.media(name);
  const href = httpUrl(written) ?? (stored === undefined ? undefined : mediaAddress(name));
  const stated = formalName(childOf(content, 'MimeType'));
  const type = stored?.type ?? (stated?.includes('/') ? stated.toLowerCase() : undefined) ?? mediaTypeOf(name);
  if (href === undefined || type === undefined || !type.startsWith(`${kind}/`)) {
    const reason = href === undefined ? 'has no address on the web and is not in the media folder' : `is no ${kind}`;
    report.warn('newsml-1/file', `The file "${written.slice(0, 200)}" ${reason}: it was left out.`, { line, column });
    return [];
  }
  return [{ href, type: type === 'image/jpg' ? 'image/jpeg' : type, ...sizesOf(content), ...stored }];
}

function sizesOf(content: SourceElement): Partial<Rendition> {
  const facts = childOf(content, 'Characteristics');
  const number = (text: string | undefined): number | undefined =>
    /^[1-9]\d{0,9}$/.test(text ?? '') ? Number(text) : undefined;
  return defined({
    width: number(propertyOf(facts, 'Width')),
    height: number(propertyOf(facts, 'Height')),
    bytes: number(lineOf(elementAt(facts, 'SizeInBytes'))),
  });
}
