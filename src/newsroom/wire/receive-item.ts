import type { Archive } from '../../archive/archive.ts';
import type { Article } from '../../article/article.ts';
import { PUBLIC } from '../../article/audience.ts';
import type { Change } from '../../article/change.ts';
import { keyOf } from '../../article/identity.ts';
import { providerKey } from '../../article/provider.ts';
import { type Submission, submissionSchema } from '../../article/submission.ts';
import { viewOf } from '../../article/view.ts';
import type { WireItem } from '../../article/wire-item.ts';
import { defined } from '../../text/defined.ts';
import { type Instant, latest } from '../../text/instant.ts';
import { type Decision, refused } from '../decision.ts';
import { instantFor } from '../instant-for.ts';
import { contentOf, listedChanges } from '../plan.ts';
import { type Author, type CommandOptions, submitStory } from '../submit-story.ts';
import { publicReason } from './public-reason.ts';

/** The outcome for an item: a decision, or the reason why it changes nothing. */
export type WireDecision =
  | Decision
  | { readonly decision: 'late'; readonly article: Article; readonly reason: string }
  | { readonly decision: 'nothing'; readonly reason: string };

/** Attempts for an item that lost a race with another writer. */
const ATTEMPTS = 3;

/**
 * Stores an item of a provider: a new story, the next version of one, or its recall. A late or repeated version changes
 * nothing; only the provider that created a story can change or kill it.
 */
export async function receiveItem(
  archive: Archive,
  version: WireItem,
  { author, now, options = {} }: { readonly author: Author; readonly now: Instant; readonly options?: CommandOptions },
): Promise<WireDecision> {
  let decided: WireDecision = refused('version', 'another request changes it: send it again');
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    decided = await receiveOnce(archive, version, { author, now, options });
    if (decided.decision !== 'refused' || decided.because !== 'version') return decided;
  }
  return decided;
}

interface ReceiveOptions {
  readonly author: Author;
  readonly now: Instant;
  readonly options: CommandOptions;
}

async function receiveOnce(
  archive: Archive,
  version: WireItem,
  { author, now: requested, options }: ReceiveOptions,
): Promise<WireDecision> {
  const stored = await archive.articles.byId(version.id);
  const now = await instantFor(archive, stored, requested);
  if (stored === undefined) {
    const sent =
      version.submission === undefined
        ? recalledBefore(version, now)
        : firstSubmission(version, version.submission, now);
    if (sent === undefined) return { decision: 'nothing', reason: 'it does not identify the withdrawn story' };
    const submission = await withFreeSlug(archive, sent);
    return submitStory(archive, { submission, ...author, ...options, expectedVersion: 0 }, now);
  }
  const { source } = stored;
  if (source === undefined || providerKey(source.provider) !== providerKey(version.provider)) {
    const owner =
      source === undefined
        ? 'it is a story of this publication'
        : `it came from ${source.provider}; only this provider can change it`;
    return refused('impossible', `${owner}, and not ${version.provider}`, 'source');
  }
  const late = lateness(stored, version);
  if (late !== undefined) return { decision: 'late', article: stored, reason: late };
  const unsafe = unsafeReason(stored, version, now);
  if (unsafe !== undefined) return refused('impossible', unsafe);
  const submission = nextSubmission(stored, version, now);
  if (submission === undefined) return { decision: 'unchanged', article: stored };
  return submitStory(archive, { submission, ...author, ...options, expectedVersion: stored.version }, now);
}

/**
 * Returns the reason why a version is not newer than the stored one. A version without a number is the provider's
 * current one.
 */
function lateness(stored: Article, { version, status }: WireItem): string | undefined {
  const known = stored.source?.version;
  if (version !== undefined && known !== undefined) {
    if (version > known) return undefined;
    return version === known
      ? `version ${version} is stored already`
      : `version ${version} is older than the stored version ${known}`;
  }
  return stored.status === 'canceled' && status === 'canceled' ? 'it is killed already' : undefined;
}

/**
 * Returns the reason why an item must not be stored: it would publish restricted text, or undo a decision of this
 * newsroom.
 */
function unsafeReason(stored: Article, { status, submission, keepsState }: WireItem, now: Instant): string | undefined {
  if (status !== 'usable') return undefined;
  const embargo = submission?.embargo;
  const isHeld = keepsState !== true && embargo !== undefined && (embargo.until === undefined || embargo.until > now);
  if (isHeld && viewOf(stored, PUBLIC, now) !== undefined) {
    return 'it is under embargo, and the story is already public here: it cannot be withheld any more and was refused';
  }
  const hiding = stored.changes.findLast(({ kind }) => kind === 'withhold');
  if (stored.status === 'withheld' && hiding?.byProvider !== true) {
    return 'it was withheld here, and is restored here as well';
  }
  return undefined;
}

/** Returns the next state of the story: the received one, or for a recall the stored one, with one more change. */
function nextSubmission(stored: Article, version: WireItem, now: Instant): Submission | undefined {
  const known = listedChanges(stored);
  const content = version.submission === undefined ? contentOf(stored) : contentOf(version.submission);
  const change = changeOf(stored, version, now);
  if (change === undefined) return undefined;
  const source =
    stored.source &&
    defined({
      ...stored.source,
      version: version.version ?? stored.source.version,
      hops: version.submission?.source?.hops ?? stored.source.hops,
    });
  const { feedId: _feedId, source: _source, slug, embargo, ...rest } = content;
  // An embargo can be neither set nor changed once the story was public.
  const isPublic = viewOf(stored, PUBLIC, now) !== undefined;
  const held = isPublic || version.keepsState === true ? stored.embargo : embargo;
  return defined({
    ...rest,
    id: stored.id,
    // A story that was never public may still get the slug of its headline.
    slug: stored.slug.startsWith(RECALLED) && version.submission !== undefined ? slug : stored.slug,
    draft: false,
    // Before publication the provider may move the time.
    published: stored.publishAt > now ? (version.submission?.published ?? stored.publishAt) : stored.publishAt,
    feedId: stored.feedId,
    source,
    embargo: held,
    changes: change === 'silent' ? known : [...known, change],
  });
}

/** Returns the change of a further version: an update, even without a signal (IPTC Guidelines, section 26.6.1). */
function changeOf(stored: Article, version: WireItem, now: Instant): Change | 'silent' | undefined {
  const { status, signal, note, notice } = version;
  const last = stored.changes.findLast(({ unlisted }) => unlisted !== true)?.at;
  const given = version.at > now ? now : version.at;
  const at = latest([given, last, viewOf(stored, PUBLIC, now)?.firstPublishedAt]) as Instant;
  const moment = at > now ? now : at;
  if (status === stored.status && status !== 'usable') return undefined;
  if (status !== 'usable') {
    const kind = status === 'canceled' ? 'kill' : 'withhold';
    const reason = note ?? `Taken back by ${version.provider}.`;
    return defined({ kind, at: moment, note: reason, byProvider: true, notice });
  }
  const noted = note === undefined ? {} : { note };
  if (stored.status === 'withheld') return { kind: 'restore', at: moment, ...noted };
  // Feeds without versions do not describe a change: the text replaces the stored one.
  if (version.version === undefined && signal === undefined) return 'silent';
  if (signal?.kind === 'correction') {
    const sentence = notice ?? publicReason(note) ?? CORRECTED;
    // The version that the public saw before is the wrong one.
    const previous = signal.namesPrevious ? { previousVersion: stored.version } : {};
    return { kind: 'correct', at: moment, notice: sentence, severity: signal.severity, ...previous, ...noted };
  }
  const severity = signal === undefined ? {} : { severity: signal.severity };
  return defined({ kind: 'update', at: moment, notice, ...noted, ...severity });
}

/** Public notice of a correction whose provider names no error. */
const CORRECTED = 'This story has been corrected.';

/** Prefix of the slug of a story that was recalled before it arrived. */
export const RECALLED = 'recalled-';

/**
 * Creates the submission of a story that was recalled before it arrived, or a late copy of it would be published. No
 * audience sees it: it has an embargo without end.
 */
function recalledBefore(
  { id, guid, provider, version, status, at, note }: WireItem,
  now: Instant,
): Submission | undefined {
  const kind = status === 'canceled' ? 'kill' : 'withhold';
  const moment = at > now ? now : at;
  const parsed = submissionSchema.safeParse({
    id,
    slug: `${RECALLED}${(keyOf(id) ?? '').slice(0, 20)}`,
    language: 'en',
    headline: 'Taken back before it came',
    section: 'none',
    published: moment,
    body: '',
    embargo: {},
    feedId: guid === id ? undefined : guid,
    source: defined({ provider, guid, version }),
    changes: [{ kind, at: moment, note: note ?? `Taken back by ${provider}.`, byProvider: true }],
  });
  return parsed.data;
}

/**
 * Returns the submission of a new story. Earlier versions were never public here; but a first delivery that is a
 * correction is stored as one, since partners may have the version before it from elsewhere. Other notes are kept for editors.
 */
function firstSubmission({ signal, note, notice, at }: WireItem, submission: Submission, now: Instant): Submission {
  const { published = now } = submission;
  const editorNote = submission.editorNote ?? note;
  if (signal?.kind !== 'correction' || published > now) {
    return { ...submission, ...defined({ editorNote }), changes: [] };
  }
  const moment = latest([published, at > now ? now : at]) ?? now;
  const { severity } = signal;
  const sentence = notice ?? publicReason(note) ?? CORRECTED;
  return {
    ...submission,
    changes: [defined({ kind: 'correct' as const, at: moment, notice: sentence, severity, note })],
  };
}

/** Returns a free slug: of two stories with one headline the later one gets a part of its key. */
async function withFreeSlug(archive: Archive, submission: Submission): Promise<Submission> {
  const other = await archive.articles.bySlug(submission.slug);
  if (other === undefined || other.id === submission.id) return submission;
  const piece = (keyOf(submission.id) ?? '').slice(0, 8);
  const short = submission.slug.slice(0, 70).replace(/-[^-]*$/, '') || submission.slug.slice(0, 70);
  return { ...submission, slug: `${submission.slug.length > 70 ? short : submission.slug}-${piece}` };
}
