import type { Archive } from '../archive/archive.ts';
import type { CommitStep } from '../archive/commits.ts';
import type { ScheduledTransition } from '../archive/scheduler.ts';
import type { Article } from '../article/article.ts';
import { ENTITLED, PUBLIC } from '../article/audience.ts';
import { viewOf } from '../article/view.ts';
import type { Instant } from '../text/instant.ts';

/** Transitions recorded in one batch. */
const BATCH_SIZE = 100;

/** Actor of scheduled transitions. */
const CLOCK = 'clock';

/**
 * Records due transitions: releases, expiries, live updates, and ends of rights of stories and pictures, each once on whichever machine is first, including
 * those that became due while no machine was running. Views follow from the time itself and do not depend on these
 * entries.
 * @returns number of recorded entries
 */
export async function recordDueTransitions(archive: Archive, now: Instant): Promise<number> {
  let written = 0;
  for (;;) {
    const steps = await archive.scheduler.due(now, BATCH_SIZE);
    for (const due of steps) {
      const article = await archive.articles.byId(due.articleId);
      const step = article && entryFor(article, due, now);
      if (await archive.scheduler.record(due, step, now)) written++;
    }
    if (steps.length < BATCH_SIZE) return written;
  }
}

/** Returns the log entry of a transition; none if it no longer applies, as after a kill. */
function entryFor(article: Article, { at, change }: ScheduledTransition, now: Instant): CommitStep | undefined {
  const { id: articleId, version } = article;
  const step = { entry: { at, articleId, version, change, actor: CLOCK, origin: CLOCK } };
  const view = viewOf(article, PUBLIC, now);
  // From its time on, an embargoed story is available to entitled partners.
  if (change === 'embargo')
    return view === undefined && viewOf(article, ENTITLED, at)?.kind === 'story' ? step : undefined;
  if (change === 'liveUpdate' || change === 'mediaRightsEnd') return isShown(article, at) ? step : undefined;
  if (view === undefined) return undefined;
  if (change === 'release' && view.firstPublishedAt !== at) return undefined;
  if (change === 'expire' && viewOf(article, PUBLIC, at)?.kind !== 'story') return undefined;
  if (change === 'rightsEnd' && article.status !== 'usable') return undefined;
  return step;
}

/** True if readers or partners had the story before an instant, and have it then. */
function isShown(article: Article, at: Instant): boolean {
  const view = viewOf(article, ENTITLED, at);
  return view?.kind === 'story' && !view.expired && view.firstPublishedAt < at;
}
