import type { Story } from '../article/view.ts';
import type { FrontBlockSettings, FrontSettings } from '../publication/front-settings.ts';
import { addSeconds } from '../text/instant.ts';

/** Stories under a heading of the front page. */
export interface FrontBlock {
  readonly settings: FrontBlockSettings;
  readonly stories: readonly Story[];
}

/** The stories of the front page, each once. */
export interface Front {
  /** The first story, then the pinned ones, then the most urgent and newest ones. */
  readonly top: readonly Story[];
  readonly blocks: readonly FrontBlock[];
}

/** The stories among which an editor's order chooses. */
export interface FrontCandidates {
  /** In the language of the front page, newest first. */
  readonly newest: readonly Story[];
  /** The newest ones of each section that a block names. */
  readonly bySection: ReadonlyMap<string, readonly Story[]>;
  /** Returns a visible story by key or slug. */
  readonly byName: (name: string) => Story | undefined;
  /** True for a story with a picture for its card. */
  readonly hasPicture: (story: Story) => boolean;
}

/** Largest number of stories on the front page. */
export const MAX_FRONT_STORIES = 40;
/** Number of stories before the blocks, if there are blocks and no setting. */
const TOP_STORIES = 7;
/** IPTC urgency of a story without a stated one; 1 is the most urgent. */
const NORMAL_URGENCY = 5;
/** Time before the newest story within which urgency counts, in seconds. */
const URGENT_S = 7 * 24 * 60 * 60;

/**
 * Arranges the front page: the order of the editors first, then urgency, then time. A story that an editor names and that
 * is not visible leaves no gap.
 */
export function frontStories({ lead, pins, items, blocks }: FrontSettings, candidates: FrontCandidates): Front {
  const shown = new Set<string>();
  const take = (stories: readonly (Story | undefined)[], most: number): Story[] => {
    const taken = stories
      .filter((story) => story !== undefined && !shown.has(story.id))
      .slice(0, Math.max(0, Math.min(most, MAX_FRONT_STORIES - shown.size))) as Story[];
    for (const { id } of taken) shown.add(id);
    return taken;
  };
  const { byName, newest } = candidates;
  const first = lead === undefined ? undefined : byName(lead);
  const pinned = pins.map(({ story }) => byName(story));
  const count = items ?? (blocks.length === 0 ? MAX_FRONT_STORIES : TOP_STORIES);
  // Stories that blocks list by name stay in their blocks.
  const listed = new Set(blocks.flatMap(({ stories = [] }) => stories.map((name) => byName(name)?.id)));
  const others = byUrgency(
    newest.filter(({ id }) => !listed.has(id)),
    candidates,
  );
  const top = take(first === undefined ? [...pinned, ...others] : [first, ...pinned, ...others], count);
  return {
    top,
    blocks: blocks
      .map((settings) => ({ settings, stories: take(storiesOf(settings, candidates), settings.items) }))
      .filter(({ stories }) => stories.length > 0),
  };
}

function storiesOf(
  { section, stories, show }: FrontBlockSettings,
  { newest, bySection, byName }: FrontCandidates,
): readonly (Story | undefined)[] {
  if (stories !== undefined) return stories.map(byName);
  if (section !== undefined) return bySection.get(section) ?? [];
  if (show === 'live') return newest.filter(({ isLive }) => isLive);
  return show === 'opinion' ? newest.filter(isOpinion) : newest;
}

function isOpinion({ newsType, genre }: Story): boolean {
  return newsType === 'OpinionNewsArticle' || genre === 'Opinion';
}

/**
 * Sorts by urgency, then newest first; the urgency of a story that is much older than the newest one is over. A picture
 * decides which of the normal stories leads.
 */
function byUrgency(newestFirst: readonly Story[], { hasPicture }: Pick<FrontCandidates, 'hasPicture'>): Story[] {
  const newest = newestFirst[0]?.firstPublishedAt;
  const urgencyOf = ({ urgency = NORMAL_URGENCY, updatedAt }: Story): number =>
    newest !== undefined && updatedAt < addSeconds(newest, -URGENT_S) ? NORMAL_URGENCY : urgency;
  const stories = newestFirst.toSorted((a, b) => urgencyOf(a) - urgencyOf(b));
  const [first] = stories;
  if (first !== undefined && urgencyOf(first) < NORMAL_URGENCY) return stories;
  const lead = stories.find(hasPicture);
  return lead === undefined ? stories : [lead, ...stories.filter((story) => story !== lead)];
}
