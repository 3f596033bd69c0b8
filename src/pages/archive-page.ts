import { archivePath, pathOf } from '../addresses/paths.ts';
import type { Story } from '../article/view.ts';
import type { PageNumbers } from '../feeds/page-numbers.ts';
import type { FormatContext } from '../formats/format.ts';
import { listGraph, writeJsonLd } from '../formats/json-ld/index.ts';
import { MARKDOWN_EXTENSION, markdownLine, markdownList } from '../formats/markdown/index.ts';
import { type Frame, frameOf } from './frame.ts';
import { cardsOf } from './listing.ts';
import { numbersOf } from './page-links.ts';
import { renderTemplate } from './templates.ts';

/** A period of the archive: its months or days, or a page of the stories of one day. */
export interface Calendar extends PageNumbers {
  /** `2026-03`, `2026-03-02`, or empty for the whole archive. */
  readonly name: string;
  /** Months of the archive, or days of a month, newest first, with the number of their stories. */
  readonly parts: readonly { readonly name: string; readonly count: number }[];
  readonly stories: readonly Story[];
}

/** Renders the archive: its months, the days of a month, or the stories of a day (UTC). */
export function archivePage(calendar: Calendar, context: FormatContext): string {
  return renderTemplate('archive', archiveModel(calendar, context));
}

/** Returns the stories of a day as a list in Markdown. */
export function archiveMarkdown({ name, stories, page, pages }: Calendar, context: FormatContext): string {
  const { publication, addresses } = context;
  const { language, name: publisher } = publication;
  const canonical = addresses.absolute(archivePath(name, page));
  const about = pages > 1 ? `, page ${page} of ${pages}` : '';
  const facts = {
    title: named(name, language),
    description: `Stories published by ${publisher} on ${name} (UTC)${about}.`,
    ...{ language, canonical },
  };
  const items = stories.map((story) => markdownLine(story, context)).filter((line) => line !== undefined);
  return markdownList(facts, items);
}

/** Fields of the template `archive`. */
export function archiveModel({ name, parts, stories, ...numbers }: Calendar, context: FormatContext) {
  const { publication, addresses } = context;
  const { page } = numbers;
  const heading = name === '' ? 'Archive' : named(name, publication.language);
  const url = name === '' ? addresses.of('archive') : addresses.absolute(archivePath(name, page));
  const when = name === '' ? ', by month' : name.length === 7 ? ` in ${heading}` : ` on ${heading} (UTC)`;
  const description = `Stories published by ${publication.name}${when}.`;
  return {
    ...frameOf(context, { title: heading, description, canonical: url, ...markdownOf(name, page, context) }),
    heading,
    parts: parts.map((part) => ({
      href: pathOf('archivePeriod', { period: part.name }),
      title: named(part.name, publication.language),
      machine: part.name,
      count: part.count,
    })),
    stories: cardsOf(stories, context),
    numbers: numbersOf(numbers, (number) => archivePath(name, number)),
    up:
      name === ''
        ? undefined
        : name.length === 7
          ? pathOf('archive')
          : pathOf('archivePeriod', { period: name.slice(0, 7) }),
    jsonLd: writeJsonLd(listGraph({ url, title: heading, description, stories }, context)),
  };
}

/** Formats a month or a day for readers. */
function named(name: string, language: string): string {
  const date = new Date(name.length === 7 ? `${name}-01` : name);
  const day = name.length === 7 ? {} : ({ day: 'numeric' } as const);
  return new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', ...day, timeZone: 'UTC' }).format(date);
}

/** Returns the link to a day in Markdown; nothing for months, and where Markdown is off. */
function markdownOf(
  name: string,
  page: number,
  { publication, addresses }: FormatContext,
): Partial<Pick<Frame, 'alternates'>> {
  if (name.length !== 10 || !publication.markdown) return {};
  const href = addresses.absolute(archivePath(name, page, MARKDOWN_EXTENSION));
  return { alternates: [{ href, title: 'Markdown', type: 'text/markdown' }] };
}
