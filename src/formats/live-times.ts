import type { Story } from '../article/view.ts';
import type { FormatContext } from './format.ts';

/** The heading of a live update, as views write it: with the time in UTC. */
const HEADING = /(<section id="[^"]*" class="live-update"><h2>)<time datetime="([^"]+)">[^<]*<\/time>/g;

/** Returns the text of a live page with the times of its updates in the time zone of the publication, as `hh:mm`. */
export function withLocalTimes(html: string, { live, language }: Story, { publication }: FormatContext): string {
  if (live === undefined) return html;
  const { timeZone } = publication;
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
