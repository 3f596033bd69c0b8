import { fromTemporal, type Instant } from '../../text/instant.ts';

/**
 * Returns the next time at which messages are sent together.
 * @param times of day, such as `07:30`; at once if empty
 * @param timeZone the IANA time zone of the times
 */
export function digestTime(now: Instant, times: readonly string[], timeZone: string): Instant {
  if (times.length === 0) return now;
  const start = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone);
  const moments = [0, 1].flatMap((days) =>
    times.map((time) => start.add({ days }).withPlainTime(Temporal.PlainTime.from(time))),
  );
  const later = moments.filter((moment) => Temporal.ZonedDateTime.compare(moment, start) >= 0);
  const [next = start] = later.toSorted(Temporal.ZonedDateTime.compare);
  return fromTemporal(next.toInstant());
}
