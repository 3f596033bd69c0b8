import type { Archive } from '../archive/archive.ts';
import type { Article, RecordedChange } from '../article/article.ts';
import { hiddenMedia } from '../article/media.ts';
import { mediaPaths } from '../article/media-paths.ts';
import { submissionSchema } from '../article/submission.ts';
import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import { type Refused, refused } from './decision.ts';
import { instantFor } from './instant-for.ts';
import { contentOf } from './plan.ts';
import { recordDueTransitions } from './scheduled-transitions.ts';

/** The remains of an erased story: metadata in the archive, and files to delete. */
export interface ErasedStory {
  readonly erased: Article;
  /** Paths of media of the story that no other story shows. */
  readonly media: readonly string[];
}

/**
 * Removes the text and media of all versions of a killed story from the archive, as a court may order. The data of the
 * tombstone, the hashes of the versions and the log are kept.
 */
export async function eraseStory(
  archive: Archive,
  { id, actor }: { readonly id: string; readonly actor: string },
  now: Instant,
): Promise<ErasedStory | Refused> {
  await recordDueTransitions(archive, now);
  for (;;) {
    const stored = await archive.articles.byId(id);
    if (stored === undefined) return refused('unknown', 'the story does not exist');
    if (stored.status !== 'canceled') return refused('impossible', `it is ${stored.status}: kill it first`);
    const media = await ownMedia(archive, id);
    const version = withoutText(stored);
    const at = await instantFor(archive, stored, now);
    const entry = { at, articleId: id, version: stored.version, change: 'erase', actor, origin: CLI } as const;
    // The notice may be amended at the same moment: a version stored meanwhile is erased too.
    if (await archive.commits.erase({ version, entry }, media, at)) return { erased: version, media };
  }
}

const CLI = 'command line';

/** Returns media of all versions that no other story shows. */
async function ownMedia(archive: Archive, id: string): Promise<string[]> {
  const versions = await archive.articles.versionsOf(id);
  const paths = [...new Set(versions.flatMap(mediaPaths))];
  const users = await Promise.all(paths.map((path) => archive.articles.byMedia(path)));
  return paths.filter((_, index) => users[index]?.every((other) => other.id === id) ?? true);
}

/**
 * Returns the fields that an address and a tombstone need. The public notice is the publisher's statement, and remains.
 */
function withoutText(article: Article): Article {
  const { id, slug, language, section, publishAt, feedId, embargo, expires, rights } = article;
  const empty = submissionSchema.parse(
    defined({
      id,
      slug,
      language,
      section,
      published: publishAt,
      headline: 'Erased',
      body: '',
      feedId,
      // Fields that determine whether it was ever public.
      embargo: embargo === undefined ? undefined : { ...embargo, ...(embargo.condition && { condition: ERASED }) },
      expires,
      rights: rights.endsAt === undefined ? {} : { endsAt: rights.endsAt },
    }),
  );
  const { version, status, releasedAt, versionCreatedAt } = article;
  const former = [...hiddenMedia(article.media), ...(article.formerMedia ?? [])];
  const hiding = article.changes.findLastIndex(({ kind }) => kind === 'kill');
  return defined({
    ...contentOf(empty),
    id,
    version,
    status,
    publishAt,
    versionCreatedAt,
    releasedAt,
    // Digests without text: partners may request the recall of the pictures later.
    ...(former.length === 0 ? {} : { formerMedia: former }),
    changes: article.changes.map((change, index) => (index >= hiding ? withoutNote(change) : withPlaceholders(change))),
  });
}

/** Changes that require a text get a placeholder, so that the list stays valid. */
const ERASED = 'erased';

function withoutNote({ note, ...change }: RecordedChange): RecordedChange {
  return note === undefined ? change : { ...change, note: ERASED };
}

function withPlaceholders({ notice, ...change }: RecordedChange): RecordedChange {
  return withoutNote(notice === undefined ? change : { ...change, notice: ERASED });
}
