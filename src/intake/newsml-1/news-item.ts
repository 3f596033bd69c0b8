import type { WireSignal } from '../../article/wire-item.ts';
import { defined } from '../../text/defined.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { withoutNotices } from '../notices.ts';
import type { Received, ReceivedContent } from '../received.ts';
import type { Report } from '../report.ts';
import { type DateReading, wholeNumber, wireInstant } from '../wire-dates.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { readStatus } from '../wire-status.ts';
import { childOf, childrenOf, descendants, at as elementAt, lineOf, textOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { componentsOf, lineageOf, textComponent } from './components.ts';
import { contentOf } from './content.ts';
import { formalName } from './formal-names.ts';
import { mediaOf } from './media.ts';
import { textOfComponent } from './text.ts';

/** Context for reading an item. */
export interface ItemReading {
  readonly root: SourceElement;
  readonly options: WireReadOptions;
  readonly report: Report;
}

/**
 * Reads a NewsItem. Its id is that of all its revisions, and the revision is its version.
 * @returns a finding for an item that changes parts of another one
 */
export function receivedNewsItem(item: SourceElement, { root, options, report }: ItemReading): Received | Finding {
  const { line, column } = item;
  const place = { file: options.file, line, column };
  const management = childOf(item, 'NewsManagement');
  const dates: DateReading = { timeZone: options.timeZone, file: options.file, report };
  const held = heldBy(management, dates);
  const written = formalName(childOf(management, 'Status'));
  const read = readStatus(held === undefined ? written : undefined, place);
  if ('problem' in read) return read.problem;
  if (read.warning !== undefined) report.add(read.warning);
  const isRecall = instructionsOf(management).some((name) => /^(?:kill|delete|cancel|withdraw)/i.test(name));
  const status = isRecall ? 'canceled' : read.status;
  if (status === 'usable' && childOf(item, 'Update') !== undefined && childOf(item, 'NewsComponent') === undefined) {
    const message = 'The item changes parts of another one (Update), which is not read: have the whole story sent.';
    return problem('newsml-1/update', message, place);
  }
  const components = componentsOf(item);
  const main = textComponent(components);
  const text = textOfComponent(main, report);
  const { body, notice } = text.body === undefined ? { body: undefined, notice: undefined } : withoutNotices(text.body);
  const facts = contentOf(lineageOf(main, components), { management, nitf: text.nitf, dates });
  const created = momentOf(management, 'FirstCreated', dates);
  const revised = momentOf(management, 'ThisRevisionCreated', dates);
  const sent = momentOf(elementAt(root, 'NewsEnvelope'), 'DateAndTime', dates);
  const media = mediaOf(
    components.filter((one) => one !== main),
    { options, report },
  );
  const content: ReceivedContent = defined({ ...facts.content, media, embargo: held, created });
  return defined({
    ...identityOf(item),
    status,
    versionCreated: revised ?? sent,
    published: created ?? revised ?? sent,
    held: instructionsOf(management).some((name) => /^(?:hold|embargo|advis)/i.test(name))
      ? ('restricted' as const)
      : created === undefined && revised === undefined && sent === undefined
        ? ('undated' as const)
        : undefined,
    signal: signalOf(management),
    note: notesOf(item, management),
    notice,
    sections: facts.sections,
    content,
    body,
    at: { line, column },
    warnings: report.warnings,
    addresses: report.addresses,
  });
}

function momentOf(parent: SourceElement | undefined, name: string, dates: DateReading) {
  const element = childOf(parent, name);
  return element && wireInstant(lineOf(element), element, dates);
}

/** Returns provider, id without revision, and revision (NewsML 1.2, NewsIdentifier). */
function identityOf(item: SourceElement): Pick<Received, 'guid' | 'provider' | 'version'> {
  const identifier = elementAt(item, 'Identification', 'NewsIdentifier');
  const part = (name: string): string => lineOf(childOf(identifier, name)) ?? '';
  const [provider, date, id] = [part('ProviderId'), part('DateId'), part('NewsItemId')];
  const isWhole = provider !== '' && date !== '' && id !== '';
  const publicId = part('PublicIdentifier').replace(/:\d+[A-Z]?$/, '');
  return defined({
    guid: isWhole ? `urn:newsml:${provider}:${date}:${id.replace(/\s/g, '%20')}` : publicId,
    provider: provider === '' ? (/^urn:newsml:([^:]+):/i.exec(publicId)?.[1] ?? '') : provider,
    version: wholeNumber(part('RevisionId')),
  });
}

/** Returns the embargo: until the time at which the status changes to usable, or without a time. */
function heldBy(management: SourceElement | undefined, dates: DateReading): ReceivedContent['embargo'] {
  if (!/^embargo/i.test(formalName(childOf(management, 'Status')) ?? '')) return undefined;
  const change = childOf(management, 'StatusWillChange');
  const becomes = formalName(childOf(change, 'FutureStatus'));
  const until = becomes === undefined || /^usable/i.test(becomes) ? momentOf(change, 'DateAndTime', dates) : undefined;
  return until === undefined ? {} : { until };
}

function instructionsOf(management: SourceElement | undefined): string[] {
  return (management === undefined ? [] : childrenOf(management, 'Instruction')).flatMap(
    (one) => formalName(one) ?? [],
  );
}

function signalOf(management: SourceElement | undefined): WireSignal | undefined {
  const names = instructionsOf(management);
  if (names.some((name) => /^(?:rectif|correct)/i.test(name))) return { kind: 'correction', severity: 'minor' };
  return names.some((name) => /^update/i.test(name)) ? { kind: 'update', severity: 'minor' } : undefined;
}

/** Returns the notes for editors: comments of the item, and those of its revisions. */
function notesOf(item: SourceElement, management: SourceElement | undefined): string | undefined {
  const comments =
    management === undefined ? [] : [...descendants(item, 'SpecialNote'), ...descendants(item, 'Comment')];
  const words = comments.map((one) => textOf(one).trim()).filter((text) => text !== '');
  return words.length === 0 ? undefined : words.join('\n\n');
}
