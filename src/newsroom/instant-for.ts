import type { Archive } from '../archive/archive.ts';
import type { Article } from '../article/article.ts';
import { type Instant, latest } from '../text/instant.ts';

/**
 * Returns the instant at which a story is changed: the one of the request, or the last one that is stored for the story,
 * if the clock of this machine is behind the clock that wrote it. No change is refused for that, least of all a kill.
 */
export async function instantFor(archive: Archive, stored: Article | undefined, now: Instant): Promise<Instant> {
  if (stored === undefined) return now;
  const entry = await archive.log.newestOf(stored.id);
  const { versionCreatedAt, releasedAt, changes } = stored;
  return latest([now, versionCreatedAt, releasedAt, entry?.storedAt, ...changes.map(({ at }) => at)]) ?? now;
}
