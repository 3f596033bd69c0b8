import { defined } from '../../text/defined.ts';
import { type Finding, problem } from '../../text/finding.ts';
import type { Body } from '../../text/html-tree.ts';
import { withoutNotices } from '../notices.ts';
import type { Received } from '../received.ts';
import { type DateReading, wholeNumber } from '../wire-dates.ts';
import { childOf, childrenOf, at as elementAt, textOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { contentOf } from './content.ts';
import { editorNotesOf, hopsOf, isHeldBySignal, providerOf, signalOf, statusOf } from './item-meta.ts';
import { MEDIA_KINDS, mediaOf } from './media.ts';
import { type ItemReading, momentOf, natureOf } from './reading.ts';
import { plainBody, textContent } from './text-content.ts';

/**
 * Reads a newsItem: a text, or a picture, video or sound that stands alone.
 * @returns a finding for an item that is no story, such as a table of results
 */
export function receivedItem(item: SourceElement, reading: ItemReading): Received | Finding {
  const { schemes, options, dates } = reading;
  const { line, column, attributes } = item;
  const meta = childOf(item, 'itemMeta');
  if (meta === undefined)
    return problem('newsml-g2/item-meta', 'The item has no itemMeta.', { file: options.file, line, column });
  const status = statusOf(meta, schemes, dates);
  if (typeof status !== 'string') return status;
  const nature = natureOf(item, reading);
  const kind = MEDIA_KINDS[nature];
  const text = textContent(childOf(item, 'contentSet'), dates.report);
  if ('foreign' in text && status === 'usable') {
    const message = `The item contains ${text.foreign} instead of the text of a story: such items are not read.`;
    return problem('newsml-g2/kind', message, { file: options.file, line, column });
  }
  const signal = signalOf(meta, schemes);
  const notes = editorNotesOf(meta, signal !== undefined || status !== 'usable', schemes);
  const { body, notice } =
    'body' in text && text.body !== undefined ? withoutNotices(text.body) : { body: undefined, notice: undefined };
  const { content, sections } = contentOf(item, { notes, nitf: 'nitf' in text ? text.nitf : undefined }, reading);
  const media = kind === undefined ? undefined : mediaOf(item, kind, reading);
  const moment = (name: string, from: SourceElement | undefined = meta) => momentOf(from, name, dates);
  const published = elementAt(item, 'pubHistory', 'published');
  const versionCreated = moment('versionCreated');
  const first = moment('timestamp', published) ?? moment('firstCreated') ?? versionCreated;
  return {
    guid: attributes.guid ?? '',
    provider: providerOf(meta, schemes),
    version: versionOf(item, dates),
    hops: hopsOf(item, schemes, dates),
    status,
    versionCreated,
    published: first,
    ...(isHeldBySignal(meta, schemes)
      ? { held: 'restricted' as const }
      : first === undefined
        ? { held: 'undated' as const }
        : {}),
    signal,
    note: notes.change,
    notice: signal === undefined ? undefined : notice,
    sections,
    content: defined({ ...content, media: media === undefined ? content.media : [media] }),
    body: body ?? describedText(item, reading),
    at: { line, column },
    warnings: dates.report.warnings,
    addresses: dates.report.addresses,
  };
}

/** Collects scripts, shot lists and other descriptions where there is no text. */
function describedText(item: SourceElement, { schemes }: ItemReading): Body | undefined {
  const meta = childOf(item, 'contentMeta');
  const rows = meta === undefined ? [] : childrenOf(meta, 'description').slice(0, 500);
  const isOther = (one: SourceElement): boolean =>
    ['summary', 'altText'].includes(schemes.codeOf(one, 'drol', 'role') ?? '');
  const texts = rows.filter((one) => !isOther(one)).map((one) => textOf(one).trim());
  const report = texts.filter((text) => text !== '');
  return report.length === 0 ? undefined : plainBody(report.join('\n\n'));
}

function versionOf({ attributes, line, column }: SourceElement, { report, file }: DateReading): number | undefined {
  const version = wholeNumber(attributes.version);
  if (version !== undefined) return version;
  report.warn('newsml-g2/version', 'The item has no version that is a whole number: versions are ordered by date.', {
    file,
    line,
    column,
  });
  return undefined;
}
