import type { FormatContext } from '../formats/format.ts';
import type { Finding } from '../text/finding.ts';
import { directionOf } from '../text/language.ts';
import { frameOf } from './frame.ts';
import { renderTemplate } from './templates.ts';

/** What the publisher says of itself. */
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

/** An error as a page; it says nothing of what was asked for. */
export function errorPage(context: FormatContext, { title, detail }: { title: string; detail: string }): string {
  return renderTemplate('message', { ...frameOf(context, { title }), heading: title, text: detail });
}

/** One file of the content folder and what became of it. */
export interface FileStatus {
  readonly file: string;
  readonly state: string;
  readonly findings: readonly Finding[];
}

/** What the editors of a content folder want to know: which files are refused, and why. */
export function statusPage(context: FormatContext, files: readonly FileStatus[]): string {
  return renderTemplate('status', { ...frameOf(context, { title: 'Status of the content folder' }), files });
}

/** Something that was told to somebody outside, or is to be. */
export interface DeliveryStatus {
  readonly channel: string;
  readonly target: string;
  readonly state: string;
  readonly attempts: number;
  readonly dueAt: string;
  readonly response?: string;
  readonly respondedAt?: string;
}

/** What search engines were told, and what they answered. */
export function deliveriesPage(context: FormatContext, deliveries: readonly DeliveryStatus[]): string {
  return renderTemplate('deliveries', { ...frameOf(context, { title: 'Deliveries' }), deliveries });
}
