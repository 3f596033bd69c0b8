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

/** A notification of a search engine, sent or due. */
export interface DeliveryStatus {
  readonly channel: string;
  readonly target: string;
  readonly state: string;
  readonly attempts: number;
  readonly dueAt: string;
  readonly response?: string;
  readonly respondedAt?: string;
}

/** Renders the submissions to search engines with their responses, for editors. */
export function deliveriesPage(context: FormatContext, deliveries: readonly DeliveryStatus[]): string {
  return renderTemplate('deliveries', deliveriesModel(context, deliveries));
}

/** Fields of the template `deliveries`. */
export function deliveriesModel(context: FormatContext, deliveries: readonly DeliveryStatus[]) {
  return { ...frameOf(context, { title: 'Deliveries' }), deliveries };
}
