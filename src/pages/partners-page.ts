import { pathOf } from '../addresses/paths.ts';
import type { View } from '../article/view.ts';
import type { FormatContext } from '../formats/format.ts';
import { FORMATS } from '../formats/index.ts';
import { pageGraph, writeJsonLd } from '../formats/json-ld/index.ts';
import { PARTNER_FORMATS } from '../publication/partner.ts';
import { frameOf } from './frame.ts';
import { specimens } from './specimen.ts';
import { renderTemplate } from './templates.ts';

/** Rules of delivery, in units for people. */
export interface DeliveryRules {
  readonly firstWaitSeconds: number;
  readonly longestWaitMinutes: number;
  readonly daysOfRetries: number;
  readonly daysOfRetriesForRecalls: number;
  readonly answerSeconds: number;
  readonly rotationHours: number;
}

/** Paths of the HTTP API, as partners write them. */
const API = { account: '/api/v1/account', queue: '/api/v1/queue', feeds: '/api/v1/feeds/all.newsml.xml' };

/** Renders the page for partners: messages, signatures, retries, and samples of every change, from the code. */
export function partnersPage(context: FormatContext, rules: DeliveryRules): string {
  return renderTemplate('partners', partnersModel(context, rules));
}

/** Fields of the template `partners`. */
export function partnersModel(context: FormatContext, rules: DeliveryRules) {
  const { publication, addresses } = context;
  const canonical = addresses.of('partners');
  const title = 'For partners';
  const description = `Messages of ${publication.name} for syndication partners: formats, signatures, retries, samples.`;
  const all = FORMATS.flatMap((format) => [format, ...(format.profiles ?? [])]);
  const formats = PARTNER_FORMATS.flatMap((id) => all.find((format) => format.id === id) ?? []);
  return {
    ...frameOf(context, {
      title,
      description,
      canonical,
      language: 'en',
      jsonLd: writeJsonLd(pageGraph({ type: 'WebPage', url: canonical, title, description }, context)),
    }),
    publisher: publication.name,
    email: publication.email,
    api: { ...API, docs: pathOf('apiDocs') },
    guide: pathOf('partnerGuide'),
    formats: formats.map(({ id, name, mediaType }) => ({ id, name, mediaType })),
    rules,
    statuses: STATUSES,
    samples: specimens(publication).map(({ change, view }) => ({
      change,
      headers: headersOf(view),
      effect: effectOf(view),
    })),
  };
}

const STATUSES = [
  { status: '2xx', meaning: 'The message is confirmed. Answer so when you have stored it, and no sooner.' },
  { status: '429, 503', meaning: 'The message comes again; not before the time in Retry-After.' },
  { status: '410', meaning: 'Sending is paused until you and we agree to resume.' },
  { status: '3xx', meaning: 'Redirects are not followed: the message comes again to the same address.' },
  { status: 'others, or none', meaning: 'The message comes again, with growing pauses.' },
] as const;

/** Returns the headers of a message about a view, without those of its signature. */
function headersOf(view: View): [string, string][] {
  return [
    ['Dateline-Change', changeOf(view)],
    ['Dateline-Story', view.id],
    ['Dateline-Version', String(view.version)],
    ['Dateline-Status', view.kind === 'story' ? 'usable' : view.status],
  ];
}

function changeOf(view: View): string {
  if (view.kind === 'tombstone') return view.status === 'canceled' ? 'kill' : 'withhold';
  if (view.version === 1) return view.held ? 'embargo' : 'publish';
  if (view.signal !== undefined) return view.signal.kind === 'correction' ? 'correct' : 'update';
  return view.updatedAt === view.versionCreatedAt ? 'restore' : 'amend';
}

function effectOf(view: View): string {
  if (view.kind === 'tombstone') {
    return view.status === 'canceled'
      ? 'Remove the story at once, everywhere, for good: text, pictures, archives, social media.'
      : 'Remove the story until it is restored.';
  }
  if (view.held) return 'Store the story, and publish it when its embargo ends.';
  return view.version === 1 ? 'Publish the story.' : 'Replace the story.';
}
