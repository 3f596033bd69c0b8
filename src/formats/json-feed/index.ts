import type { Format } from '../format.ts';
import { SEARCH_LOSSES } from '../search-losses.ts';
import { jsonFeedEnvelope, jsonFeedItem } from './from-view.ts';
import { checkJsonFeed } from './rules.ts';

/** JSON Feed 1.1. Written as a plain object: the package `feed` supports version 1.0 with a single author. */
export const jsonFeed: Format = {
  id: 'json-feed',
  name: 'JSON Feed 1.1',
  specification: 'https://www.jsonfeed.org/version/1.1/',
  mediaType: 'application/feed+json',
  extension: '.json',
  destination: 'feeds',
  losses: [
    ...SEARCH_LOSSES,
    { field: 'creditLine', because: 'no property for a text' },
    { field: 'contentWarnings', because: 'no property' },
    { field: 'version', because: 'no key; `date_modified` moves with changes that readers should notice' },
    { field: 'urgency', because: 'no key' },
    { field: 'slugline', because: 'no key' },
    { field: 'headlines', because: 'an item has one title' },
    { field: 'people, organisations, places, events', because: 'no key for entities and their identity' },
    { field: 'subjects (scheme)', because: 'tags are names alone' },
    { field: 'contributors, bylines[].email', because: 'no key' },
    { field: 'sources', because: 'no key' },
    { field: 'related, series', because: 'no key' },
    { field: 'rights', because: 'no key' },
    { field: 'digitalSourceType', because: 'no key' },
    { field: 'media[].caption, media[].credit, media[].focalPoint', because: 'an attachment has a title alone' },
    { field: 'direction', because: 'no key; `language` states the language' },
    { field: 'dateline', because: 'no key' },
    { field: 'created, expires', because: 'no key; an expired story leaves the feed' },
    { field: 'live', because: 'no key; its updates are in the text' },
    { field: 'source', because: 'no key for the identity that it came with' },
    { field: 'slug', because: 'it is the end of the address' },
    { field: 'media[].alt beside a title, media[].poster, media[].created, media[].rights', because: 'no key' },
  ],
  history: true,
  item: jsonFeedItem,
  envelope: jsonFeedEnvelope,
  check: checkJsonFeed,
};
