import { type Finding, warning } from '../../text/finding.ts';
import type { Format } from '../format.ts';
import { SEARCH_LOSSES } from '../search-losses.ts';
import { profiledItem, rssItem } from './from-view.ts';
import { RSS_PROFILES, type RssProfile } from './profile.ts';
import { checkRss } from './rules.ts';
import { rssEnvelope } from './serialize.ts';

const plain: Format = {
  id: 'rss',
  name: 'RSS 2.0',
  specification: 'https://www.rssboard.org/rss-specification',
  mediaType: 'application/rss+xml',
  extension: '.rss',
  destination: 'feeds',
  losses: [
    ...SEARCH_LOSSES,
    { field: 'contentWarnings', because: 'no element' },
    { field: 'version', because: 'RSS has no versions; `atom:updated` and `dcterms:modified` move instead' },
    { field: 'urgency', because: 'no element' },
    { field: 'slugline', because: 'no element' },
    { field: 'headlines', because: 'an item has one title' },
    { field: 'people, organisations, places, events', because: 'no element for entities and their identity' },
    { field: 'bylines[].url, bylines[].email', because: '`dc:creator` is a name alone' },
    { field: 'creditLine', because: 'no element for a text' },
    { field: 'contributors', because: 'no element that feed readers support' },
    { field: 'related, series', because: 'no element' },
    {
      field: 'rights.usageTerms, rights.dataMining',
      because: '`dc:rights` holds the notice, `dcterms:license` the licence',
    },
    { field: 'digitalSourceType', because: 'no element' },
    { field: 'media[].focalPoint', because: 'no element' },
    { field: 'direction', because: 'no element; `dc:language` states the language' },
    { field: 'dateline', because: 'no element' },
    { field: 'created, expires', because: 'no element; an expired story leaves the feed' },
    { field: 'live', because: 'no element; its updates are in the text' },
    { field: 'source', because: 'no element for the identity that it came with' },
    { field: 'slug', because: 'it is the end of the link' },
    {
      field: 'media[].alt beside a caption, media[].poster, media[].created, media[].rights but the notice',
      because: 'no element',
    },
  ],
  datesItself: true,
  history: true,
  item: rssItem,
  envelope: (feed, items, context) => rssEnvelope({ feed, items }, context),
  check: (document) => checkRss(document),
};

/** Returns RSS for one receiver profile. */
function inProfile(profile: RssProfile): Format {
  const { history: _, ...format } = plain;
  const extension = `.${profile.id}.rss`;
  return {
    ...format,
    id: `rss-${profile.id}`,
    name: `RSS for ${profile.name}`,
    specification: profile.reference,
    extension,
    forPartners: true,
    destination: 'platforms',
    profile: profile.id,
    most: profile.most,
    item: (view, feed, context) => profiledItem(view, { feed, profile }, context),
    envelope: (feed, items, context) => rssEnvelope({ feed, items }, context, { ...profile, extension }),
    check: (document) => [...checkRss(document, profile.rules), ...sizeFindings(document, profile)],
  };
}

function sizeFindings(document: string, { name, maxBytes }: RssProfile): Finding[] {
  if (maxBytes === undefined || Buffer.byteLength(document) <= maxBytes) return [];
  const message = `The feed is larger than ${maxBytes / 1024 / 1024} MB: ${name} may not read it. Lower \`feeds.items\`.`;
  return [warning('rss-profile/size', message)];
}

/** RSS 2.0 (https://www.rssboard.org/rss-specification) after the RSS Advisory Board's Best Practices Profile. */
export const rss: Format = { ...plain, profiles: RSS_PROFILES.map(inProfile) };
