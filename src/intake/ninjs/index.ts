import type { WireDocument, WireItem } from '../../article/wire-item.ts';
import { type Finding, type Position, problem } from '../../text/finding.ts';
import { isNestingError } from '../../text/html-tree.ts';
import { jsonPositions } from '../../text/json-positions.ts';
import { JsonTexts } from '../embedded-text.ts';
import { stated } from '../feed-entry.ts';
import { jsonBody } from '../json-body.ts';
import { plainBody } from '../newsml-g2/text-content.ts';
import { withoutNotices } from '../notices.ts';
import type { Received } from '../received.ts';
import { Report } from '../report.ts';
import { type DateReading, wholeNumber, wireInstant } from '../wire-dates.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { readStatus } from '../wire-status.ts';
import { wireItemOf } from '../wire-submission.ts';
import { conceptsIn } from './concepts.ts';
import { contentOf, type ObjectReading } from './content.ts';
import { ROLES } from './makers.ts';
import { lowered, type NinjsData, rowsOf, textIn } from './names.ts';
import { writtenText } from './texts.ts';

/** Returns true if data looks like ninjs of any version and not like a canonical story. */
export function isNinjs(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  const object = data as Record<string, unknown>;
  if ((object.standard as { name?: unknown } | undefined)?.name === 'ninjs') return true;
  const isNamed = typeof object.uri === 'string' || typeof object.guid === 'string';
  return isNamed && !('id' in object) && !('body' in object);
}

/**
 * Reads ninjs 1.x to 3.x and Superdesk's dialect: a text with its pictures; a picture, video or sound alone; of a
 * composite the texts that it contains in full.
 * @param text valid JSON
 */
export function readNinjs(text: string, options: WireReadOptions): WireDocument {
  const raw: Record<string, unknown> = JSON.parse(text);
  const data = lowered(raw);
  const placeOf = placesIn(text, raw);
  const at = { line: 1, column: 1 };
  const report: Report = new Report(options.file);
  const parts = storiesIn(data);
  const refused: Finding[] = [];
  const items: WireItem[] = [];
  if (parts.length === 0) {
    const kind = textIn(data.type) ?? 'object';
    return {
      problems: [
        problem('ninjs/kind', `This is ninjs of type "${kind}": only texts, pictures, videos and sounds are read.`, {
          file: options.file,
          ...at,
        }),
      ],
    };
  }
  const texts = new JsonTexts(text);
  for (const part of parts) {
    const item = readObject(part, {
      options,
      at,
      texts,
      report: part === data ? report : new Report(options.file),
      placeOf: part === data ? placeOf : () => at,
    });
    if ('problems' in item) refused.push(...item.problems);
    else items.push(item);
  }
  return items.length === 0 ? { problems: refused } : { items, refused, warnings: [] };
}

const STORY_TYPES = ['text', 'picture', 'video', 'audio', 'graphic', 'animated', 'composite'];

/** Returns the members of a composite if they are complete; one that only lists them is a story itself. */
function storiesIn(data: NinjsData): NinjsData[] {
  const type = textIn(data.type) ?? 'text';
  if (!STORY_TYPES.includes(type)) return [];
  if (type !== 'composite') return [data];
  const whole = rowsOf(data.associations).filter(
    (one) => (textIn(one.type) ?? 'text') === 'text' && (writtenText(one) !== undefined || isRecall(one)),
  );
  return whole.length > 0 ? whole.map((one) => ({ ...held(data), ...one })) : [data];
}

/** Applies the embargo and recall of a composite to a member. */
function held({ embargoed, embargoeduntil, pubstatus }: NinjsData): NinjsData {
  return stated({ embargoed, embargoeduntil, ...(isRecall({ pubstatus }) ? { pubstatus } : {}) });
}

function isRecall({ pubstatus }: NinjsData): boolean {
  const read = readStatus(textIn(pubstatus), {});
  return 'problem' in read || read.status !== 'usable';
}

/** Locates properties lazily, since positions are needed only for findings. */
function placesIn(text: string, raw: Record<string, unknown>): (name: string) => Position {
  let look: ReturnType<typeof jsonPositions> | undefined;
  const find = (name: string): Position => {
    look ??= jsonPositions(text);
    const written = Object.keys(raw).find((key) => key.toLowerCase() === name);
    return { line: 1, column: 1, ...look(written === undefined ? [] : [written]) };
  };
  return (name) => ({
    get line() {
      return find(name).line;
    },
    get column() {
      return find(name).column;
    },
  });
}

function readObject(data: NinjsData, reading: ObjectReading): WireItem | { readonly problems: readonly Finding[] } {
  const { options, at } = reading;
  try {
    const received = receivedNinjs(data, reading);
    return 'rule' in received ? { problems: [received] } : wireItemOf(received, options);
  } catch (error) {
    if (!isNestingError(error)) throw error;
    return {
      problems: [
        problem('article/nesting', 'The text is too long, or nested too deeply.', { file: options.file, ...at }),
      ],
    };
  }
}

function receivedNinjs(data: NinjsData, reading: ObjectReading): Received | Finding {
  const { options, at, report, placeOf } = reading;
  const dates: DateReading = { timeZone: options.timeZone, file: options.file, report };
  const moment = (name: string) => wireInstant(textIn(data[name]), placeOf(name), dates);
  const place = (name: string): Partial<Finding> => ({
    file: options.file,
    line: placeOf(name).line,
    column: placeOf(name).column,
  });
  const read = readStatus(textIn(data.pubstatus), place('pubstatus'));
  if ('problem' in read) return read.problem;
  if (read.warning !== undefined) report.add(read.warning);
  const { status } = read;
  if (typeof data.version === 'number')
    report.warn('ninjs/version', `The version is a number; it was read as "${data.version}".`, place('version'));
  const written = writtenText(data) ?? { text: '', isHtml: false };
  const { body, notice } = withoutNotices(written.isHtml ? jsonBody(written.text, reading) : plainBody(written.text));
  const concepts = conceptsIn(data, options);
  const note = textIn(data.ednote);
  const created = moment('firstcreated');
  const versionCreated = moment('versioncreated');
  return {
    guid: textIn(data.uri) ?? textIn(data.guid) ?? '',
    provider: providerOf(data),
    version: wholeNumber(data.version),
    status,
    versionCreated,
    published: created ?? versionCreated,
    ...(isRestricted(data)
      ? { held: 'restricted' as const }
      : created === undefined && versionCreated === undefined
        ? { held: 'undated' as const }
        : {}),
    // ninjs has no signal: a note in a later version states what changed.
    note,
    notice,
    sections: concepts.sections,
    content: {
      ...contentOf(data, reading),
      ...concepts.lists,
      ...stated({
        embargo: embargoOf(data, moment('embargoeduntil') ?? moment('embargoed')),
        expires: moment('expires'),
        created,
      }),
    },
    body: body.children.length === 0 ? undefined : body,
    at,
    warnings: report.warnings,
    addresses: report.addresses,
  };
}

/** True for an item that Superdesk marks as not for publication, or that it publishes later. */
function isRestricted({ flags, publish_schedule: scheduled, signal, signals }: NinjsData): boolean {
  const words = [signal, signals].flat().map((one) => (typeof one === 'string' ? one : textIn(rowsOf(one)[0]?.code)));
  const isHeld = words.some((word) => /hold|embargo|advis/i.test(word ?? ''));
  return isHeld || rowsOf(flags)[0]?.marked_for_not_publication === true || textIn(scheduled) !== undefined;
}

/** Reads the embargo. An unreadable one holds the story until further notice. */
function embargoOf(data: NinjsData, until: string | undefined) {
  if (until !== undefined) return { until };
  const stated = data.embargoeduntil ?? data.embargoed;
  return stated === undefined || stated === null || stated === false || stated === '' ? undefined : {};
}

/** Returns the distributor; else the rights holder, else the naming authority of the id (RFC 4151). */
function providerOf(data: NinjsData): string {
  const distributor = rowsOf(data.infosources).find(({ role }) => role === `${ROLES}distributor`);
  const named =
    textIn(distributor?.uri) ??
    textIn(distributor?.name) ??
    textIn(data.source) ??
    textIn(data.provider) ??
    textIn(data.copyrightholder);
  if (named !== undefined) return named;
  const id = textIn(data.uri) ?? textIn(data.guid) ?? '';
  return /^tag:([^,]+),/.exec(id)?.[1] ?? URL.parse(id)?.host ?? id.split(':').slice(0, 2).join(':');
}
