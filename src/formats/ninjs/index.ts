import type { Format, Loss } from '../format.ts';
import { SEARCH_LOSSES } from '../search-losses.ts';
import { DIALECTS, type Dialect } from './dialects.ts';
import { ninjsList, ninjsOf } from './from-view.ts';
import { checkNinjs } from './rules.ts';
import type { Ninjs } from './shape.ts';

const LOSSES: readonly Loss[] = [
  ...SEARCH_LOSSES,
  { field: 'creditLine', because: 'no property for a text' },
  { field: 'direction', because: 'no property; it follows from the language' },
  { field: 'dateline.text', because: '`located` is the place alone' },
  {
    field: 'people[].jobTitle, organisations[].url, places[].country, events[].starts',
    because: 'a concept has a name and an address',
  },
  {
    field: 'bylines[].email, bylines[].jobTitle, bylines[].kind',
    because: 'a source has a name, a role and an address',
  },
  { field: 'series', because: 'no property' },
  { field: 'live', because: 'no property; its updates are in the text' },
  { field: 'access', because: 'no property; a paid story is `partial`' },
  { field: 'contentWarnings', because: '`exclAudience` is for events alone' },
  { field: 'rights.translations, rights.acquire', because: 'one notice, and one of policy or link' },
  { field: 'media[].focalPoint, media[].poster', because: 'no property that means the same' },
  { field: 'embargo.condition', because: 'only the time; until its release such a story is `withheld`, with a note' },
  { field: 'signal', because: 'no property; the note is in `edNote`' },
];

/** Returns the losses of a dialect, in addition to those of ninjs. */
const FURTHER: Readonly<Record<string, readonly Loss[]>> = {
  '2.1': [{ field: 'digitalSourceType', because: 'it came with 2.2' }],
  superdesk: [
    { field: 'headlines', because: 'one headline' },
    { field: 'people, organisations, events, sources, contributors', because: 'its parsers read subjects and places' },
    { field: 'digitalSourceType, feedId, source, rights.dataMining', because: 'not in its dialect' },
    {
      field: 'slug, related, canonical',
      because: 'it downloads renditions of a text as its original, and makes an item of each association',
    },
  ],
};

/** Creates the format ninjs (https://iptc.org/standards/ninjs/) in one of its versions. */
function inDialect(dialect: Dialect): Format {
  const isDefault = dialect === DIALECTS[0];
  const write = (object: Ninjs): string => `${JSON.stringify(dialect.write(object), null, 2)}\n`;
  return {
    id: isDefault ? 'ninjs' : `ninjs-${dialect.id}`,
    name: dialect.name,
    specification: 'https://iptc.org/std/ninjs/',
    mediaType: 'application/json',
    extension: isDefault ? '.ninjs.json' : `.${dialect.id}.ninjs.json`,
    destination: 'wire',
    forPartners: true,
    history: true,
    datesItself: true,
    profile: dialect.id,
    losses: [...LOSSES, ...(FURTHER[dialect.id] ?? [])],
    article: (view, context) => ({ text: write(ninjsOf(view, context)) }),
    item: (view, _feed, context) => ({ text: JSON.stringify(ninjsOf(view, context)) }),
    parsesItems: true,
    envelope: (feed, items, context) =>
      write(
        ninjsList(
          feed,
          items.map((item) => JSON.parse(item) as Ninjs),
          context,
        ),
      ),
    check: checkNinjs,
  };
}

const [standard, ...others] = DIALECTS.map(inDialect) as [Format, ...Format[]];

/** ninjs 3.2, with older versions and Superdesk's dialect. */
export const ninjs: Format = { ...standard, profiles: others };
