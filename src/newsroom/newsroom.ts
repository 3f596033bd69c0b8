import { isDeepStrictEqual } from 'node:util';
import type { Archive, LoggedChange } from '../archive/archive.ts';
import type { Article, Content, RecordedChange } from '../article/article.ts';
import type { Change } from '../article/change.ts';
import { firstVersion, nextVersion, replayed } from '../article/life-cycle.ts';
import type { Submission } from '../article/submission.ts';
import type { Instant } from '../text/instant.ts';

/** A story handed in, and by whom. */
export interface Command {
  readonly submission: Submission;
  /** Who did it. */
  readonly actor: string;
  /** Which way it came. */
  readonly origin: string;
}

/** What the newsroom decided. A refusal has changed nothing. */
export type Decision =
  | { readonly decision: 'stored'; readonly article: Article; readonly steps: readonly LoggedChange[] }
  | { readonly decision: 'unchanged'; readonly article: Article }
  | { readonly decision: 'draft' }
  | { readonly decision: 'refused'; readonly reason: string; readonly path?: string };

/**
 * The one place through which a story gets into the archive.
 * @param now the moment of asking: what happens later than now is refused, a silent edit happens now
 */
export async function apply(archive: Archive, command: Command, now: Instant): Promise<Decision> {
  const { submission } = command;
  const stored = await archive.byId(submission.id);
  if (submission.draft || submission.published === undefined) {
    return stored === undefined
      ? { decision: 'draft' }
      : refused('a published story cannot be a draft again: withhold it', 'draft');
  }
  const late = submission.changes.findIndex(({ at }) => at > now);
  if (late >= 0) return refused(`a change at ${submission.changes[late]?.at} is still to come`, `changes[${late}]`);
  const plan = stored === undefined ? firstOf(submission) : nextOf(stored, submission, now);
  if ('decision' in plan) return plan;
  return commitAll(archive, { stored, plan }, command);
}

/** Versions to store, in order, with the step that each of them is. */
type Plan = readonly { readonly version: Article; readonly step: LoggedChange }[];

function firstOf(submission: Submission): Plan | Decision {
  const { id, published, changes } = submission;
  const first = firstVersion(id, contentOf(submission), published as Instant);
  const version = replayed(first, changes);
  if ('refused' in version) return refused(version.refused, `changes[${version.index}]`);
  return [{ version, step: changes.at(-1)?.kind ?? 'publish' }];
}

function nextOf(stored: Article, submission: Submission, now: Instant): Plan | Decision {
  const known = stored.changes.filter(isListed).map(asListed);
  const altered = known.findIndex((change, index) => !isDeepStrictEqual(change, submission.changes[index]));
  if (altered >= 0) {
    return refused(
      '`changes` is append-only: an entry that is already stored was altered or removed',
      `changes[${altered}]`,
    );
  }
  if (stored.publishAt <= now && submission.feedId !== stored.feedId) {
    return refused('readers know it by its `feedId`, which never changes once it is public', 'feedId');
  }
  const scheduled = rescheduled(stored, submission.published as Instant, now);
  if ('decision' in scheduled) return scheduled;
  const content = contentOf(submission);
  const plan = steps(scheduled, submission.changes, content);
  if ('decision' in plan || plan.length > 0) return plan;
  if (scheduled.publishAt === stored.publishAt && isDeepStrictEqual(content, contentOf(stored))) {
    return { decision: 'unchanged', article: stored };
  }
  return silentEdit(scheduled, content, now);
}

/** The steps of a list that are not stored yet. */
function steps(from: Article, changes: readonly Change[], content: Content): Plan | Decision {
  const known = from.changes.filter(isListed).length;
  const plan: { version: Article; step: LoggedChange }[] = [];
  for (const change of changes.slice(known)) {
    const version = nextVersion(plan.at(-1)?.version ?? from, change, content);
    if ('refused' in version) return refused(version.refused, `changes[${known + plan.length}]`);
    plan.push({ version, step: change.kind });
  }
  return plan;
}

/** A changed text without a new entry is an amendment. */
function silentEdit(stored: Article, content: Content, now: Instant): Plan | Decision {
  const version = nextVersion(stored, { kind: 'amend', at: now }, content);
  if ('refused' in version) return refused(version.refused);
  const changes = version.changes.with(-1, { ...(version.changes.at(-1) as RecordedChange), unlisted: true });
  return [{ version: { ...version, changes }, step: 'amend' }];
}

/** Before its hour a story may get another hour; afterwards its first publication never changes. */
function rescheduled(stored: Article, published: Instant, now: Instant): Article | Decision {
  if (published === stored.publishAt) return stored;
  if (stored.publishAt > now) return { ...stored, publishAt: published };
  return refused(`it was published at ${stored.publishAt}, which never changes`, 'published');
}

async function commitAll(
  archive: Archive,
  { stored, plan }: { stored: Article | undefined; plan: Plan },
  { actor, origin }: Command,
): Promise<Decision> {
  let expected = stored?.version ?? 0;
  for (const { version, step } of plan) {
    const { id, versionCreatedAt } = version;
    const entry = { at: versionCreatedAt, articleId: id, version: version.version, change: step, actor, origin };
    const committed = await archive.commit(expected, version, entry);
    if ('slugTakenBy' in committed) {
      return refused(`the slug "${version.slug}" belongs to another story (${committed.slugTakenBy})`, 'slug');
    }
    if ('conflict' in committed)
      return refused(`version ${committed.conflict} was stored in the meantime: read it again`);
    expected = version.version;
  }
  const article = plan.at(-1)?.version as Article;
  return { decision: 'stored', article, steps: plan.map(({ step }) => step) };
}

function contentOf(from: Submission | Article): Content {
  const { id, draft, published, changes, version, status, publishAt, versionCreatedAt, ...content } =
    from as Submission & Article;
  return content;
}

function isListed({ unlisted }: RecordedChange): boolean {
  return unlisted !== true;
}

function asListed({ version: _version, unlisted: _unlisted, ...change }: RecordedChange): Change {
  return change;
}

function refused(reason: string, path?: string): Decision {
  return { decision: 'refused', reason, ...(path === undefined ? {} : { path }) };
}
