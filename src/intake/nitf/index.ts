import type { WireDocument } from '../../article/wire-item.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { isNestingError } from '../../text/html-tree.ts';
import { latest } from '../../text/instant.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { mediaTopic } from '../../vocabulary/media-topics.ts';
import { topicOfSubjectCode } from '../../vocabulary/subject-codes.ts';
import { bylineNames, isAccountName } from '../person-names.ts';
import type { Received } from '../received.ts';
import { Report } from '../report.ts';
import { type DateReading, wholeNumber, wireInstant } from '../wire-dates.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { readStatus } from '../wire-status.ts';
import { wireItemOf } from '../wire-submission.ts';
import { childOf, childrenOf, descendants, at as elementAt, lineOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { isEditorNote, nitfBody } from './nitf-body.ts';

/** Returns true if the root element is that of NITF. */
export function isNitf({ name }: SourceElement): boolean {
  return name === 'nitf';
}

/** Reads a NITF document of any version: one story. */
export function readNitf(root: SourceElement, options: WireReadOptions): WireDocument {
  const report: Report = new Report(options.file);
  try {
    const received = receivedNitf(root, options, report);
    if ('rule' in received) return { problems: [received] };
    const item = wireItemOf(received, options);
    return 'problems' in item ? item : { items: [item], refused: [], warnings: [] };
  } catch (error) {
    if (!isNestingError(error)) throw error;
    return {
      problems: [
        problem('article/nesting', 'The text is nested too deeply.', {
          file: options.file,
          line: root.line,
          column: root.column,
        }),
      ],
    };
  }
}

function receivedNitf(root: SourceElement, options: WireReadOptions, report: Report): Received | Finding {
  const docdata = elementAt(root, 'head', 'docdata');
  const head = elementAt(root, 'body', 'body.head');
  const id = childOf(docdata, 'doc-id');
  const dates: DateReading = { timeZone: options.timeZone, file: options.file, report };
  // Of several dates of release the last one counts.
  const moment = (name: string) => {
    const elements = docdata === undefined ? [] : childrenOf(docdata, name);
    return latest(elements.map((element) => wireInstant(element.attributes.norm ?? lineOf(element), element, dates)));
  };
  const key = childOf(docdata, 'du-key');
  const management = docdata?.attributes['management-status'] ?? root.attributes['change.status'];
  // Embargoed without a date: until further notice.
  const isHeld = management?.toLowerCase() === 'embargoed';
  const read = readStatus(isHeld ? undefined : management, {
    file: options.file,
    line: root.line,
    column: root.column,
  });
  if ('problem' in read) return read.problem;
  if (read.warning !== undefined) report.add(read.warning);
  const { status } = read;
  const released = moment('date.release');
  const issued = moment('date.issue');
  const provider =
    id?.attributes.regsrc ??
    lineOf(childOf(head, 'distributor')) ??
    elementAt(docdata, 'doc.copyright')?.attributes.holder ??
    options.provider ??
    '';
  const number = id?.attributes['id-string'] ?? '';
  return {
    guid:
      number === '' || /^[a-z][a-z0-9+.-]*:/i.test(number)
        ? number
        : `${provider === '' ? 'nitf' : encodeURIComponent(provider)}:${number}`,
    provider,
    version: wholeNumber(key?.attributes.version),
    status,
    versionCreated: issued ?? released,
    ...(issued === undefined && released === undefined ? { held: 'undated' as const } : {}),
    published: released !== undefined && released <= options.now ? released : issued,
    note: status === 'usable' ? lineOf(elementAt(root, 'body', 'body.end', 'tagline')) : notesOf(docdata),
    sections: sectionsOf(root),
    content: contentOf(root, {
      embargo:
        embargoOf(childOf(docdata, 'date.release'), released, options) ??
        (isHeld && released === undefined ? {} : undefined),
      expires: moment('date.expire'),
    }),
    title: lineOf(elementAt(root, 'head', 'title')),
    body: nitfBody(root, report),
    at: { line: root.line, column: root.column },
    warnings: report.warnings,
    addresses: report.addresses,
  };
}

function notesOf(docdata: SourceElement | undefined): string | undefined {
  const notes =
    docdata === undefined
      ? []
      : childrenOf(docdata, 'ed-msg').flatMap((note) => note.attributes.info?.trim() || (lineOf(note) ?? []));
  return notes.length === 0 ? undefined : notes.join('\n\n');
}

/** Returns the notes for editors: those of the head, and those of the text that say so (NITF 3.6, note). */
function editorNotes(root: SourceElement): string[] {
  const head = elementAt(root, 'body', 'body.head');
  const ofHead = head === undefined ? [] : childrenOf(head, 'note').filter((note) => !isPublicNote(note));
  const ofText = descendants(root, 'note').filter((note) => isEditorNote(note) && !ofHead.includes(note));
  return [...ofHead, ...ofText].flatMap((note) => lineOf(note) ?? []);
}

/** Copyright and trademark notes are for readers. */
function isPublicNote({ attributes }: SourceElement): boolean {
  return /^(?:cpyrt|trademk)$/.test(attributes.noteclass ?? '');
}

function sectionsOf(root: SourceElement): string[] {
  return descendants(root, 'fixture')
    .concat(descendants(root, 'tobject.property'))
    .flatMap(({ attributes }) => attributes['fix-id'] ?? attributes['tobject.property.type'] ?? []);
}

/** Reads the bylines: the persons of each, or the names in its words; a title after a name is no name. */
function bylinesOf(head: SourceElement | undefined): { name: string; jobTitle?: string }[] {
  return (head === undefined ? [] : childrenOf(head, 'byline')).flatMap((byline) => {
    const jobTitle = lineOf(childOf(byline, 'byttl'))?.slice(0, 200);
    const people = descendants(byline, 'person').flatMap((one) => lineOf(one)?.slice(0, 200) ?? []);
    const children = byline.children.filter((child) => typeof child === 'string' || child.name !== 'byttl');
    const names = people.length > 0 ? people : bylineNames(lineOf({ ...byline, children }) ?? '');
    const isOne = names.length === 1;
    return names
      .filter((name) => !isAccountName(name))
      .map((name) => (isOne && jobTitle !== undefined ? { name, jobTitle } : { name }));
  });
}

/** Reads Subject Codes as Media Topics. */
function subjectsOf(root: SourceElement): string[] {
  const codes = descendants(root, 'tobject.subject').flatMap(({ attributes }) => {
    const written = attributes['tobject.subject.refnum'] ?? '';
    return topicOfSubjectCode(written) ?? (mediaTopic(written) === undefined ? [] : [written]);
  });
  return [...new Set(codes)];
}

/** Reads the release date as an embargo if it lies in the future; an unreadable date must not release the story. */
function embargoOf(
  element: SourceElement | undefined,
  released: string | undefined,
  { now }: WireReadOptions,
): WireDates['embargo'] {
  if (released !== undefined) return released > now ? { until: released } : undefined;
  return element === undefined || (element.attributes.norm ?? lineOf(element) ?? '') === '' ? undefined : {};
}

interface WireDates {
  readonly embargo: { readonly until?: string } | undefined;
  readonly expires: string | undefined;
}

function contentOf(root: SourceElement, { embargo, expires }: WireDates): Received['content'] {
  const head = elementAt(root, 'body', 'body.head');
  const docdata = elementAt(root, 'head', 'docdata');
  const urgency = Number(childOf(docdata, 'urgency')?.attributes['ed-urg'] ?? Number.NaN);
  const place = lineOf(elementAt(head, 'dateline', 'location')) ?? lineOf(childOf(head, 'dateline'));
  const copyright = childOf(docdata, 'doc.copyright');
  const keywords = descendants(childOf(docdata, 'key-list') ?? root, 'keyword').flatMap(
    ({ attributes }) => attributes.key?.trim() || [],
  );
  const language = canonicalLanguage(root.attributes.baselang ?? root.attributes['xml:lang'] ?? '');
  const notes = [notesOf(docdata), ...editorNotes(root)].flatMap((one) => one ?? []);
  const note = notes.length === 0 ? undefined : notes.join('\n\n');
  const all: Record<string, unknown> = {
    headline: lineOf(elementAt(head, 'hedline', 'hl1')) ?? lineOf(elementAt(root, 'head', 'title')),
    standfirst: lineOf(childOf(head, 'abstract')) ?? lineOf(elementAt(head, 'hedline', 'hl2')),
    language,
    slugline: childOf(docdata, 'du-key')?.attributes.key?.trim() || undefined,
    urgency: Number.isInteger(urgency) && urgency >= 1 && urgency <= 8 ? urgency : undefined,
    keywords: [...new Set(keywords)].map((one) => one.slice(0, 120)),
    bylines: bylinesOf(head),
    subjects: subjectsOf(root),
    dateline: place === undefined ? undefined : { place: place.slice(0, 120) },
    rights:
      copyright?.attributes.holder === undefined || copyright.attributes.holder === ''
        ? undefined
        : { holder: copyright.attributes.holder.slice(0, 300) },
    editorNote: note,
    expires,
    embargo,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
