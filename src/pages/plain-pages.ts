import type { FormatContext } from '../formats/format.ts';
import type { Finding } from '../text/finding.ts';
import { directionOf } from '../text/language.ts';
import { frameOf } from './frame.ts';
import { renderTemplate } from './templates.ts';

/** Renders the page about the publication. */
export function aboutPage(context: FormatContext): string {
  const { publication, addresses } = context;
  const title = `About ${publication.name}`;
  const parts = (publication.about ?? '').split(/\n{2,}/).map((part) => {
    const heading = /^#+ +(.+)$/.exec(part)?.[1];
    return heading === undefined ? { text: part } : { heading, id: heading.toLowerCase().replace(/[^a-z]+/g, '-') };
  });
  return renderTemplate('about', {
    ...frameOf(context, {
      title,
      canonical: `${addresses.base}/about`,
      direction: directionOf(publication.language),
    }),
    parts,
    staff: publication.staff,
    email: publication.email,
  });
}

/** Renders an error; the page contains nothing of the request. */
export function errorPage(context: FormatContext, { title, detail }: { title: string; detail: string }): string {
  return renderTemplate('message', { ...frameOf(context, { title }), heading: title, text: detail });
}

/** A content file with its state. */
export interface FileStatus {
  readonly file: string;
  readonly state: string;
  readonly findings: readonly Finding[];
}

/** Renders the states and findings of the content files, for editors. */
export function statusPage(context: FormatContext, files: readonly FileStatus[]): string {
  return renderTemplate('status', { ...frameOf(context, { title: 'Status of the content folder' }), files });
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
  return renderTemplate('deliveries', { ...frameOf(context, { title: 'Deliveries' }), deliveries });
}
