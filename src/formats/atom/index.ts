import type { Format } from '../format.ts';
import { SEARCH_LOSSES } from '../search-losses.ts';
import { atomItem } from './from-view.ts';
import { checkAtom } from './rules.ts';
import { atomEnvelope } from './serialize.ts';

/** Atom 1.0 (RFC 4287) with deleted entries (RFC 6721). */
export const atom: Format = {
  id: 'atom',
  name: 'Atom 1.0',
  specification: 'https://www.rfc-editor.org/rfc/rfc4287',
  mediaType: 'application/atom+xml',
  extension: '.atom',
  destination: 'feeds',
  losses: [
    ...SEARCH_LOSSES,
    { field: 'contentWarnings', because: 'no element' },
    { field: 'version', because: 'Atom has no versions; `updated` moves with changes that readers should notice' },
    { field: 'creditLine', because: 'no element for a text' },
    { field: 'urgency', because: 'no element' },
    { field: 'slugline', because: 'no element' },
    { field: 'headlines', because: 'an entry has one title' },
    { field: 'people, organisations, places, events', because: 'no element for entities and their identity' },
    { field: 'sources', because: '`source` is for entries copied from another feed' },
    { field: 'series', because: 'no element' },
    { field: 'rights.usageTerms, rights.dataMining', because: '`rights` contains the notice, a link the licence' },
    { field: 'digitalSourceType', because: 'no element' },
    {
      field: 'media[].caption, media[].credit but those of the lead picture, media[].focalPoint',
      because: 'an enclosure has a title alone; the lead picture is in the text',
    },
    { field: 'direction', because: 'no attribute; `xml:lang` states the language' },
    { field: 'dateline', because: 'no element' },
    { field: 'created, expires', because: 'no element; an expired story leaves the feed' },
    { field: 'live', because: 'no element; its updates are in the text' },
    { field: 'source', because: 'no element for the identity that it came with' },
    { field: 'slug', because: 'it is the end of the link' },
    { field: 'media[].alt beside a title, media[].poster, media[].created, media[].rights', because: 'no attribute' },
  ],
  history: true,
  item: atomItem,
  envelope: atomEnvelope,
  check: checkAtom,
};
