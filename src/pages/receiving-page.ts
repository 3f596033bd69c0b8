import { pathOf } from '../addresses/paths.ts';
import type { FormatContext } from '../formats/format.ts';
import { pageGraph, writeJsonLd } from '../formats/json-ld/index.ts';
import { elementsOf } from '../formats/newsml-g2/guide.ts';
import { newsmlG2 } from '../formats/newsml-g2/index.ts';
import { PROFILES, type Profile } from '../formats/newsml-g2/profile.ts';
import { ownSchemes } from '../formats/newsml-g2/schemes.ts';
import { IPTC_CATALOG } from '../vocabulary/iptc-catalog.ts';
import { frameOf } from './frame.ts';
import { specimens } from './specimen.ts';
import { renderTemplate } from './templates.ts';

/** Path of feeds in the HTTP API. */
const API_FEEDS = '/api/v1/feeds/';

/**
 * Renders "Receiving our NewsML-G2", the guide for partners, from the code of the format.
 * @param id of a profile; the first one if absent
 * @returns `undefined` if there is no such profile
 */
export function receivingPage(context: FormatContext, id?: string): string | undefined {
  const model = receivingModel(context, id);
  return model && renderTemplate('receiving', model);
}

/** Fields of the template `receiving`. */
export function receivingModel(context: FormatContext, id?: string) {
  const profile = PROFILES.find((one) => one.id === (id ?? PROFILES[0].id));
  const format = [newsmlG2, ...(newsmlG2.profiles ?? [])].find((one) => one.profile === profile?.id);
  if (profile === undefined || format === undefined) return undefined;
  const { publication, addresses } = context;
  const made = specimens(publication);
  const canonical = `${addresses.base}${addressOf(profile)}`;
  const title = 'Receiving our NewsML-G2';
  const description = `The messages of ${publication.name} for syndication partners. ${profile.description}`;
  return {
    ...frameOf(context, {
      ...{ title, description, canonical, language: 'en' },
      jsonLd: writeJsonLd(pageGraph({ type: 'WebPage', url: canonical, title, description }, context)),
    }),
    profile,
    profiles: PROFILES.map((one) => ({ ...one, href: addressOf(one), isThis: one === profile })),
    choices: choicesOf(profile),
    extension: format.extension,
    types: { article: format.mediaType, feed: format.feedMediaType ?? format.mediaType },
    api: pathOf('apiDocs'),
    example: {
      article: addresses.article('SLUG', format.extension),
      feed: addresses.feed('all', format.extension),
      apiFeed: `${API_FEEDS}all${format.extension}`,
      changes: '/api/v1/changes',
    },
    guid: made[0]?.view.id,
    catalog: IPTC_CATALOG,
    // A recall shows only the elements that differ from a story.
    tables: elementsOf(
      profile,
      made.map(({ view }) => view),
      context,
    ),
    changes: made.map(({ change, view }) => ({ change, lines: recognitionLines(format.article?.(view, context)) })),
    schemes: ownSchemes(publication).map(({ alias, path, name, concepts }) => ({
      ...{ alias, name },
      uri: addresses.scheme(path),
      codes: concepts.map(({ code }) => code),
    })),
    losses: format.losses,
  };
}

function addressOf({ id }: Profile): string {
  return id === PROFILES[0].id ? pathOf('partnerGuide') : pathOf('partnerProfile', { profile: id });
}

const BODIES = {
  xhtml: 'XHTML',
  'xhtml-paragraphs': 'XHTML, paragraphs of plain text',
  nitf: 'NITF 3.6, in one block',
};
const MEDIA = {
  files: 'links to their files',
  items: 'separate items, linked from the text; a feed contains them too',
  package: 'in one message with the text and a package',
};
const NAMES = { all: 'every available language', own: 'the language of the story, and English', en: 'English' };

/** Describes the choices of a profile. */
function choicesOf(profile: Profile): [string, string][] {
  return [
    ['Version', `NewsML-G2 ${profile.standardVersion}, conformance power`],
    ['Text', BODIES[profile.body]],
    ['Pictures, videos, sounds', MEDIA[profile.media]],
    ['Codes', profile.codes === 'qcode' ? 'QCodes' : 'addresses (the URIs of QCodes)'],
    ['Our own schemes', profile.catalog === 'inline' ? 'in a catalog inside each item' : 'in a catalog at an address'],
    ['Names of Media Topics', NAMES[profile.names]],
    ['Headlines for other places', profile.otherHeadlines ? 'with a role' : 'left out'],
    ...(profile.forSuperdesk
      ? [
          [
            'For Superdesk',
            'IPTC Subject Codes beside Media Topics; places with the types that its parser expects',
          ] as [string, string],
        ]
      : []),
  ];
}

const SIGNIFICANT_ELEMENTS = /<(newsItem|embargoed|pubStatus|edNote|signal|versionCreated|contentModified)\b/;

/** Returns the lines by which a receiver recognizes the change. */
function recognitionLines(made: { readonly text: string } | object | undefined): string[] {
  const text = made !== undefined && 'text' in made ? made.text : '';
  const first = text.slice(Math.max(0, text.indexOf('<newsItem')), text.indexOf('</newsItem>'));
  return first
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => SIGNIFICANT_ELEMENTS.test(line))
    .map(shortNewsItem);
}

/** Shows guid and version of an item alone. */
function shortNewsItem(line: string): string {
  const about = line.startsWith('<newsItem') ? /guid="[^"]*" version="\d+"/.exec(line)?.[0] : undefined;
  return about === undefined ? line : `<newsItem ${about} …>`;
}
