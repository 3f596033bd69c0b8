import type { Element } from 'hast';
import { element } from '../text/element.ts';
import { writeBody } from '../text/html-tree.ts';
import type { Instant } from '../text/instant.ts';
import type { Content } from './article.ts';
import type { Notice } from './view.ts';

/** The parts of a story's text for readers. */
export interface ReaderText {
  /** The stored text that the audience may read, as HTML. */
  readonly text: string;
  readonly notices: readonly Notice[];
  readonly live: Content['live'];
}

/** Returns a story's HTML for readers: notices first, then the text, live updates last; the newest of each first. */
export function readerHtml({ text, notices, live }: ReaderText): string {
  const updates = (live?.updates ?? []).toSorted((a, b) => (a.at < b.at ? 1 : -1)).map(liveSection);
  return `${written(notices.toReversed().map(noticeAside))}${text}${updates.join('')}`;
}

function written(children: Element[]): string {
  return children.length === 0 ? '' : writeBody({ type: 'root', children });
}

function noticeAside({ text, at }: Notice): Element {
  const day = element('time', { dateTime: at }, [{ type: 'text', value: at.slice(0, 10) }]);
  const paragraph = element('p', {}, [{ type: 'text', value: `${text} (` }, day, { type: 'text', value: ')' }]);
  return element('aside', { className: ['notice'] }, [paragraph]);
}

/** Returns an update as HTML; its text is in normal form already. */
function liveSection(update: NonNullable<Content['live']>['updates'][number]): string {
  const time = element('time', { dateTime: update.at }, [{ type: 'text', value: timeOf(update.at) }]);
  const headline = update.headline === undefined ? [] : [{ type: 'text' as const, value: ` ${update.headline}` }];
  const heading = element('h2', {}, [time, ...headline]);
  const section = written([element('section', { id: update.id, className: ['live-update'] }, [heading])]);
  return `${section.slice(0, -SECTION_END.length)}${update.body}${SECTION_END}`;
}

const SECTION_END = '</section>';

/** Formats an instant in UTC: `2026-03-02 09:00 UTC`. */
function timeOf(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
