import { summaryOfText } from '../article/summary.ts';
import { cleanLine, cleanText } from '../text/clean.ts';
import { type Finding, problem } from '../text/finding.ts';
import { type Body, cleanTree, isNestingError, writeBody } from '../text/html-tree.ts';
import { plainText } from '../text/plain-text.ts';
import { mapAddresses } from '../text/projections.ts';
import { absoluteUrl } from '../text/url.ts';
import { shortened } from './item-limits.ts';
import { mediaAddress } from './media-name.ts';
import type { Received } from './received.ts';
import type { Report } from './report.ts';
import type { WireReadOptions } from './wire-read-options.ts';

/** Replaces the addresses of files that came beside the document by those under which the archive has them. */
export function withStoredMedia(json: string, { storedMedia = new Map() }: WireReadOptions): string {
  let replaced = json;
  for (const [name, stored] of storedMedia) {
    for (const end of ['"', '\\"'])
      replaced = replaced.replaceAll(`${mediaAddress(name)}${end}`, `${mediaAddress(stored)}${end}`);
  }
  return replaced;
}

/** True for a summary that formats make of a text without a standfirst: readers would see its sentences twice. */
export function isSummaryOfText({ body, content: { standfirst } }: Received, language: string): boolean {
  return body !== undefined && standfirst !== undefined && summaryOfText(body, language) === standfirst;
}

/** Returns the headline; for an item without one the beginning of its text, with a warning. */
export function headlineOf({ content, body }: Received, report: Report, place: Partial<Finding>): string {
  const stated = cleanLine(content.headline ?? '');
  if (stated !== '' || body === undefined) return stated;
  const text = cleanLine(plainText(body).split('\n')[0] ?? '');
  if (text !== '') report.warn('wire/headline', 'The item has no headline: its text begins with one.', place);
  return shortened(text, 120);
}

/** Start of a link to a part of the same text, as the text has it after cleaning. */
const TEXT_LINK = '#user-content-';

/** Largest number of removed addresses that are listed. */
const MAX_LISTED = 50;

/**
 * Makes the addresses of the text absolute, or addresses of the media folder. Relative addresses without a base are
 * removed, since they would lead to our own pages.
 */
export function withAddresses(
  { body, base, at, addresses }: Received,
  options: WireReadOptions,
  report: Report,
): Body | undefined {
  if (body === undefined) return undefined;
  const lost = new Set<string>();
  const resolved = mapAddresses(body, (reference) => {
    // Links within the text stay.
    if (reference.startsWith(TEXT_LINK)) return reference;
    const absolute = absoluteUrl(reference, base ?? 'about:blank');
    if (absolute !== undefined) return absolute;
    const name = reference.split(/[/\\]/).at(-1) ?? '';
    if (options.media(name) !== undefined) return mediaAddress(name);
    lost.add(reference);
    return undefined;
  });
  for (const reference of [...lost].slice(0, MAX_LISTED)) {
    const reason = reference.startsWith('#')
      ? 'leads to no part of it'
      : 'is relative or incomplete, and the document has no base address';
    const message = `The address "${reference.slice(0, 200)}" in the text ${reason}: it was removed.`;
    report.warn('wire/address', message, addresses?.get(reference)?.() ?? at);
  }
  if (lost.size > MAX_LISTED) {
    const message = `${lost.size} addresses in the text are relative, and the document has no base address: all were removed.`;
    report.warn('wire/address', message, at);
  }
  return cleanTree(resolved);
}

/** Returns the text; for an item without text a caption, or else its headline with a warning. */
export function writtenBody({ body, content }: Received, place: Partial<Finding>, report: Report): string | Finding {
  try {
    const written = body === undefined ? '' : writeBody(body);
    if (written !== '') return written;
    const media = content.media?.[0];
    const text = content.standfirst ?? media?.caption ?? media?.alt ?? content.headline;
    if (text === undefined) return problem('wire/text', 'The item has no text that could be read.', place);
    const isCaption = media !== undefined && text !== content.headline;
    if (!isCaption) report.warn('wire/text', 'The item has no text: its headline or summary was used instead.', place);
    return writeBody(paragraph(cleanText(text)));
  } catch (error) {
    if (!isNestingError(error)) throw error;
    return problem('article/nesting', 'The text is nested too deeply.', place);
  }
}

function paragraph(value: string): Body {
  const text = { type: 'text', value } as const;
  return { type: 'root', children: [{ type: 'element', tagName: 'p', properties: {}, children: [text] }] };
}
