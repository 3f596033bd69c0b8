import type { Related } from '../../article/content.ts';
import { DIGITAL_SOURCE_TYPES } from '../../article/rights.ts';
import type { Position } from '../../text/finding.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { httpUrl } from '../../text/url.ts';
import { GENRE_SCHEME, genreName } from '../../vocabulary/genres.ts';
import type { JsonTexts } from '../embedded-text.ts';
import { stated } from '../feed-entry.ts';
import type { Received } from '../received.ts';
import type { Report } from '../report.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { idOfGuid } from '../wire-submission.ts';
import { makersOf } from './makers.ts';
import { mediaIn } from './media.ts';
import { type NinjsData, rowsOf, textIn } from './names.ts';
import { textsOf } from './texts.ts';

/** Context for reading a news object. */
export interface ObjectReading {
  /** Returns the position of a property, by its name in lower case. */
  readonly placeOf: (name: string) => Position;
  readonly options: WireReadOptions;
  readonly at: Position;
  readonly report: Report;
  readonly texts: JsonTexts;
}

const HEADLINE_ROLES = ['seo', 'short', 'social', 'print', 'kicker'] as const;

/** Reads the content fields of a news object. */
export function contentOf(data: NinjsData, { options, at, report, placeOf }: ObjectReading): Received['content'] {
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
    report.warn('ninjs/language', `"${language}" is not a language tag such as en-GB and was left out.`, {
      file: options.file,
      line: placeOf('language').line,
      column: placeOf('language').column,
    });
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
    ...makersOf(data, options),
    media: mediaIn(data, { options, at, report }),
    related: relatedOf(data, options),
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

const RELATIONS: Readonly<Record<string, Related['relation']>> = {
  evolvedFrom: 'previous',
  derivedFrom: 'basedOn',
  translatedFrom: 'translationOf',
};

/** Reads related stories: items by id, pages by address. */
function relatedOf(data: NinjsData, options: WireReadOptions): NonNullable<Received['content']['related']> {
  return rowsOf(data.associations).flatMap((one): NonNullable<Received['content']['related']> => {
    const uri = textIn(one.uri) ?? textIn(one.guid);
    if (uri === undefined || !['text', 'composite'].includes(textIn(one.type) ?? 'text')) return [];
    const relation = RELATIONS[textIn(one.rel) ?? ''] ?? 'seeAlso';
    const title = textsOf(one, 'headlines')[0]?.value ?? textIn(one.headline) ?? textIn(one.title);
    const url = httpUrl(uri);
    if (url !== undefined && title !== undefined && one.version === undefined)
      return [{ relation, url, title: title.slice(0, 300) }];
    return [{ relation, article: idOfGuid(uri, options) }];
  });
}
