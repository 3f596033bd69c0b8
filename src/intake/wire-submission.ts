import type { Status } from '../article/article.ts';
import { articleId, keyOf } from '../article/identity.ts';
import { providerKey } from '../article/provider.ts';
import type { SubmissionInput } from '../article/submission.ts';
import { summaryOfText } from '../article/summary.ts';
import type { WireItem, WireSignal } from '../article/wire-item.ts';
import { cleanLine, cleanText } from '../text/clean.ts';
import { defined } from '../text/defined.ts';
import { digestOf } from '../text/digest.ts';
import { type Finding, type Position, problem } from '../text/finding.ts';
import { type Body, cleanTree, isNestingError, writeBody } from '../text/html-tree.ts';
import { addSeconds, type Instant, latest, toMilliseconds } from '../text/instant.ts';
import { plainText } from '../text/plain-text.ts';
import { mapAddresses } from '../text/projections.ts';
import { absoluteUrl } from '../text/url.ts';
import { withoutHolds } from './holds/body-lines.ts';
import { holdOf } from './holds/desk-lines.ts';
import { mentionsHold } from './holds/hold-lines.ts';
import type { Hop } from './hop.ts';
import { mediaAddress } from './media-name.ts';
import { baseName, slugOf } from './read-options.ts';
import { Report } from './report.ts';
import { checkSubmission } from './submission-check.ts';
import type { WireReadOptions } from './wire-read-options.ts';

/** The content of a story as a wire format states it; absent fields are omitted. */
export type ReceivedContent = Partial<
  Omit<SubmissionInput, 'id' | 'slug' | 'section' | 'published' | 'body' | 'draft' | 'changes'>
>;

/** Reasons for holding an item: it has no date, it is plain copy, or its own text restricts its publication. */
export type HeldReason = 'undated' | 'draft' | 'restricted';

/** An item of a wire format before it is checked. */
export interface Received {
  readonly guid: string;
  /** The last part of its address, where the source states one. */
  readonly slug?: string;
  readonly provider: string;
  readonly version?: number | undefined;
  /** Organisations that handed it on before the provider, in order. */
  readonly hops?: readonly Hop[];
  readonly status: Status;
  readonly versionCreated?: Instant | undefined;
  /** When the provider first published or created the item. */
  readonly published?: Instant | undefined;
  readonly signal?: WireSignal | undefined;
  readonly note?: string | undefined;
  readonly notice?: string | undefined;
  /** The reason for which it is held until an editor releases it. */
  readonly held?: HeldReason;
  /** Keys, URIs or names that may match a section of the publication. */
  readonly sections: readonly string[];
  readonly content: ReceivedContent;
  /** True for an item that never changes whether a known story is held: plain copy has no status. */
  readonly keepsState?: true;
  /** True for an item of a public feed, whose editor's notes are for readers. */
  readonly isPublic?: true;
  /** `undefined` where the item has no text. */
  readonly body?: Body | undefined;
  /** The base of relative addresses in the text, where it is known. */
  readonly base?: string | undefined;
  /** The position of the item. */
  readonly at: Position;
  readonly warnings: readonly Finding[];
}

/** Replaces characters that our ids may not contain: white space and control characters. */
function cleanGuid(guid: string): string {
  return cleanText(guid)
    .trim()
    .replace(/[\s\p{Cc}]+/gu, '%20')
    .slice(0, 1024);
}

/**
 * Returns the id of a provider's story in this publication: the guid itself if it is one of our ids, else an id derived
 * from it.
 */
export function idOfGuid(guid: string, { authority }: Pick<WireReadOptions, 'authority'>): string {
  const key = keyOf(guid);
  if (key !== undefined && guid === articleId(authority, key)) return guid;
  return articleId(authority, digestOf(cleanGuid(guid), 26));
}

/** Checks a parsed item and converts it to a wire item. */
export function wireItemOf(
  received: Received,
  options: WireReadOptions,
): WireItem | { readonly problems: readonly Finding[] } {
  const { version, status, signal, note, notice, at } = received;
  const guid = received.guid.trim() === '' && options.idFrom === 'filename' ? baseName(options.file) : received.guid;
  const provider = received.provider.trim() === '' ? (options.provider ?? '') : received.provider;
  const place = { file: options.file, ...at };
  if (guid.trim() === '') return { problems: [problem('wire/guid', NO_GUID, place)] };
  if (provider.trim() === '') {
    const message = 'The item names no provider: state it with `--provider`, or in `intake.yaml` of its folder.';
    return { problems: [problem('wire/provider', message, place)] };
  }
  // A bare number is unique only within its provider.
  const isUri = /^[a-z][a-z0-9+.-]*:\S/i.test(guid.trim());
  const id = idOfGuid(isUri ? guid : `${providerKey(provider)} ${guid}`, options);
  const head = defined({
    id,
    guid: cleanGuid(guid),
    provider: cleanLine(provider).slice(0, 300),
    version,
    status,
    at: received.versionCreated ?? options.now,
    signal,
    note: note === undefined ? undefined : shortened(note, 2000),
    notice: notice === undefined ? undefined : shortened(notice, 2000),
    keepsState:
      received.keepsState ?? (received.held === 'undated' && options.publishes !== true ? (true as const) : undefined),
  });
  if (status !== 'usable') return { ...head, warnings: received.warnings };
  const report = new Report(options.file);
  const data = submissionData(
    { ...withoutDeskText(received, options, report), guid, provider },
    { id, options, report },
  );
  if ('problems' in data) return data;
  const reading = checkSubmission(data.data, options, () => at);
  if ('problems' in reading) return { problems: reading.problems };
  return {
    ...head,
    submission: reading.submission,
    warnings: [...received.warnings, ...report.warnings, ...reading.warnings],
  };
}

/**
 * Takes lines for desks out of the text. Words that hold the story back, in its text, its headline or its notes, are an
 * embargo if they state a time, and otherwise hold it until an editor releases it, also against its status. An embargo
 * that the item states with a time is its own.
 */
function withoutDeskText(received: Received, options: WireReadOptions, report: Report): Received {
  const { body, content, at, isPublic } = received;
  const {
    body: rest,
    holds,
    notes,
  } = body === undefined ? { body, holds: [], notes: [] } : withoutHolds(body, isPublic !== true);
  const fields = [content.headline, content.standfirst, content.slugline, received.note, content.editorNote];
  const lines = fields.flatMap((text) => text?.split('\n') ?? []).filter(mentionsHold);
  const all = [...new Set([...holds, ...lines])];
  if (all.length === 0 && notes.length === 0) return received;
  const editorNote = [content.editorNote, ...holds, ...notes].filter((text) => text !== undefined).join('\n\n');
  for (const line of [...all, ...notes]) {
    const message = `"${line.slice(0, 200)}" is for desks: look at it before the story is released.`;
    report.warn('wire/desk-line', message, { file: options.file, ...at });
  }
  const embargo = embargoBy(all, content, options);
  return { ...received, body: rest, content: defined({ ...content, editorNote: editorNote || undefined, embargo }) };
}

/** Returns the embargo of an item whose words hold it back. */
function embargoBy(lines: readonly string[], { embargo }: ReceivedContent, options: WireReadOptions) {
  const hold = holdOf(lines, options);
  const own = embargo?.until as Instant | undefined;
  if (hold === undefined) return embargo;
  if (hold.until === undefined) return own === undefined ? {} : embargo;
  const isOver = hold.until <= options.now;
  return isOver && embargo === undefined ? undefined : { ...embargo, until: latest([own, hold.until]) };
}

interface Making {
  readonly id: string;
  readonly options: WireReadOptions;
  readonly report: Report;
}

function submissionData(
  received: Received,
  { id, options, report }: Making,
): { readonly data: Record<string, unknown> } | { readonly problems: readonly Finding[] } {
  const { content, at, guid, provider, version } = received;
  const place = { file: options.file, ...at };
  const body = writtenBody({ ...received, body: withAddresses(received, options, report) }, place, report);
  if (typeof body !== 'string') return { problems: [body] };
  const headline = headlineOf(received, report, place);
  if (headline === '')
    return { problems: [problem('wire/headline', 'The item has neither headline nor title.', place)] };
  if (content.embargo !== undefined && content.embargo.until === undefined)
    report.warn('wire/held', HELD.condition, place);
  const section = sectionOf(received, options, report);
  const language = content.language ?? options.defaultLanguage ?? options.language;
  const made = received.published ?? received.versionCreated ?? options.now;
  const isOurs = id === guid;
  const data = {
    ...limited(content, report, place),
    id,
    slug: slugOf(received.slug ?? '') || slugOf(headline) || `story-${digestOf(guid, 8)}`,
    headline: shortened(headline, 300),
    language,
    ...(isSummaryOfText(received, language) ? { standfirst: undefined } : {}),
    section,
    published: made,
    ...(content.created !== undefined && (content.created > made || content.created > options.now)
      ? { created: undefined }
      : {}),
    ...(held(received, options, report) ? { embargo: {} } : embargoOnFullMinute(content, report, place)),
    body,
    // A story that originated here keeps its id, which is its feed id as well.
    ...(isOurs ? {} : { feedId: content.feedId ?? cleanGuid(guid) }),
    source: defined({
      provider: cleanLine(provider).slice(0, 300),
      guid: cleanGuid(guid),
      version,
      hops: received.hops === undefined || received.hops.length === 0 ? undefined : received.hops,
    }),
  };
  return { data: JSON.parse(withStoredMedia(JSON.stringify(data), options)) };
}

/** Reports why an item is held; false for one that may go out. */
function held({ held: reason, at }: Received, { file, publishes = false }: WireReadOptions, report: Report): boolean {
  if (reason === undefined || (publishes && reason !== 'restricted')) return false;
  report.warn('wire/held', HELD[reason], { file, ...at });
  return true;
}

const NO_GUID =
  'The item has no id, so it could never be changed or killed: take the name of its file with `--id-from filename`, or with `idFrom: filename` in `intake.yaml`.';

const HELD: Readonly<Record<HeldReason | 'condition', string>> = {
  condition:
    'The item is under embargo without a time: it is held until an editor releases it, or a later version does.',
  undated:
    'The item has no date that can be read: it is held until an editor releases it. `--publish` (API: `publish=true`) publishes such items at once.',
  draft:
    'Plain copy is held until an editor releases it. `publish: true` in `intake.yaml` of its folder publishes it at once.',
  restricted: 'The text has words that hold it back: it is held until an editor releases it.',
};

/** Replaces the addresses of files that came beside the document by those under which the archive has them. */
function withStoredMedia(json: string, { storedMedia = new Map() }: WireReadOptions): string {
  let replaced = json;
  for (const [name, stored] of storedMedia) {
    for (const end of ['"', '\\"'])
      replaced = replaced.replaceAll(`${mediaAddress(name)}${end}`, `${mediaAddress(stored)}${end}`);
  }
  return replaced;
}

/** True for a summary that formats make of a text without a standfirst: readers would see its sentences twice. */
function isSummaryOfText({ body, content: { standfirst } }: Received, language: string): boolean {
  return body !== undefined && standfirst !== undefined && summaryOfText(body, language) === standfirst;
}

/** Returns the headline; for an item without one the beginning of its text, with a warning. */
function headlineOf({ content, body }: Received, report: Report, place: Partial<Finding>): string {
  const stated = cleanLine(content.headline ?? '');
  if (stated !== '' || body === undefined) return stated;
  const text = cleanLine(plainText(body).split('\n')[0] ?? '');
  if (text !== '') report.warn('wire/headline', 'The item has no headline: its text begins with one.', place);
  return shortened(text, 120);
}

/**
 * Makes the addresses of the text absolute, or addresses of the media folder. Relative addresses without a base are
 * removed, since they would lead to our own pages.
 */
function withAddresses({ body, base, at }: Received, options: WireReadOptions, report: Report): Body | undefined {
  if (body === undefined) return undefined;
  const lost = new Set<string>();
  const resolved = mapAddresses(body, (reference) => {
    const absolute = absoluteUrl(reference, base ?? 'about:blank');
    if (absolute !== undefined) return absolute;
    const name = reference.split(/[/\\]/).at(-1) ?? '';
    if (options.media(name) !== undefined) return mediaAddress(name);
    // Links within the text stay.
    if (!reference.startsWith('#')) lost.add(reference);
    return reference.startsWith('#') ? reference : undefined;
  });
  for (const reference of lost) {
    const message = `The address "${reference}" in the text is relative, and the document has no base address: it was removed.`;
    report.warn('wire/address', message, { file: options.file, ...at });
  }
  return cleanTree(resolved);
}

/** Returns the text; for an item without text a caption, or else its headline with a warning. */
function writtenBody({ body, content }: Received, place: Partial<Finding>, report: Report): string | Finding {
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

/** Finds our section by key, by the URI of our scheme, or by name; else uses the requested one, else the first. */
function sectionOf({ sections, at }: Received, options: WireReadOptions, report: Report): string {
  const keys = [...options.sections];
  for (const candidate of sections) {
    const last = candidate.replace(/\/$/, '').split('/').at(-1) ?? '';
    const found = keys.find((key) => key === last || key === slugOf(candidate));
    if (found !== undefined) return found;
  }
  const chosen = options.section ?? keys[0] ?? '';
  if (options.section === undefined) {
    const message = `The item names no section of publication.yaml: it was put into "${chosen}".`;
    report.warn('wire/section', message, { file: options.file, ...at });
  }
  return chosen;
}

/** Limits of lists; further entries are dropped with a warning. */
const LONGEST_LISTS: Readonly<Record<string, number>> = {
  headlines: 20,
  keywords: 50,
  subjects: 30,
  people: 100,
  organisations: 100,
  places: 100,
  events: 100,
  bylines: 30,
  contributors: 30,
  sources: 30,
  media: 100,
  related: 50,
};

function limited(content: ReceivedContent, report: Report, place: Partial<Finding>): ReceivedContent {
  const pairs = Object.entries(content).map(([field, value]): [string, unknown] => {
    const most = LONGEST_LISTS[field];
    if (most === undefined || !Array.isArray(value) || value.length <= most) return [field, value];
    report.warn('wire/too-many', `${value.length} ${field}: only the first ${most} were stored.`, {
      ...place,
      path: field,
    });
    return [field, value.slice(0, most)];
  });
  const { standfirst, slugline, editorNote, ...rest } = Object.fromEntries(pairs) as ReceivedContent;
  return defined({
    ...rest,
    standfirst: standfirst === undefined ? undefined : shortened(standfirst, 2000),
    slugline: slugline === undefined ? undefined : shortened(slugline, 120),
    editorNote: editorNote === undefined ? undefined : shortened(editorNote, 20_000),
  });
}

/** Cuts text at a word and adds an ellipsis. */
function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text
    .slice(0, longest - 1)
    .replace(/\s\S*$/, '')
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
  return `${cut}…`;
}

/** Rounds an embargo up to a full minute, so that no cache lifetime reveals it. */
function embargoOnFullMinute({ embargo }: ReceivedContent, report: Report, place: Partial<Finding>): ReceivedContent {
  const until = embargo?.until as Instant | undefined;
  if (embargo === undefined || until === undefined || until.endsWith(':00Z'))
    return embargo === undefined ? {} : { embargo };
  const later = addSeconds(until, 60 - (Math.floor(toMilliseconds(until) / 1000) % 60));
  report.warn('wire/embargo', `The embargo ends at ${later}, on the next full minute.`, place);
  return { embargo: { ...embargo, until: later } };
}
