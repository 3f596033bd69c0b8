import type { FormatContext } from '../formats/format.ts';
import { pageGraph, writeJsonLd } from '../formats/json-ld/index.ts';
import type { Finding } from '../text/finding.ts';
import { directionOf } from '../text/language.ts';
import { frameOf } from './frame.ts';
import { renderTemplate } from './templates.ts';

/** Renders the page about the publication. */
export function aboutPage(context: FormatContext): string {
  return renderTemplate('about', aboutModel(context));
}

/** Fields of the template `about`. */
export function aboutModel(context: FormatContext) {
  const { publication, addresses } = context;
  const title = `About ${publication.name}`;
  const parts = (publication.about ?? '').split(/\n{2,}/).map((part) => {
    const heading = /^#{1,6} (.+)$/.exec(part)?.[1]?.trim();
    return heading === undefined ? { text: part } : { heading, id: heading.toLowerCase().replace(/[^a-z]+/g, '-') };
  });
  const url = addresses.of('about');
  const { description } = publication;
  const type = publication.email === undefined ? 'AboutPage' : (['AboutPage', 'ContactPage'] as const);
  return {
    ...frameOf(context, {
      ...{ title, description, canonical: url },
      direction: directionOf(publication.language),
      jsonLd: writeJsonLd(pageGraph({ type, url, title, description }, context)),
    }),
    parts,
    staff: publication.staff,
    email: publication.email,
  };
}

/** Renders an error; the page contains nothing of the request. */
export function errorPage(context: FormatContext, page: { title: string; detail: string }): string {
  return renderTemplate('message', errorModel(context, page));
}

/** Fields of the template `message`. */
export function errorModel(context: FormatContext, { title, detail }: { title: string; detail: string }) {
  return { ...frameOf(context, { title }), heading: title, text: detail };
}

/** A content file with its state. */
export interface FileStatus {
  readonly file: string;
  readonly state: string;
  readonly findings: readonly Finding[];
}

/** Renders the states and findings of the content files, for editors. */
export function statusPage(context: FormatContext, files: readonly FileStatus[]): string {
  return renderTemplate('status', statusModel(context, files));
}

/** Fields of the template `status`. */
export function statusModel(context: FormatContext, files: readonly FileStatus[]) {
  return { ...frameOf(context, { title: 'Status of the content folder' }), files };
}

/** A notification of a search engine, or a message to a partner. */
export interface DeliveryStatus {
  readonly channel: string;
  readonly target: string;
  readonly state: string;
  readonly attempts: number;
  readonly dueAt: string;
  readonly response?: string;
  readonly respondedAt?: string;
}

/** A message to a partner. */
export interface MessageStatus extends Omit<DeliveryStatus, 'target'> {
  readonly partner: string;
  readonly story: string;
  readonly version: number;
  readonly change: string;
}

/** A channel of a partner. */
export interface PartnerStatus {
  readonly partner: string;
  readonly name: string;
  readonly channel: string;
  readonly format: string;
  readonly state: string;
  readonly waiting: number;
  readonly oldest?: string;
  readonly lastSuccessAt?: string;
  readonly lastResponse?: string;
}

/** The subscribers of a feed. */
export interface TopicStatus {
  readonly topic: string;
  readonly count: number;
  readonly waiting: number;
  readonly failing: number;
}

/** A hub of others that distributes our feeds. */
export interface HubStatus {
  readonly hub: string;
  readonly leaseUntil?: string;
  readonly receivedAt?: string;
  /** Time since which it owes a content. */
  readonly pendingSince?: string;
  /** The response to the last request for a subscription. */
  readonly response?: string;
}

/** Everything that is sent to others. */
export interface DeliveryOverview {
  /** The one with the oldest waiting message first. */
  readonly partners: readonly PartnerStatus[];
  readonly messages: readonly MessageStatus[];
  readonly topics: readonly TopicStatus[];
  readonly hubs: readonly HubStatus[];
  /** Submissions to search engines, networks and hubs. */
  readonly submissions: readonly DeliveryStatus[];
}

/** Renders partners, subscribers and submissions with their responses, for editors. */
export function deliveriesPage(context: FormatContext, overview: DeliveryOverview): string {
  return renderTemplate('deliveries', deliveriesModel(context, overview));
}

/** Fields of the template `deliveries`. */
export function deliveriesModel(context: FormatContext, overview: DeliveryOverview) {
  const failing = overview.partners.filter(({ state }) => state === 'failing').length;
  const waiting = overview.partners.reduce((sum, partner) => sum + partner.waiting, 0);
  return { ...frameOf(context, { title: 'Deliveries' }), ...overview, failing, waiting };
}
