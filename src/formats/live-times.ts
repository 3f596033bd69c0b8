import { noticeDate } from '../article/reader-labels.ts';
import type { Story } from '../article/view.ts';
import { htmlOf } from '../text/html-of.ts';
import type { Instant } from '../text/instant.ts';
import type { FormatContext } from './format.ts';

/** The start of the heading of a live update, as views write it; the time follows, in UTC. */
const HEADING = ' class="live-update"><h2>';

/** The start of the label of a public notice, as views write it; the date follows its name, in UTC. */
const NOTICE = '<aside class="notice"><p><strong>';

/**
 * Returns a text with the dates of its notices in the time zone of the publication, and on a live page with the times of
 * its updates, as `hh:mm`.
 */
export function withLocalTimes(html: string, story: Story, { publication }: FormatContext): string {
  const { timeZone } = publication;
  const { language } = story;
  const dated = withTimes(html, NOTICE, (at) => htmlOf(noticeDate({ at }, language, timeZone)));
  return withUpdateTimes(dated, story, timeZone);
}

function withUpdateTimes(html: string, { live, language }: Story, timeZone: string): string {
  if (live === undefined) return html;
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone });
  const days = new Set(live.updates.map(({ at }) => day.format(new Date(at))));
  return withTimes(html, HEADING, (at) => {
    const date = new Date(at);
    // The day matters on a page of several days alone.
    return days.size > 1 ? `${day.format(date)}, ${time.format(date)}` : time.format(date);
  });
}

const TIME_START = '<time datetime="';
const TIME_END = '</time>';

/** Replaces the words of the first time behind each marker, if nothing but text is between the two. */
function withTimes(html: string, marker: string, wordsOf: (at: Instant) => string): string {
  const [before = '', ...parts] = html.split(marker);
  const changed = parts.map((part) => {
    const start = part.indexOf('<');
    if (!part.startsWith(TIME_START, start)) return part;
    const from = start + TIME_START.length;
    const quote = part.indexOf('"', from);
    const words = part.indexOf('>', quote) + 1;
    const end = part.indexOf(TIME_END, words);
    return `${part.slice(0, words)}${wordsOf(part.slice(from, quote) as Instant)}${part.slice(end)}`;
  });
  return [before, ...changed].join(marker);
}
