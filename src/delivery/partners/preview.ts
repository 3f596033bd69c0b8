import type { Archive } from '../../archive/archive.ts';
import type { Copies } from '../../archive/copies.ts';
import type { Article } from '../../article/article.ts';
import { viewOf } from '../../article/view.ts';
import { audienceOfPartner, type Partner } from '../../publication/partner.ts';
import type { Instant } from '../../text/instant.ts';
import { type Decision, decide, possessionOf } from './plan.ts';

/** A story that has changed, as a partner would get it. */
export interface PreviewedStory extends Decision {
  readonly isSent: boolean;
  readonly id: string;
  readonly slug: string;
  readonly headline: string;
  readonly version: number;
  readonly change: string;
  readonly at: Instant;
  /** Descriptions of the parts that this partner does not get. */
  readonly leftOut: readonly string[];
}

const BATCH_SIZE = 500;

/**
 * Returns each story that has changed since an instant, with the reason for which a partner would get it or not. Nothing
 * is planned or sent.
 */
export async function previewStories(
  { archive, copies }: { readonly archive: Archive; readonly copies: Copies },
  { partner, from }: { readonly partner: Partner; readonly from: Instant },
  now: Instant,
): Promise<PreviewedStory[]> {
  const stories = new Map<string, PreviewedStory>();
  let { cursor } = await archive.log.positionAt(from, 'all');
  for (;;) {
    const entries = await archive.log.changesAfter(cursor, BATCH_SIZE);
    for (const entry of entries) {
      const article = await archive.articles.byId(entry.articleId);
      if (article === undefined) continue;
      const possession = possessionOf(await copies.of(article.id), partner.key);
      const decision = decide({ entry, article, ...possession }, partner, now);
      const isSent = decision.sends !== 'nothing';
      // A story that goes out with one of its changes goes out.
      if (stories.get(article.id)?.isSent === true && !isSent) continue;
      const { id, slug, headline, version } = article;
      const leftOut = isSent ? leftOutOf(article, partner, now) : [];
      stories.set(id, {
        id,
        slug,
        headline,
        version,
        change: entry.change,
        at: entry.at,
        isSent,
        ...decision,
        leftOut,
      });
    }
    const last = entries.at(-1);
    if (last === undefined || entries.length < BATCH_SIZE) return [...stories.values()];
    cursor = last.cursor;
  }
}

/** Describes the parts of a story that a partner does not get. */
export function leftOutOf(article: Article, partner: Partner, now: Instant): string[] {
  const { stories: _, ...audience } = audienceOfPartner(partner);
  const view = viewOf(article, audience, now);
  if (view?.kind !== 'story') return [];
  const files = new Set(view.media.map(({ renditions }) => renditions[0]?.href));
  const media = article.media
    .filter(({ renditions }) => !files.has(renditions[0]?.href))
    .map(({ kind, renditions }) => `${kind} ${renditions[0]?.href} (its rights do not permit this partner)`);
  const note = article.editorNote !== undefined && view.editorNote === undefined ? ['the note for editors'] : [];
  return [...(view.partial ? ['the paid part of the text'] : []), ...media, ...note];
}
