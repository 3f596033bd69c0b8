import type { Archive } from '../archive/archive.ts';
import type { Commit, CommitStep, Receipt } from '../archive/commits.ts';
import type { Article } from '../article/article.ts';
import { PUBLIC } from '../article/audience.ts';
import type { Change } from '../article/change.ts';
import { nextVersion } from '../article/life-cycle.ts';
import type { Submission } from '../article/submission.ts';
import { viewOf } from '../article/view.ts';
import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import { type Decision, type Refused, refused } from './decision.ts';
import { instantFor } from './instant-for.ts';
import { firstPlan, nextPlan, type Plan, type PlannedStep, unlisted } from './plan.ts';
import { recordDueTransitions } from './scheduled-transitions.ts';

/** The author of a command and its channel; only the channel that created a story can change it. */
export interface Author {
  /** For example the name of a key. */
  readonly actor: string;
  readonly origin: Channel;
}

/** The channels. */
export const CHANNELS = ['content folder', 'api'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Options of a command. */
export interface CommandOptions {
  /** The version that the author edited; any other stored version is a conflict. */
  readonly expectedVersion?: number;
  readonly receipt?: Receipt;
  /** Dry run: decides everything and stores nothing. */
  readonly dryRun?: boolean;
}

/** A submitted story with its author. */
export interface Command extends Author, CommandOptions {
  readonly submission: Submission;
  /** A transition that happens now; it follows the changes of the submission. */
  readonly change?: Omit<Change, 'at'>;
}

/**
 * Stores a submitted story: the only way into the archive for stories of the publication.
 * @param requested instant of the request: later times are refused, a silent edit is dated now
 */
export async function submitStory(archive: Archive, command: Command, requested: Instant): Promise<Decision> {
  await recordDueTransitions(archive, requested);
  const stored = await archive.articles.byId(command.submission.id);
  const now = await instantFor(archive, stored, requested);
  const submission = withChange(command, now);
  const stopped = await notAllowed(archive, stored, command);
  if (stopped !== undefined) return stopped;
  if (submission.draft || submission.published === undefined) {
    if (stored === undefined) return { decision: 'draft' };
    return refused('impossible', 'a published story cannot become a draft: withhold it', 'draft');
  }
  const late = submission.changes.findIndex(({ at }) => at > now);
  if (late >= 0) {
    return refused('early', `a change at ${submission.changes[late]?.at} is in the future`, `changes[${late}]`);
  }
  const plan = stored === undefined ? firstPlan(submission, now) : nextPlan(stored, submission, now);
  if ('decision' in plan) return plan;
  if (stored !== undefined && plan.length === 0) {
    if (command.receipt !== undefined && command.dryRun !== true)
      await archive.commits.storeReceipt(command.receipt, stored, now);
    return { decision: 'unchanged', article: stored };
  }
  return store(archive, { stored, plan, by: command }, now);
}

function withChange({ submission, change }: Command, now: Instant): Submission {
  return change === undefined
    ? submission
    : { ...submission, changes: [...submission.changes, { ...change, at: now }] };
}

/** A transition that the newsroom records, rather than the author of the story. */
export interface Step extends Author, CommandOptions {
  readonly id: string;
}

/** Withholds the story of a removed file. A story that is hidden already is unchanged. */
export async function withholdStory(
  archive: Archive,
  step: Step & { readonly note: string },
  requested: Instant,
): Promise<Decision> {
  await recordDueTransitions(archive, requested);
  const stored = await archive.articles.byId(step.id);
  if (stored === undefined) return refused('unknown', 'the story does not exist');
  const now = await instantFor(archive, stored, requested);
  const stopped = await notAllowed(archive, stored, step);
  if (stopped !== undefined) return stopped;
  if (stored.status !== 'usable') return { decision: 'unchanged', article: stored };
  const version = nextVersion(stored, { kind: 'withhold', at: now, note: step.note }, stored);
  if ('refused' in version) return refused('impossible', version.refused);
  return store(archive, { stored, plan: [{ version: unlisted(version), step: 'withhold' }], by: step }, now);
}

/** Lifts an embargo with a condition, which has no time: the same version, public from now on. */
export async function releaseEmbargo(archive: Archive, step: Step, requested: Instant): Promise<Decision> {
  await recordDueTransitions(archive, requested);
  const stored = await archive.articles.byId(step.id);
  if (stored === undefined) return refused('unknown', 'the story does not exist');
  const now = await instantFor(archive, stored, requested);
  const stopped = await notAllowed(archive, stored, step);
  if (stopped !== undefined) return stopped;
  const { embargo, status } = stored;
  if (status !== 'usable') return refused('impossible', `it is ${status}`);
  if (viewOf(stored, PUBLIC, now) !== undefined) return refused('impossible', 'it is public already');
  if (stored.publishAt > now) {
    return refused('impossible', `it is scheduled for ${stored.publishAt}: take its embargo away instead`);
  }
  if (embargo === undefined) return refused('impossible', 'it has no embargo: it is public at its time of publication');
  if (embargo.until !== undefined && embargo.condition === undefined) {
    return refused('impossible', `its embargo ends at ${embargo.until}: set another time`);
  }
  const released = { version: { ...stored, releasedAt: now }, step: 'release' } as const;
  return store(archive, { stored, plan: [released], by: step }, now);
}

/** Transfers a story to another channel. */
export async function adoptStory(archive: Archive, step: Step, requested: Instant): Promise<Decision> {
  await recordDueTransitions(archive, requested);
  const stored = await archive.articles.byId(step.id);
  if (stored === undefined) return refused('unknown', 'the story does not exist');
  const now = await instantFor(archive, stored, requested);
  if ((await archive.articles.originOf(step.id)) === step.origin) return { decision: 'unchanged', article: stored };
  return store(archive, { stored, plan: [{ version: stored, step: 'adopt' }], by: step }, now);
}

async function notAllowed(
  archive: Archive,
  stored: Article | undefined,
  { origin, expectedVersion }: Pick<Command, 'origin' | 'expectedVersion'>,
): Promise<Refused | undefined> {
  if (expectedVersion !== undefined && (stored?.version ?? 0) !== expectedVersion) {
    return refused('version', `version ${stored?.version ?? 0} is stored: read it again`);
  }
  if (stored === undefined) return undefined;
  const owner = await archive.articles.originOf(stored.id);
  if (owner === origin) return undefined;
  return refused('owner', `it belongs to the ${owner}: \`dateline adopt\` gives it to the ${origin}`);
}

interface Storing {
  readonly stored: Article | undefined;
  readonly plan: Plan;
  readonly by: Author & CommandOptions;
}

async function store(archive: Archive, { stored, plan, by }: Storing, now: Instant): Promise<Decision> {
  // The current owner may transfer a story; every other change is made by its owner.
  const isAdoption = plan.some(({ step }) => step === 'adopt');
  const basis = stored && {
    article: stored,
    origin: isAdoption ? await archive.articles.originOf(stored.id) : by.origin,
  };
  const commit: Commit = defined({
    expectedVersion: stored?.version ?? 0,
    basis,
    steps: plan.map((planned) => commitStep(planned, by, now)),
    now,
    receipt: by.receipt,
    dryRun: by.dryRun,
  });
  const committed = await archive.commits.commit(commit);
  const article = plan.at(-1)?.version as Article;
  if ('repeated' in committed) return { decision: 'repeated', repeated: committed.repeated };
  if ('slugTakenBy' in committed) {
    return refused(
      'impossible',
      `the slug "${article.slug}" belongs to another story (${committed.slugTakenBy})`,
      'slug',
    );
  }
  if ('conflict' in committed) {
    return refused('version', `version ${committed.conflict} was stored in the meantime: read it again`);
  }
  return { decision: 'stored', article, steps: plan.map(({ step }) => step) };
}

/** Stores a step. A first version is dated by its publication time, a future one by the current time. */
function commitStep({ version, step }: PlannedStep, { actor, origin }: Author, now: Instant): CommitStep {
  const isOfNow = step === 'adopt' || step === 'release' || version.versionCreatedAt > now;
  const at = isOfNow ? now : version.versionCreatedAt;
  return { version, entry: { at, articleId: version.id, version: version.version, change: step, actor, origin } };
}
