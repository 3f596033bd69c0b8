import { articleId, keyOf } from '../article/identity.ts';
import { providerKey } from '../article/provider.ts';
import type { WireItem } from '../article/wire-item.ts';
import { cleanLine, cleanText } from '../text/clean.ts';
import { defined } from '../text/defined.ts';
import { digestOf } from '../text/digest.ts';
import { type Finding, problem } from '../text/finding.ts';
import { embargoOf, withoutDeskText } from './holds/item-holds.ts';
import { withoutCodes } from './item-codes.ts';
import { limited, shortened } from './item-limits.ts';
import { headlineOf, isSummaryOfText, withAddresses, withStoredMedia, writtenBody } from './item-text.ts';
import { baseName, slugOf } from './read-options.ts';
import type { Received } from './received.ts';
import { Report } from './report.ts';
import { checkSubmission } from './submission-check.ts';
import type { WireReadOptions } from './wire-read-options.ts';

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
  const section = sectionOf(received, options, report);
  const language = content.language ?? options.defaultLanguage ?? options.language;
  const made = received.published ?? received.versionCreated ?? options.now;
  const isOurs = id === guid;
  const data = {
    ...limited(withoutCodes(content, report, place), report, place),
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
    ...embargoOf(received, options, report),
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

const NO_GUID =
  'The item has no id, so it could never be changed or killed: take the name of its file with `--id-from filename`, or with `idFrom: filename` in `intake.yaml`.';

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
