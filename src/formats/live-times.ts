import { noticeDate } from '../article/reader-labels.ts';
import type { Story } from '../article/view.ts';
import { htmlOf } from '../text/html-of.ts';
import type { Instant } from '../text/instant.ts';
import type { FormatContext } from './format.ts';

/** The heading of a live update, as views write it: with the time in UTC. */
const HEADING =
  /(<section id="[^"]{0,200}" class="live-update"><h2>)<time datetime="([^"]{1,40})">[^<]{0,200}<\/time>/g;

/** The label of a public notice, as views write it: with the date in UTC. */
const NOTICE = /(<aside class="notice"><p><strong>[^<]*)<time datetime="([^"]+)">[^<]*<\/time>/g;

/**
 * Returns a text with the dates of its notices in the time zone of the publication, and on a live page with the times of
 * its updates, as `hh:mm`.
 */
export function withLocalTimes(html: string, story: Story, { publication }: FormatContext): string {
  const { timeZone } = publication;
  const { language } = story;
  const dated = html.replace(NOTICE, (_, start: string, at: Instant) => {
    return `${start}<time datetime="${at}">${htmlOf(noticeDate({ at }, language, timeZone))}</time>`;
  });
  return withUpdateTimes(dated, story, timeZone);
}

function withUpdateTimes(html: string, { live, language }: Story, timeZone: string): string {
  if (live === undefined) return html;
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone });
  const days = new Set(live.updates.map(({ at }) => day.format(new Date(at))));
  return html.replace(HEADING, (_, start: string, at: string) => {
    const date = new Date(at);
    // The day matters on a page of several days alone.
    const words = days.size > 1 ? `${day.format(date)}, ${time.format(date)}` : time.format(date);
    return `${start}<time datetime="${at}">${words}</time>`;
  });
}
