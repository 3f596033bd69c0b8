import { leadImage, renditionOfRatio } from '../../article/media.ts';
import { summaryOf } from '../../article/summary.ts';
import type { Story } from '../../article/view.ts';
import { toOffsetDateTime } from '../../text/instant.ts';
import { genreName } from '../../vocabulary/genres.ts';
import { bylineOf } from '../byline.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import { identity, party } from './concepts.ts';
import type { G2Context } from './item.ts';
import { firstCreated } from './item-meta.ts';
import { ownCode } from './schemes.ts';
import { broaderCountry, subjects } from './subjects.ts';

const DIGITAL_SOURCE_TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/**
 * Returns `contentMeta`: icon, dates, then the administrative group, then the descriptive group (Guidelines, section
 * 20.9).
 */
export function contentMeta(story: Story, context: G2Context): XmlElement {
  return xml('contentMeta', {}, [
    icon(story, context),
    ...administrative(story, context),
    ...descriptive(story, context),
  ]);
}

function icon(story: Story, { addresses }: G2Context): XmlElement | undefined {
  const lead = leadImage(story.media);
  const file = lead && renditionOfRatio(lead, 16 / 9);
  if (file === undefined) return undefined;
  const { href, type, width, height } = file;
  return xml('icon', { href: addresses.absolute(href), contenttype: type, rendition: 'rnd:web', width, height });
}

function administrative(story: Story, context: G2Context): (XmlElement | undefined)[] {
  const { publication, addresses } = context;
  return [
    textElement('urgency', story.urgency?.toString()),
    ...contentDates(story, publication.timeZone),
    story.digitalSourceType && xml('digitalSourceType', { uri: DIGITAL_SOURCE_TYPE + story.digitalSourceType }),
    located(story),
    ...story.sources.map(({ name, url, role }) =>
      xml('infoSource', { ...(url === undefined ? { literal: name } : { uri: url }), role: `cpprole:${role}` }, [
        xml('name', {}, name),
      ]),
    ),
    ...story.bylines.map((who) => party('creator', who)),
    ...story.contributors.map((who) => party('contributor', who)),
    ...(story.contentWarnings ?? []).map((code) => xml('exclAudience', { qcode: `cwarn:${code}` })),
    story.held ? undefined : xml('altId', { type: ownCode('dlaltid', 'url') }, addresses.article(story.slug)),
    ...(story.feedId === story.id ? [] : [xml('altId', { type: ownCode('dlaltid', 'feed') }, story.feedId)]),
    ...(story.source === undefined || story.source.guid === story.id
      ? []
      : [xml('altId', { type: ownCode('dlaltid', 'source') }, story.source.guid)]),
  ];
}

/**
 * Returns the dates of the content: contentCreated ≤ contentModified ≤ versionCreated, else contentModified is left out
 * (Guidelines, section 20.9.1).
 */
function contentDates(story: Story, timeZone: string): XmlElement[] {
  const created = firstCreated(story);
  const modified = story.updatedAt > created && story.updatedAt <= story.versionCreatedAt ? story.updatedAt : undefined;
  return [
    xml('contentCreated', {}, toOffsetDateTime(created, timeZone)),
    ...(modified === undefined ? [] : [xml('contentModified', {}, toOffsetDateTime(modified, timeZone))]),
  ];
}

/** Returns the place of writing, which is not a subject (Guidelines, section 26.5). */
function located({ dateline, places, language }: Story): XmlElement | undefined {
  if (dateline === undefined) return undefined;
  const place = places.find(({ name }) => name.toLowerCase() === dateline.place.toLowerCase());
  const name = place?.name ?? dateline.place;
  const country = place?.country;
  return xml('located', { type: 'cpnat:geoArea', ...identity({ name, sameAs: place?.sameAs ?? [] }) }, [
    xml('name', { 'xml:lang': language }, name),
    country === undefined ? undefined : broaderCountry(country, language),
  ]);
}

function descriptive(story: Story, context: G2Context): (XmlElement | undefined)[] {
  const lang = { 'xml:lang': story.language };
  const genre = story.genre === undefined ? undefined : genreName(story.genre);
  return [
    xml('language', { tag: story.language }),
    genre === undefined
      ? undefined
      : xml('genre', { qcode: `genre:${story.genre}` }, [xml('name', { 'xml:lang': 'en' }, genre)]),
    ...story.keywords.map((keyword, index) => xml('keyword', { rank: index + 1, ...lang }, keyword)),
    ...subjects(story, context),
    textElement('slugline', story.slugline, { separator: '-' }),
    xml('headline', lang, story.headline),
    ...(context.profile.otherHeadlines ? story.headlines : []).map(({ role, text }) =>
      xml('headline', { ...lang, role: ownCode('dlheadline', role) }, text),
    ),
    textElement('dateline', story.dateline && (story.dateline.text ?? story.dateline.place), lang),
    textElement('by', bylineOf(story), lang),
    xml('creditline', {}, story.creditLine ?? context.publication.name),
    textElement('description', summaryOf(story), { ...lang, role: 'drol:summary' }),
  ];
}
