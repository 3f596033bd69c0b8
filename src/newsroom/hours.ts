import type { Archive, CommitStep, DueStep } from '../archive/archive.ts';
import type { Article } from '../article/article.ts';
import { ENTITLED, PUBLIC, viewOf } from '../article/view.ts';
import type { Instant } from '../text/instant.ts';

/** How many steps are taken at a time. */
const AT_ONCE = 100;

/** Who did it. */
const CLOCK = 'clock';

/**
 * Writes down what the clock has done: releases, expiries, ends of rights, each once, whichever of several machines gets
 * there first, also those of hours at which no machine was running. What anybody sees follows from the time itself and
 * waits for no entry.
 * @returns how many entries were written
 */
export async function passHours(archive: Archive, now: Instant): Promise<number> {
  let written = 0;
  for (;;) {
    const steps = await archive.due(now, AT_ONCE);
    for (const due of steps) {
      const article = await archive.byId(due.articleId);
      const step = article && entryFor(article, due, now);
      if (await archive.commitDue(due, step, now)) written++;
    }
    if (steps.length < AT_ONCE) return written;
  }
}

/** Nothing is told of a story that the hour did not concern: one that was killed before it, for instance. */
function entryFor(article: Article, { at, change }: DueStep, now: Instant): CommitStep | undefined {
  const { id: articleId, version } = article;
  const step = { entry: { at, articleId, version, change, actor: CLOCK, origin: CLOCK } };
  const view = viewOf(article, PUBLIC, now);
  // From its hour on a story under embargo is with those partners who hold it.
  if (change === 'embargo')
    return view === undefined && viewOf(article, ENTITLED, at)?.kind === 'story' ? step : undefined;
  if (view === undefined) return undefined;
  if (change === 'release' && view.firstPublishedAt !== at) return undefined;
  if (change === 'expire' && viewOf(article, PUBLIC, at)?.kind !== 'story') return undefined;
  if (change === 'rightsEnd' && article.status !== 'usable') return undefined;
  return step;
}
