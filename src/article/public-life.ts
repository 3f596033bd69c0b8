import { addSeconds, type Instant, latest } from '../text/instant.ts';
import type { Article, RecordedChange, Status } from './article.ts';

/** What the public has seen of a story up to an instant. What happened before publication does not exist for it. */
export interface PublicLife {
  readonly status: Status;
  readonly firstPublishedAt: Instant;
  /** The last change that a reader should notice: publication, update, correction, restoration. */
  readonly updatedAt: Instant;
  /** When it was hidden, if it is. */
  readonly hiddenAt?: Instant;
  /** The sentences for readers that go with the hiding, oldest first. */
  readonly hidingNotices?: readonly string[];
  /** The changes that the public can know of, oldest first. */
  readonly changes: readonly RecordedChange[];
  /** When what the public sees last became different, silent edits and the clock's own steps included. */
  readonly lastChangedAt: Instant;
}

const NOTICED: readonly string[] = ['update', 'correct', 'restore'];

/**
 * The public life of a story, or `undefined` if it has never been public.
 * @param instant the moment of asking
 */
export function publicLife(article: Article, instant: Instant): PublicLife | undefined {
  const first = firstPublic(article);
  if (first === undefined || first.at > instant) return undefined;
  const changes = article.changes.slice(first.changesBefore).filter(({ at }) => at <= instant);
  const rightsEnd = passed(article.rights.endsAt, instant);
  const hiding = changes.findLast(({ kind }) => kind === 'withhold' || kind === 'kill');
  const byNewsroom = article.status !== 'usable';
  const hiddenAt = byNewsroom ? hiding?.at : rightsEnd;
  return {
    status: byNewsroom ? article.status : rightsEnd === undefined ? 'usable' : 'withheld',
    firstPublishedAt: first.at,
    updatedAt: changes.findLast(({ kind }) => NOTICED.includes(kind))?.at ?? first.at,
    ...(hiddenAt === undefined ? {} : { hiddenAt }),
    ...(byNewsroom && hiding !== undefined ? { hidingNotices: noticesFrom(changes, hiding) } : {}),
    changes,
    lastChangedAt:
      latest([
        first.at,
        ...changes.map(({ at }) => at),
        ...(article.live?.updates.map(({ at }) => passed(at, instant)) ?? []),
        rightsEnd,
        ...article.media.map(({ rights }) => passed(rights?.endsAt, instant)),
        passed(article.expires, instant),
      ]) ?? first.at,
  };
}

/**
 * The life of a story as an entitled partner sees it: from its hour on, whatever embargo the partner has to hold it
 * under. What happened under embargo happened for the partner too.
 */
export function entitledLife(article: Article, instant: Instant): PublicLife | undefined {
  const { embargo: _, releasedAt: _released, ...transmitted } = article;
  const life = publicLife(transmitted, instant);
  const hour = publicAt(article);
  if (life === undefined || hour === undefined || hour <= life.firstPublishedAt) return life;
  // That it may be used now is a change to whoever held it.
  const lastChangedAt = latest([life.lastChangedAt, passed(hour, instant)]) ?? life.lastChangedAt;
  return { ...life, firstPublishedAt: hour, lastChangedAt };
}

/** What was said of a hiding: with it, or in an amendment of its notice since. */
function noticesFrom(changes: readonly RecordedChange[], hiding: RecordedChange): string[] {
  return changes.slice(changes.indexOf(hiding)).flatMap(({ notice }) => notice ?? []);
}

/**
 * The hour from which the public may see a story: that of publication, that at which its embargo ends or that at which
 * an editor ended it. Without an hour for its end an embargo lasts until an editor ends it.
 */
export function publicAt({
  publishAt,
  embargo,
  releasedAt,
}: Pick<Article, 'publishAt' | 'embargo' | 'releasedAt'>): Instant | undefined {
  if (releasedAt !== undefined) return latest([publishAt, releasedAt]);
  if (embargo === undefined) return publishAt;
  return embargo.until === undefined ? undefined : latest([publishAt, embargo.until]);
}

/** The hour by which a story stands in feeds: its first public moment as far as it can be known now. */
export function feedTime(article: Article): Instant | undefined {
  return firstPublic(article)?.at ?? publicAt(article);
}

interface FirstPublic {
  readonly at: Instant;
  /** How many changes came before it, which the public therefore does not know of. */
  readonly changesBefore: number;
}

/**
 * The first moment at which the story was usable and its hour had come. A story that was withheld or killed before its
 * hour and never restored has none, nor one whose rights had ended by then.
 */
function firstPublic(article: Article): FirstPublic | undefined {
  const hour = publicAt(article);
  if (hour === undefined) return undefined;
  const first = firstUsable(article, hour);
  const { endsAt } = article.rights;
  return first !== undefined && endsAt !== undefined && endsAt <= first.at ? undefined : first;
}

function firstUsable({ changes }: Article, hour: Instant): FirstPublic | undefined {
  let usable = true;
  for (const [index, { kind, at }] of changes.entries()) {
    // A step in the very second of publication comes after it: somebody may have seen the story.
    if (usable && at >= hour) return { at: hour, changesBefore: index };
    if (kind === 'withhold' || kind === 'kill') usable = false;
    if (kind === 'restore') {
      usable = true;
      if (at >= hour) return { at, changesBefore: index + 1 };
    }
  }
  return usable ? { at: hour, changesBefore: changes.length } : undefined;
}

function passed(boundary: Instant | undefined, instant: Instant): Instant | undefined {
  return boundary !== undefined && boundary <= instant ? boundary : undefined;
}

/** A moment at which the clock alone changes what somebody sees, and the step of the life cycle that it is, if any. */
export interface Boundary {
  readonly at: Instant;
  readonly change?: 'embargo' | 'release' | 'expire' | 'rightsEnd';
}

/**
 * Every such moment of a story, past ones included, in no order: its publication, its expiry, the end of its rights, the
 * hours of live updates, the end of what stands in its place.
 */
export function boundariesOf(article: Article): Boundary[] {
  const { publishAt, expires, rights, live, media } = article;
  const hour = publicAt(article);
  const hiding = article.changes.findLast(({ kind }) => kind === 'withhold' || kind === 'kill')?.at;
  const hidden = [hiding, rights.endsAt].filter((at) => at !== undefined);
  const corrected = lastCorrection(article);
  const first = feedTime(article);
  return [
    // Partners have a story under embargo from its hour on.
    { at: publishAt, ...(article.embargo === undefined ? {} : { change: 'embargo' }) } as const,
    ...(hour === undefined ? [] : [{ at: hour, change: 'release' } as const]),
    ...(expires === undefined ? [] : [{ at: expires, change: 'expire' } as const]),
    ...(rights.endsAt === undefined ? [] : [{ at: rights.endsAt, change: 'rightsEnd' } as const]),
    ...(live?.updates.map(({ at }) => ({ at })) ?? []),
    ...media.flatMap(({ rights: of }) => (of?.endsAt === undefined ? [] : [{ at: of.endsAt }])),
    ...(corrected === undefined ? [] : [{ at: correctionEnds(corrected) }]),
    ...(first === undefined ? [] : [{ at: newsEnds(first) }]),
    ...hidden.flatMap((at) => [{ at: noticeEnds(at) }, { at: tombstoneEnds(at) }]),
  ];
}

const DAY = 24 * 60 * 60;

/** How long a story is news for search engines (Google News sitemaps: two days). */
export function newsEnds(firstPublishedAt: Instant): Instant {
  return addSeconds(firstPublishedAt, 2 * DAY);
}

/** What was first published after that moment is news at an instant. */
export function newsSince(instant: Instant): Instant {
  return addSeconds(instant, -2 * DAY);
}

/**
 * When readers last noticed something of a story: a change that they were told of, or that it is there no more.
 * @param now the end of its time counts once it has come; its publication is told beforehand
 */
export function noticedAt(article: Article, now: Instant): Instant | undefined {
  const hour = feedTime(article);
  const life = hour && publicLife(article, latest([hour, now]) ?? now);
  if (life === undefined) return undefined;
  return latest([life.updatedAt, life.hiddenAt, passed(article.expires, now)]);
}

/** How long a killed story's public notice stays in the feeds that the story was in. */
export function noticeEnds(hiddenAt: Instant): Instant {
  return addSeconds(hiddenAt, 7 * DAY);
}

/** How long a correction keeps its story in every feed that it is in. */
export function correctionEnds(correctedAt: Instant): Instant {
  return addSeconds(correctedAt, 7 * DAY);
}

/** What was corrected since then is kept in its feeds at an instant. */
export function correctionsSince(instant: Instant): Instant {
  return addSeconds(instant, -7 * DAY);
}

/** When a story was last corrected in public, or will have been once its hour has come. */
export function lastCorrection(article: Article): Instant | undefined {
  const first = firstPublic(article);
  if (first === undefined) return undefined;
  return article.changes.slice(first.changesBefore).findLast(({ kind }) => kind === 'correct')?.at;
}

/** What was hidden until then is not told any more at an instant. */
export function tombstonesSince(instant: Instant): Instant {
  return addSeconds(instant, -30 * DAY);
}

/** How long a feed says that a story is gone (law 11 of the life cycle). */
export function tombstoneEnds(hiddenAt: Instant): Instant {
  return addSeconds(hiddenAt, 30 * DAY);
}
