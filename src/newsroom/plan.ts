import { isDeepStrictEqual } from 'node:util';
import type { LoggedChange } from '../archive/change-log.ts';
import type { Article, Content, RecordedChange } from '../article/article.ts';
import { PUBLIC } from '../article/audience.ts';
import type { Change } from '../article/change.ts';
import { mayGoTo } from '../article/destination.ts';
import { firstVersion, nextVersion, replayed } from '../article/life-cycle.ts';
import { publicAt } from '../article/public-life.ts';
import type { Submission } from '../article/submission.ts';
import { viewOf } from '../article/view.ts';
import { defined } from '../text/defined.ts';
import { earliest, type Instant } from '../text/instant.ts';
import { type Refused, refused } from './decision.ts';

/** Versions to store, in order, with the transition of each. Empty if nothing has changed. */
export type Plan = readonly PlannedStep[];

/** A version to store. */
export interface PlannedStep {
  readonly version: Article;
  readonly step: LoggedChange;
}

/** Returns the versions of a new story. */
export function firstPlan(submission: Submission, now: Instant): Plan | Refused {
  const { id, published, changes } = submission;
  const first = firstVersion(id, contentOf(submission), published as Instant);
  // A story submitted before its publication time is dated now.
  const replay = replayed({ ...first, versionCreatedAt: earliest([first.publishAt, now]) ?? now }, changes);
  if ('refused' in replay) return refused('impossible', replay.refused, `changes[${replay.index}]`);
  return [{ version: replay, step: changes.at(-1)?.kind ?? firstStep(replay, now) }];
}

function firstStep(article: Article, now: Instant): LoggedChange {
  const publicTime = publicAt(article);
  if (publicTime !== undefined && publicTime <= now) return 'publish';
  return article.embargo === undefined ? 'schedule' : 'embargo';
}

/** Returns the next versions of a stored story. */
export function nextPlan(stored: Article, submission: Submission, now: Instant): Plan | Refused {
  const wrong = contradiction(stored, submission, now);
  if (wrong !== undefined) return wrong;
  const content = contentOf(submission);
  const timed = rescheduled(stored, submission, now);
  if ('decision' in timed) return timed;
  const back = returned(timed, content, now);
  const early = tooEarly(stored, submission, now);
  if (early !== undefined) return early;
  const from = back?.version ?? timed;
  const plan = listedSteps({ from, before: back === undefined ? [] : [back] }, submission.changes, content);
  if ('decision' in plan || plan.length > 0) return plan;
  const isSame = timed === stored && isDeepStrictEqual(content, contentOf(stored));
  return isSame ? [] : silentEdit({ stored, timed }, content, now);
}

/** Refuses a change to a public story that is dated before its publication. */
function tooEarly(stored: Article, { changes }: Submission, now: Instant): Refused | undefined {
  const view = viewOf(stored, PUBLIC, now);
  const known = listedChanges(stored).length;
  const early = changes.findIndex(
    ({ at }, index) => index >= known && view !== undefined && at < view.firstPublishedAt,
  );
  if (early < 0) return undefined;
  const reason = `a ${changes[early]?.kind} at ${changes[early]?.at} is earlier than its publication (${view?.firstPublishedAt})`;
  return refused('impossible', reason, `changes[${early}]`);
}

/** Fields that an author can never change. */
function contradiction(stored: Article, submission: Submission, now: Instant): Refused | undefined {
  const known = listedChanges(stored);
  const altered = known.findIndex((change, index) => !isDeepStrictEqual(change, submission.changes[index]));
  if (altered >= 0) {
    const reason = '`changes` is append-only: an entry that is already stored was altered or removed';
    return refused('impossible', reason, `changes[${altered}]`);
  }
  if (stored.source !== undefined && submission.source?.provider !== stored.source.provider) {
    return refused('impossible', `it came from ${stored.source.provider}; only this provider can change it`, 'source');
  }
  if (stored.publishAt <= now && submission.feedId !== stored.feedId) {
    return refused('impossible', 'its `feedId` cannot be changed after publication', 'feedId');
  }
  const isPublic = viewOf(stored, PUBLIC, now) !== undefined;
  if (isPublic && !mayGoTo(submission.rights, 'web')) {
    const reason = `it was public from ${publicAt(stored)}: withhold or kill it to take it from the web`;
    return refused('impossible', reason, 'rights.destinations');
  }
  if (isPublic && !isDeepStrictEqual(submission.embargo, stored.embargo)) {
    const reason = `it was public from ${publicAt(stored)}: an embargo can neither be set nor changed any more`;
    return refused('impossible', reason, 'embargo');
  }
  return undefined;
}

/** Applies a new publication time, which may change until it is reached. */
function rescheduled(stored: Article, { published, embargo, rights }: Submission, now: Instant): Article | Refused {
  const publishAt = published as Instant;
  const isMoved = publishAt !== stored.publishAt;
  const isPublic = viewOf(stored, PUBLIC, now) !== undefined;
  if (isMoved && (isPublic || (stored.publishAt <= now && stored.embargo === undefined))) {
    return refused('impossible', `it was published at ${stored.publishAt}, which never changes`, 'published');
  }
  if (isMoved && stored.status !== 'usable') {
    return refused('impossible', `it is ${stored.status}: its time of publication cannot be changed`, 'published');
  }
  const comesToWeb = mayGoTo(rights, 'web') && !mayGoTo(stored.rights, 'web');
  const isSame = !isMoved && !comesToWeb && isDeepStrictEqual(embargo, stored.embargo);
  if (isPublic || isSame) return stored;
  const { embargo: _, releasedAt: _released, ...rest } = stored;
  const timed = defined({ ...rest, publishAt, embargo: stored.embargo });
  // A future story that becomes public now is public from now on, not from the time in the file.
  const publicTime = publicAt(
    embargo === undefined ? { ...rest, publishAt, rights } : { ...rest, publishAt, embargo, rights },
  );
  return publicTime !== undefined && publicTime <= now ? { ...timed, releasedAt: now } : timed;
}

/** Restores a story that was withheld because its file was removed, when the file is back. */
function returned(stored: Article, content: Content, now: Instant): PlannedStep | undefined {
  const last = stored.changes.at(-1);
  if (stored.status !== 'withheld' || last?.kind !== 'withhold' || last.unlisted !== true) return undefined;
  const version = nextVersion(stored, { kind: 'restore', at: now }, content);
  return 'refused' in version ? undefined : { version: unlisted(version), step: 'restore' };
}

/** Returns the changes that are not stored yet. */
function listedSteps(
  { from, before }: { readonly from: Article; readonly before: Plan },
  changes: readonly Change[],
  content: Content,
): Plan | Refused {
  const known = listedChanges(from).length;
  const plan: PlannedStep[] = [...before];
  for (const [index, change] of changes.slice(known).entries()) {
    const version = nextVersion(plan.at(-1)?.version ?? from, change, content);
    if ('refused' in version) return refused('impossible', version.refused, `changes[${known + index}]`);
    plan.push({ version, step: change.kind });
  }
  return plan;
}

/** True if a visible live page gets an update that readers have not seen. */
function hasNewUpdate(stored: Article, { live }: Content, now: Instant): boolean {
  if (viewOf(stored, PUBLIC, now)?.kind !== 'story') return false;
  const known = new Set(stored.live?.updates.map(({ id }) => id));
  return live?.updates.some(({ id, at }) => at <= now && !known.has(id)) ?? false;
}

/**
 * Plans a changed text without a new entry as a silent amendment, a new update of a live page as an update, and another
 * publication time as a reschedule.
 */
function silentEdit(
  { stored, timed }: { readonly stored: Article; readonly timed: Article },
  content: Content,
  now: Instant,
): Plan | Refused {
  // With new rights the story is restored, and the restored version is newer than its tombstone.
  const isBack = isOver(stored, now) && !isOver({ ...timed, ...content }, now);
  const isUpdate = isBack || hasNewUpdate(stored, content, now);
  const version = nextVersion(timed, { kind: isUpdate ? 'update' : 'amend', at: now }, content);
  if ('refused' in version) return refused('impossible', version.refused);
  return [{ version: unlisted(version), step: stepOf(stored, version) }];
}

function isOver({ rights }: Pick<Article, 'rights'>, now: Instant): boolean {
  return rights.endsAt !== undefined && rights.endsAt <= now;
}

function stepOf(stored: Article, version: Article): LoggedChange {
  if (version.releasedAt !== stored.releasedAt) return 'release';
  if (!isDeepStrictEqual(version.embargo, stored.embargo)) return 'embargo';
  if (version.publishAt !== stored.publishAt) return 'schedule';
  return version.changes.at(-1)?.kind ?? 'amend';
}

/** Marks the last change as one that is not in the list of changes. */
export function unlisted(version: Article): Article {
  const changes = version.changes.with(-1, { ...(version.changes.at(-1) as RecordedChange), unlisted: true });
  return { ...version, changes };
}

/** Returns the changes as the author wrote them, with which a new list of changes has to begin. */
export function listedChanges({ changes }: Pick<Article, 'changes'>): Change[] {
  return changes
    .filter((change) => change.unlisted !== true)
    .map(({ version: _version, unlisted: _unlisted, ...change }) => change);
}

/** Returns the fields that an editor writes, without those that newsroom and archive add. */
export function contentOf(from: Submission | Article): Content {
  const {
    id,
    draft,
    published,
    changes,
    version,
    status,
    publishAt,
    releasedAt,
    versionCreatedAt,
    formerMedia,
    ...content
  } = from as Submission & Article;
  return content;
}
