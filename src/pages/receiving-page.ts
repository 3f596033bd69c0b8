import { pathOf } from '../addresses/paths.ts';
import type { FormatContext } from '../formats/format.ts';
import { elementsOf } from '../formats/newsml-g2/guide.ts';
import { newsmlG2 } from '../formats/newsml-g2/index.ts';
import { PROFILES, type Profile } from '../formats/newsml-g2/profile.ts';
import { ownSchemes } from '../formats/newsml-g2/schemes.ts';
import { IPTC_CATALOG } from '../vocabulary/iptc-catalog.ts';
import { frameOf } from './frame.ts';
import { specimens } from './specimen.ts';
import { renderTemplate } from './templates.ts';

/**
 * "Receiving our NewsML-G2": what a partner needs to know before the first message, made from the code that sends it.
 * @param id of a profile; the first one if absent
 * @returns `undefined` if there is no such profile
 */
export function receivingPage(context: FormatContext, id?: string): string | undefined {
  const profile = PROFILES.find((one) => one.id === (id ?? PROFILES[0].id));
  const format = [newsmlG2, ...(newsmlG2.profiles ?? [])].find((one) => one.profile === profile?.id);
  if (profile === undefined || format === undefined) return undefined;
  const { publication, addresses } = context;
  const made = specimens(publication);
  const canonical = `${addresses.base}${addressOf(profile)}`;
  return renderTemplate('receiving', {
    ...frameOf(context, { title: 'Receiving our NewsML-G2', canonical, language: 'en' }),
    profile,
    profiles: PROFILES.map((one) => ({ ...one, href: addressOf(one), isThis: one === profile })),
    choices: choicesOf(profile),
    extension: format.extension,
    types: { article: format.mediaType, feed: format.feedMediaType ?? format.mediaType },
    example: { article: addresses.article('SLUG', format.extension), feed: addresses.feed('all', format.extension) },
    guid: made[0]?.view.id,
    catalog: IPTC_CATALOG,
    // A recall is looked at without what it has in common with a story.
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
  });
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
  items: 'items of their own, linked from the text; a feed brings them along',
  package: 'in one message with the text and a package',
};
const NAMES = { all: 'every language that we have', own: 'the language of the story, and English', en: 'English' };

/** What this profile chose where partners want different things. */
function choicesOf(profile: Profile): [string, string][] {
  return [
    ['Version', `NewsML-G2 ${profile.standardVersion}, conformance power`],
    ['Text', BODIES[profile.body]],
    ['Pictures, videos, sounds', MEDIA[profile.media]],
    ['Codes', profile.codes === 'qcode' ? 'QCodes' : 'addresses (the URI twins of QCodes)'],
    ['Our own schemes', profile.catalog === 'inline' ? 'in a catalog inside each item' : 'in a catalog at an address'],
    ['Names of Media Topics', NAMES[profile.names]],
    ['Headlines for other places', profile.otherHeadlines ? 'with a role' : 'left out'],
    ...(profile.forSuperdesk
      ? [
          ['For Superdesk', 'IPTC Subject Codes beside Media Topics; places typed as its parser looks for them'] as [
            string,
            string,
          ],
        ]
      : []),
  ];
}

const TELLING_ELEMENTS = /<(newsItem|embargoed|pubStatus|edNote|signal|versionCreated|contentModified)\b/;

/** The lines by which a receiver tells what happened. */
function recognitionLines(made: { readonly text: string } | object | undefined): string[] {
  const text = made !== undefined && 'text' in made ? made.text : '';
  const first = text.slice(Math.max(0, text.indexOf('<newsItem')), text.indexOf('</newsItem>'));
  return first
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => TELLING_ELEMENTS.test(line))
    .map((line) =>
      line.replace(/^<newsItem.*? guid="([^"]*)" version="(\d+)".*$/, '<newsItem guid="$1" version="$2" …>'),
    );
}
