import { PARTY_ROLES } from '../../article/party.ts';
import { DIGITAL_SOURCE_TYPES } from '../../article/rights.ts';
import { type Finding, type Position, problem, warning } from '../../text/finding.ts';
import { type Body, boundedBody, isNestedTooDeeply } from '../../text/html-tree.ts';
import { jsonPositions } from '../../text/json-positions.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { httpUrl } from '../../text/url.ts';
import { GENRE_SCHEME, genreName } from '../../vocabulary/genres.ts';
import type { Delivered, Delivery, DeliveryHints } from '../delivery.ts';
import { stated } from '../feed-entry.ts';
import { bylineNames } from '../newsml-g2/parties.ts';
import { plainBody } from '../newsml-g2/text-content.ts';
import { withoutNotices } from '../notices.ts';
import { deliveredOf, idOfGuid, type Received } from '../received.ts';
import { type DateReading, wholeNumber, wireInstant } from '../wire-dates.ts';
import { readStatus } from '../wire-status.ts';
import { conceptsIn } from './concepts.ts';
import { mediaIn } from './media.ts';
import { lowered, type NinjsData, rowsOf, textIn } from './names.ts';

const ROLES = 'http://cv.iptc.org/newscodes/contentprodpartyrole/';

/** True if data looks like ninjs of any version, and not like a story of ours. */
export function isNinjs(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  const object = data as Record<string, unknown>;
  if ((object.standard as { name?: unknown } | undefined)?.name === 'ninjs') return true;
  const isNamed = typeof object.uri === 'string' || typeof object.guid === 'string';
  return isNamed && !('id' in object) && !('body' in object);
}

/**
 * Reads ninjs 1.x to 3.x and Superdesk's dialect: a text with its pictures; a picture, video or sound alone; of a composite
 * the texts that it carries whole.
 * @param text valid JSON
 */
export function readNinjs(text: string, hints: DeliveryHints): Delivery {
  const raw: Record<string, unknown> = JSON.parse(text);
  const data = lowered(raw);
  const placeOf = placesIn(text, raw);
  const at = { line: 1, column: 1 };
  const told: Finding[] = [];
  const parts = storiesIn(data);
  const refused: Finding[] = [];
  const items: Delivered[] = [];
  if (parts.length === 0) {
    const kind = textIn(data.type) ?? 'object';
    return {
      problems: [
        problem(
          'ninjs/kind',
          `This is ninjs of type "${kind}", which is no story: only texts, pictures, videos and sounds are read.`,
          { file: hints.file, ...at },
        ),
      ],
    };
  }
  for (const part of parts) {
    const delivered = readObject(part, {
      hints,
      at,
      told: part === data ? told : [],
      placeOf: part === data ? placeOf : () => at,
    });
    if ('problems' in delivered) refused.push(...delivered.problems);
    else items.push(delivered);
  }
  return items.length === 0 ? { problems: refused } : { items, refused, warnings: [] };
}

const STORY_TYPES = ['text', 'picture', 'video', 'audio', 'graphic', 'animated', 'composite'];

/** A list whose entries are whole is its entries; one that only names them is a story of its own. */
function storiesIn(data: NinjsData): NinjsData[] {
  const type = textIn(data.type) ?? 'text';
  if (!STORY_TYPES.includes(type)) return [];
  if (type !== 'composite') return [data];
  const whole = rowsOf(data.associations).filter(
    (one) => (textIn(one.type) ?? 'text') === 'text' && (bodyOf(one) !== undefined || isRecall(one)),
  );
  return whole.length > 0 ? whole.map((one) => ({ ...held(data), ...one })) : [data];
}

/** What a list is held until, or why it was taken back, holds for what is in it. */
function held({ embargoed, embargoeduntil, pubstatus }: NinjsData): NinjsData {
  return stated({ embargoed, embargoeduntil, ...(isRecall({ pubstatus }) ? { pubstatus } : {}) });
}

function isRecall({ pubstatus }: NinjsData): boolean {
  const read = readStatus(textIn(pubstatus), {});
  return 'problem' in read || read.status !== 'usable';
}

/** Where a property stands, looked up when somebody wants to know: hardly anybody does. */
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

interface ObjectReading {
  /** Where a property of the object stands, by its name in lower case. */
  readonly placeOf: (name: string) => Position;
  readonly hints: DeliveryHints;
  readonly at: { readonly line: number; readonly column: number };
  readonly told: Finding[];
}

function readObject(data: NinjsData, reading: ObjectReading): Delivered | { readonly problems: readonly Finding[] } {
  const { hints, at } = reading;
  try {
    const received = receivedNinjs(data, reading);
    return 'rule' in received ? { problems: [received] } : deliveredOf(received, hints);
  } catch (error) {
    if (!isNestedTooDeeply(error)) throw error;
    return {
      problems: [
        problem('article/nesting', 'The text is too long, or nested too deeply.', { file: hints.file, ...at }),
      ],
    };
  }
}

function receivedNinjs(data: NinjsData, reading: ObjectReading): Received | Finding {
  const { hints, at, told, placeOf } = reading;
  const dates: DateReading = { timeZone: hints.timeZone, file: hints.file, told };
  const moment = (name: string) => wireInstant(textIn(data[name]), placeOf(name), dates);
  const place = (name: string): Partial<Finding> => ({
    file: hints.file,
    line: placeOf(name).line,
    column: placeOf(name).column,
  });
  const read = readStatus(textIn(data.pubstatus), place('pubstatus'));
  if ('problem' in read) return read.problem;
  if (read.told !== undefined) told.push(read.told);
  const { status } = read;
  if (typeof data.version === 'number')
    told.push(warning('ninjs/version', `The version is a number; it was read as "${data.version}".`, place('version')));
  const { body, notice } = withoutNotices(bodyOf(data) ?? { type: 'root', children: [] });
  const concepts = conceptsIn(data, hints);
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
    // ninjs has no signal: a note that comes with a later version says what was changed.
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
    warnings: told,
  };
}

/** An hour that nobody can read must not set the story free: it is held until further notice. */
function embargoOf(data: NinjsData, until: string | undefined) {
  if (until !== undefined) return { until };
  const said = data.embargoeduntil ?? data.embargoed;
  return said === undefined || said === null || said === false || said === '' ? undefined : {};
}

/** The distributor; where nobody is named, the holder of the rights, or who names the object (RFC 4151). */
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

function textsOf(data: NinjsData, list: string): { role: string; type: string; value: string }[] {
  return rowsOf(data[list]).flatMap((row) => {
    const value = textIn(row.value);
    return value === undefined
      ? []
      : [{ role: textIn(row.role) ?? '', type: textIn(row.contenttype) ?? 'text/plain', value }];
  });
}

/** HTML before plain text. */
function bodyOf(data: NinjsData): Body | undefined {
  const bodies = textsOf(data, 'bodies');
  const html =
    bodies.find(({ type }) => /html/i.test(type))?.value ?? textIn(data.body_html) ?? textIn(data.body_xhtml);
  if (html !== undefined) return boundedBody(html);
  const plain = bodies[0]?.value ?? textIn(data.body_text) ?? textIn(data.body_richtext);
  return plain === undefined ? undefined : plainBody(plain);
}

const HEADLINE_ROLES = ['seo', 'short', 'social', 'print', 'kicker'] as const;

function contentOf(data: NinjsData, { hints, at, told, placeOf }: ObjectReading): Received['content'] {
  const headlines = textsOf(data, 'headlines');
  const main =
    headlines.find(({ role }) => !HEADLINE_ROLES.some((one) => one === role))?.value ??
    textIn(data.headline) ??
    textIn(data.title) ??
    textIn(data.name);
  const type = textIn(data.type) ?? 'text';
  const summary =
    textsOf(data, 'descriptions').find(({ role }) => /summary$/.test(role))?.value ??
    (type === 'text' ? (textIn(data.description_text) ?? textsOf(data, 'descriptions')[0]?.value) : undefined);
  const located = textIn(data.located);
  const language = textIn(data.language);
  const known = language === undefined ? undefined : canonicalLanguage(language);
  if (language !== undefined && known === undefined)
    told.push(
      warning('ninjs/language', `"${language}" is no language tag such as en-GB and was left out.`, {
        file: hints.file,
        line: placeOf('language').line,
        column: placeOf('language').column,
      }),
    );
  const urgency = Number(data.urgency ?? Number.NaN);
  const genre = rowsOf(data.genres ?? data.genre)
    .map(({ uri, code }) => textIn(uri)?.replace(GENRE_SCHEME, '') ?? textIn(code))
    .find((one) => one !== undefined && genreName(one) !== undefined);
  const sourceType = textIn((data.digitalsourcetype as NinjsData | undefined)?.uri)
    ?.split('/')
    .at(-1);
  return stated({
    headline: main ?? textIn(data.slugline),
    headlines: headlines.flatMap(({ role, value }) => {
      const found = HEADLINE_ROLES.find((one) => one === role);
      return found === undefined ? [] : [{ role: found, text: value.slice(0, 300) }];
    }),
    language: known,
    standfirst: summary,
    slugline: textIn(data.slugline),
    urgency: Number.isInteger(urgency) && urgency >= 1 && urgency <= 9 ? urgency : undefined,
    dateline: located === undefined ? undefined : { place: located.slice(0, 120) },
    genre,
    ...makersOf(data, hints),
    media: mediaIn(data, { hints, at, told }),
    related: relatedOf(data, hints),
    rights: stated({
      holder: textIn(data.copyrightholder)?.slice(0, 300),
      notice: textIn(data.copyrightnotice)?.slice(0, 500),
      usageTerms: textIn(data.usageterms)?.slice(0, 4000),
      licence: httpUrl(textIn((data.rightsinfo as NinjsData | undefined)?.linkedrights) ?? ''),
    }),
    digitalSourceType: DIGITAL_SOURCE_TYPES.find((one) => one === sourceType),
    feedId: textIn(
      rowsOf(data.altids).find(({ role }) => /\/cv\/alternative-id\/feed$/.test(textIn(role) ?? ''))?.value,
    ),
  });
}

/** Authors, others who had a part, and where the facts came from: by the roles of the sources, or by the byline. */
function makersOf(data: NinjsData, hints: DeliveryHints) {
  const rows = rowsOf(data.infosources).flatMap((row) => {
    const name = textIn(row.name);
    const role = PARTY_ROLES.find((one) => textIn(row.role) === ROLES + one) ?? 'originfo';
    const uri = textIn(row.uri);
    return name === undefined || role === 'distributor' ? [] : [{ name, role, uri }];
  });
  const maker = ({ name, role, uri }: (typeof rows)[number]) => {
    const staff = /\/cv\/author\/([a-z0-9-]+)$/.exec(uri ?? '')?.[1];
    const member = staff === undefined ? undefined : hints.staff.get(staff);
    if (member !== undefined && staff !== undefined)
      return { kind: member.kind, name: name.slice(0, 200), role, staff };
    const url = staff === undefined ? httpUrl(uri ?? '') : undefined;
    return { name: name.slice(0, 200), role, ...(url === undefined ? {} : { sameAs: [url] }) };
  };
  const isAuthor = ({ role }: (typeof rows)[number]): boolean => role === 'author' || role === 'correspondent';
  const isSource = ({ role }: (typeof rows)[number]): boolean =>
    ['originfo', 'origcont', 'contentSource', 'interviewee', 'spokesperson', 'mediaOffice'].includes(role);
  const authors = rows.filter(isAuthor).map(maker);
  const by = textIn(data.by) ?? textIn(data.byline);
  return {
    bylines: authors.length > 0 || by === undefined ? authors : bylineNames(by).map((name) => ({ name })),
    contributors: rows.filter((row) => !isAuthor(row) && !isSource(row)).map(maker),
    sources: rows
      .filter(isSource)
      .map(({ name, role, uri }) => ({ name: name.slice(0, 300), role, ...stated({ url: httpUrl(uri ?? '') }) })),
  };
}

const RELATIONS: Readonly<Record<string, 'seeAlso' | 'previous' | 'translationOf'>> = {
  evolvedFrom: 'previous',
  translatedFrom: 'translationOf',
};

/** Other stories that go with it: items by their ids, pages by their addresses. */
function relatedOf(data: NinjsData, hints: DeliveryHints): NonNullable<Received['content']['related']> {
  return rowsOf(data.associations).flatMap((one): NonNullable<Received['content']['related']> => {
    const uri = textIn(one.uri) ?? textIn(one.guid);
    if (uri === undefined || !['text', 'composite'].includes(textIn(one.type) ?? 'text')) return [];
    const relation = RELATIONS[textIn(one.rel) ?? ''] ?? 'seeAlso';
    const title = textsOf(one, 'headlines')[0]?.value ?? textIn(one.headline) ?? textIn(one.title);
    const url = httpUrl(uri);
    if (url !== undefined && title !== undefined && one.version === undefined)
      return [{ relation, url, title: title.slice(0, 300) }];
    return [{ relation, article: idOfGuid(uri, hints) }];
  });
}
