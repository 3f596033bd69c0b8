import { ENTITLED } from '../article/audience.ts';
import { firstVersion, replayed } from '../article/life-cycle.ts';
import { type LifeCycleEvent, type LifeCycleEventName, lifeCycleEvents } from '../article/specimens.ts';
import { type SubmissionInput, submissionSchema } from '../article/submission.ts';
import { type View, viewOf } from '../article/view.ts';
import type { Publication } from '../publication/publication.ts';
import type { Instant } from '../text/instant.ts';

const MEDIA: NonNullable<SubmissionInput['media']> = [
  {
    kind: 'image',
    renditions: [
      { href: 'https://example.com/bank.jpg', type: 'image/jpeg', width: 1600, height: 900, bytes: 250_000 },
    ],
    title: 'The bank',
    caption: 'The bank, seen from the river.',
    alt: 'A grey building with columns',
    credit: 'Pat Photographer / Photo Agency',
    creator: { name: 'Pat Photographer' },
    created: '2026-02-20T12:00:00Z',
    digitalSourceType: 'digitalCapture',
  },
  {
    kind: 'video',
    renditions: [{ href: 'https://example.com/bank.mp4', type: 'video/mp4', width: 1280, height: 720, duration: 12 }],
    poster: { href: 'https://example.com/still.jpg', type: 'image/jpeg', width: 1280, height: 720 },
    title: 'The meeting',
  },
];

/** Returns a fictional story with every field that partners receive. */
function specimenFields({ authority, sections, language, staff }: Publication): SubmissionInput {
  return {
    id: `tag:${authority.domain},${authority.year}:article:${'0'.repeat(26)}`,
    slug: 'specimen',
    language,
    headline: 'Rates held after a surprise fall in inflation',
    headlines: [{ role: 'seo', text: 'Central bank holds rates' }],
    standfirst: 'The bank kept its rates and signalled a cut.',
    slugline: 'UK-RATES-BANK',
    dateline: { place: 'London', text: 'LONDON, March 2' },
    section: sections[0]?.key ?? 'news',
    genre: 'Current',
    urgency: 3,
    keywords: ['interest rates'],
    subjects: ['20000350'],
    people: [
      {
        name: 'Andrew Example',
        about: true,
        jobTitle: 'Governor',
        sameAs: ['http://www.wikidata.org/entity/Q42', 'https://bank.example.com/andrew'],
      },
    ],
    organisations: [{ name: 'Bank of Examples', url: 'https://bank.example.com/' }],
    places: [
      {
        name: 'London',
        country: 'GB',
        latitude: 51.5085,
        longitude: -0.1257,
        sameAs: ['https://sws.geonames.org/2643743/'],
      },
    ],
    events: [{ name: 'Spring meeting', starts: '2026-03-02T09:00:00Z', ends: '2026-03-02T11:00:00Z' }],
    bylines: [
      { name: 'Jane Doe' },
      ...(staff[0] === undefined ? [] : [{ name: staff[0].name, kind: staff[0].kind, staff: staff[0].key }]),
    ],
    contributors: [{ name: 'Sam Editor', role: 'contentEditor' }],
    sources: [{ name: 'Office for Examples', url: 'https://office.example.com/' }],
    series: { name: 'Money matters' },
    digitalSourceType: 'humanEdits',
    contentWarnings: ['flashingLights'],
    created: '2026-03-02T08:40:00Z',
    expires: '2026-06-01T00:00:00Z',
    published: '2026-03-02T09:00:00Z',
    feedId: 'https://old.example.com/?p=17',
    source: { provider: 'https://agency.example/', guid: 'urn:newsml:agency.example:1' },
    editorNote: 'The governor asked for his title in full.',
    body: '<p>The bank kept its rates at 4.25 percent.</p>',
    media: MEDIA,
    related: [{ relation: 'seeAlso', url: 'https://example.com/inflation', title: 'Meaning of the figures' }],
    rights: {
      endsAt: '2030-01-01T00:00:00Z',
      acquire: 'https://example.com/licences',
      licence: 'https://example.com/terms',
    },
  };
}

const EVENTS = lifeCycleEvents({
  before: '2026-03-03T10:00:00Z',
  at: '2026-03-04T10:00:00Z',
  later: '2026-04-01T00:00:00Z',
});
const VIEWED_AT = '2026-03-05T00:00:00Z' as Instant;

/** Events after which partners receive something, in the order in which partners encounter them. */
const FOR_PARTNERS: readonly LifeCycleEventName[] = [
  'publish',
  'amend',
  'update',
  'correct',
  'withhold',
  'restore',
  'kill',
  'under embargo',
  'under conditional embargo',
];

/** Returns the story after each event, as an entitled partner sees it. */
export function specimens(publication: Publication): { readonly change: string; readonly view: View }[] {
  return FOR_PARTNERS.flatMap((name) => {
    const event: LifeCycleEvent = EVENTS[name];
    const submission = { ...specimenFields(publication), ...event.fields, changes: event.changes ?? [] };
    const { id, published, changes, draft: _, ...content } = submissionSchema.parse(submission);
    const article = replayed(firstVersion(id, content, published as Instant), changes);
    const view = 'refused' in article ? undefined : viewOf(article, ENTITLED, VIEWED_AT);
    return view === undefined ? [] : [{ change: event.label, view }];
  });
}
