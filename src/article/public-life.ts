import { defined } from '../text/defined.ts';
import { type Instant, latest } from '../text/instant.ts';
import type { Article, RecordedChange, Status } from './article.ts';
import { mayGoTo } from './destination.ts';
import { windowEnd } from './windows.ts';

/** A story's public history up to an instant. Events before publication are not part of it. */
export interface PublicLife {
  readonly status: Status;
  readonly firstPublishedAt: Instant;
  /** The last change that a reader should notice: publication, update, live update, correction, restoration. */
  readonly updatedAt: Instant;
  /** Time of the withdrawal, if it is withdrawn. */
  readonly hiddenAt?: Instant;
  /** Public notices of the withdrawal, oldest first. */
  readonly hidingNotices?: readonly string[];
  /** Changes visible to the public, oldest first. */
  readonly changes: readonly RecordedChange[];
  /** Time of the last change of the public view, silent edits and scheduled transitions included. */
  readonly lastChangedAt: Instant;
}

const NOTICED: readonly string[] = ['update', 'correct', 'restore'];

/**
 * Returns the public history of a story; `undefined` if it has never been public.
 * @param instant of the request
 */
export function publicLife(article: Article, instant: Instant): PublicLife | undefined {
  const first = firstPublic(article);
  if (first === undefined || first.at > instant) return undefined;
  const changes = article.changes.slice(first.changesBefore).filter(({ at }) => at <= instant);
  const rightsEnd = passed(article.rights.endsAt, instant);
  const hiding = changes.findLast(({ kind }) => kind === 'withhold' || kind === 'kill');
  const byNewsroom = article.status !== 'usable';
  const hiddenAt = byNewsroom ? hiding?.at : passed(rightsEndedAt(article), instant);
  return defined({
    status: byNewsroom ? article.status : rightsEnd === undefined ? 'usable' : 'withheld',
    firstPublishedAt: first.at,
    updatedAt:
      latest([first.at, changes.findLast(({ kind }) => NOTICED.includes(kind))?.at, newestUpdate(article, instant)]) ??
      first.at,
    hiddenAt,
    ...(byNewsroom && hiding !== undefined ? { hidingNotices: noticesFrom(changes, hiding) } : {}),
    changes,
    lastChangedAt:
      latest([
        first.at,
        ...changes.map(({ at }) => at),
        ...(article.live?.updates.map(({ at }) => passed(at, instant)) ?? []),
        passed(article.live?.ends, instant),
        passed(rightsEndedAt(article), instant),
        ...article.media.map(({ rights }) => passed(rights?.endsAt, instant)),
        passed(article.expires, instant),
      ]) ?? first.at,
  });
}

/**
 * Returns the time at which the rights end for readers. An end in the past that an editor entered later begins with that
 * version: the deletion of an entry is never older than the entry.
 */
export function rightsEndedAt({
  rights: { endsAt },
  versionCreatedAt,
}: Pick<Article, 'rights' | 'versionCreatedAt'>): Instant | undefined {
  return endsAt === undefined ? undefined : latest([endsAt, versionCreatedAt]);
}

/** Returns the time of the newest visible update of a live page, which readers should notice as any other update. */
export function newestUpdate({ live }: Pick<Article, 'live'>, instant: Instant): Instant | undefined {
  return latest(live?.updates.map(({ at }) => passed(at, instant)) ?? []);
}

/**
 * Returns the history of a story for partners who hold embargoed stories: from its publication time on, regardless of
 * the embargo. Changes under embargo are part of it.
 */
export function entitledLife(article: Article, instant: Instant): PublicLife | undefined {
  const { embargo: _, releasedAt: _released, ...transmitted } = forPartners(article);
  const life = publicLife(transmitted, instant);
  const time = publicAt(forPartners(article));
  if (life === undefined || time === undefined || time <= life.firstPublishedAt) return life;
  // The end of the embargo is a change for partners who held the story.
  const lastChangedAt = latest([life.lastChangedAt, passed(time, instant)]) ?? life.lastChangedAt;
  return { ...life, firstPublishedAt: time, lastChangedAt };
}

/** Returns a story without the limits of its destinations: the story as it is public for partners who may have it. */
export function forPartners(article: Article): Article {
  if (mayGoTo(article.rights, 'web')) return article;
  const { destinations: _, excluded: _excluded, ...rights } = article.rights;
  return { ...article, rights };
}

/** Returns the notices of a withdrawal: its own, and later amendments. */
function noticesFrom(changes: readonly RecordedChange[], hiding: RecordedChange): string[] {
  return changes.slice(changes.indexOf(hiding)).flatMap(({ notice }) => notice ?? []);
}

/**
 * Returns the time from which the public may see a story: its publication, the end of its embargo, or the time at which
 * an editor lifted it. An embargo without a time lasts until an editor lifts it; a story that is not for the web has none.
 */
export function publicAt({
  publishAt,
  embargo,
  releasedAt,
  rights,
}: Pick<Article, 'publishAt' | 'embargo' | 'releasedAt' | 'rights'>): Instant | undefined {
  if (!mayGoTo(rights, 'web')) return undefined;
  if (releasedAt !== undefined) return latest([publishAt, releasedAt]);
  if (embargo === undefined) return publishAt;
  return embargo.until === undefined ? undefined : latest([publishAt, embargo.until]);
}

/** Returns the sort key of a story in feeds: its first publication, as far as it is determined now. */
export function feedTime(article: Article): Instant | undefined {
  return firstPublic(article)?.at ?? publicAt(article);
}

interface FirstPublic {
  readonly at: Instant;
  /** Number of changes before it, which are not public. */
  readonly changesBefore: number;
}

/**
 * Returns the first instant at which the story was usable after its publication time. A story that was withdrawn before
 * it and never restored has none, nor one whose rights had ended by then.
 */
function firstPublic(article: Article): FirstPublic | undefined {
  const time = publicAt(article);
  if (time === undefined) return undefined;
  const first = firstUsable(article, time);
  const { endsAt } = article.rights;
  return first !== undefined && endsAt !== undefined && endsAt <= first.at ? undefined : first;
}

function firstUsable({ changes }: Article, time: Instant): FirstPublic | undefined {
  let usable = true;
  for (const [index, { kind, at }] of changes.entries()) {
    // A change in the second of publication comes after it: readers may have seen the story.
    if (usable && at >= time) return { at: time, changesBefore: index };
    if (kind === 'withhold' || kind === 'kill') usable = false;
    if (kind === 'restore') {
      usable = true;
      if (at >= time) return { at, changesBefore: index + 1 };
    }
  }
  return usable ? { at: time, changesBefore: changes.length } : undefined;
}

function passed(boundary: Instant | undefined, instant: Instant): Instant | undefined {
  return boundary !== undefined && boundary <= instant ? boundary : undefined;
}

/** A change that time makes, and that is recorded in the log. */
export type TimedChange = 'embargo' | 'release' | 'expire' | 'rightsEnd' | 'liveUpdate' | 'mediaRightsEnd';

/** An instant at which time alone changes a view, with the scheduled transition, if it is one. */
export interface Boundary {
  readonly at: Instant;
  readonly change?: TimedChange;
}

/**
 * Returns every boundary of a story, past ones included, unordered: its publication, its expiry, the end of its rights,
 * live updates, the end of its notice and tombstone.
 */
export function boundariesOf(article: Article): Boundary[] {
  const { publishAt, expires, rights, live, media } = article;
  const time = publicAt(article);
  const hiding = article.changes.findLast(({ kind }) => kind === 'withhold' || kind === 'kill')?.at;
  const hidden = [hiding, rightsEndedAt(article)].filter((at) => at !== undefined);
  const corrected = lastCorrection(article);
  const first = feedTime(article);
  return [
    // Partners get a story under embargo from its publication time on.
    defined({ at: publishAt, change: article.embargo === undefined ? undefined : 'embargo' }),
    ...(time === undefined ? [] : [{ at: time, change: 'release' } as const]),
    ...(expires === undefined ? [] : [{ at: expires, change: 'expire' } as const]),
    ...(rights.endsAt === undefined ? [] : [{ at: rights.endsAt, change: 'rightsEnd' } as const]),
    ...(live?.updates.map(({ at }) => ({ at, change: 'liveUpdate' }) as const) ?? []),
    ...(live?.ends === undefined ? [] : [{ at: live.ends }]),
    ...media.flatMap(({ rights: of }) =>
      of?.endsAt === undefined ? [] : [{ at: of.endsAt, change: 'mediaRightsEnd' } as const],
    ),
    ...[corrected, ...(live?.updates.map(({ at }) => at) ?? [])].flatMap((at) =>
      at === undefined ? [] : [{ at: windowEnd('correction', at) }],
    ),
    ...(first === undefined ? [] : [{ at: windowEnd('news', first) }]),
    ...hidden.flatMap((at) => [{ at: windowEnd('notice', at) }, { at: windowEnd('tombstone', at) }]),
  ];
}

/**
 * Returns the time of a story's last change noticeable to readers: a published change, or its removal.
 * @param now expiry counts from its time on; a future publication is included
 */
export function noticedAt(article: Article, now: Instant): Instant | undefined {
  const time = feedTime(article);
  const life = time && publicLife(article, latest([time, now]) ?? now);
  if (life === undefined) return undefined;
  return latest([life.updatedAt, life.hiddenAt, passed(article.expires, now)]);
}

/** Returns the time of a story's last public correction, including one that becomes public with the story. */
export function lastCorrection(article: Article): Instant | undefined {
  const first = firstPublic(article);
  if (first === undefined) return undefined;
  return article.changes.slice(first.changesBefore).findLast(({ kind }) => kind === 'correct')?.at;
}
