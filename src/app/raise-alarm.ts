import type { Logger } from 'pino';
import type { SendMail } from '../delivery/mail.ts';
import type { Post } from '../delivery/outbound.ts';
import type { Alarm } from '../delivery/partners/alarms.ts';
import type { Publication } from '../publication/publication.ts';
import { htmlOf } from '../text/html-of.ts';
import { type Instant, toMilliseconds } from '../text/instant.ts';

/** Dependencies of alarms. */
export interface AlarmDeps {
  readonly log: Logger;
  readonly publication: Pick<Publication, 'name'>;
  /** Address of the page of deliveries. */
  readonly page: string;
  readonly post: Post;
  /** Absent without a mail server. */
  readonly sendMail: SendMail | undefined;
}

/** Logs an alarm or a recovery, and sends it to its addresses; one that cannot be sent is in the log. */
export async function raiseAlarm(alarm: Alarm, deps: AlarmDeps, now: Instant): Promise<void> {
  const { url, email, ...about } = alarm;
  const { log, post, sendMail } = deps;
  const delivery = about.partner === undefined ? 'distribution by a hub' : 'delivery to a partner';
  if (about.state === 'alarm') log.error(about, `${delivery} is in trouble`);
  else log.info(about, `${delivery} has recovered`);
  const { partner, channel } = about;
  const failed = (err: unknown): void => log.error({ err, partner, channel }, 'sending an alarm failed');
  if (url !== undefined) await post(url, about).catch(failed);
  if (email === undefined) return;
  if (sendMail === undefined) {
    log.error({ partner, channel }, 'sending an alarm failed: there is no mail server (DATELINE_SMTP_URL)');
    return;
  }
  await sendMail({ to: email, date: new Date(toMilliseconds(now)), ...alarmEmail(about, deps) }).catch(failed);
}

function alarmEmail({ state, partner, channel, reason }: Alarm, { publication, page }: AlarmDeps) {
  const delivery = partner === undefined ? `distribution by ${channel}` : `delivery to ${partner} by ${channel}`;
  const subject = `${publication.name}: ${delivery} ${state === 'alarm' ? 'is in trouble' : 'has recovered'}`;
  const sentence = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
  const more = `Deliveries: ${page}`;
  const html = `<!doctype html>\n<html lang="en"><body>${[subject, sentence, more].map((text) => `<p>${htmlOf(text)}</p>`).join('')}</body></html>\n`;
  return { subject, text: `${[subject, sentence, more].join('\n\n')}\n`, html };
}
