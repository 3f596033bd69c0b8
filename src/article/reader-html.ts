import type { Element } from 'hast';
import { element } from '../text/element.ts';
import { writeBody } from '../text/html-tree.ts';
import type { Instant } from '../text/instant.ts';
import type { Content } from './article.ts';
import { keyPointsLabel, noticeDate, noticeLabel, noticePunctuation } from './reader-labels.ts';
import type { Notice } from './view.ts';

/** The parts of a story's text for readers. */
export interface ReaderText {
  /** The stored text that the audience may read, as HTML. */
  readonly text: string;
  readonly notices: readonly Notice[];
  readonly live: Content['live'];
  /** That of the story. */
  readonly language: string;
}

/**
 * Returns a story's HTML for readers: notices first, then key points, the text, and live updates last; the newest of each
 * first.
 */
export function readerHtml({ text, notices, live, language }: ReaderText): string {
  const updates = (live?.updates ?? []).toSorted((a, b) => (a.at < b.at ? 1 : -1)).map(liveSection);
  return `${written(notices.toReversed().map((notice) => noticeAside(notice, language)))}${keyPointsOf(live, language)}${text}${updates.join('')}`;
}

function keyPointsOf(live: Content['live'], language: string): string {
  const { keyPoints = [] } = live ?? {};
  if (keyPoints.length === 0) return '';
  const heading = element('h2', {}, [{ type: 'text', value: keyPointsLabel(language) }]);
  const items = keyPoints.map((value) => element('li', {}, [{ type: 'text', value }]));
  return written([element('section', { className: ['key-points'] }, [heading, element('ul', {}, items)])]);
}

function written(children: Element[]): string {
  return children.length === 0 ? '' : writeBody({ type: 'root', children });
}

/** The label is bold and contains the only time: it is recognized by that, and removed when the text comes back. */
function noticeAside(notice: Notice, language: string): Element {
  const day = element('time', { dateTime: notice.at }, [{ type: 'text', value: noticeDate(notice, language) }]);
  const { comma, colon } = noticePunctuation(language);
  const words = { type: 'text', value: `${noticeLabel(notice, language)}${comma}` } as const;
  const label = element('strong', {}, [words, day, { type: 'text', value: colon }]);
  const paragraph = element('p', {}, [label, { type: 'text', value: ` ${notice.text}` }]);
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
