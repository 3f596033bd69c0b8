import type { Addresses } from '../../addresses/addresses.ts';
import type { Article } from '../../article/article.ts';
import { PUBLIC } from '../../article/audience.ts';
import { keyOf } from '../../article/identity.ts';
import type { Media } from '../../article/media.ts';
import type { Rights } from '../../article/rights.ts';
import { type View, viewOf } from '../../article/view.ts';
import { contentOf, listedChanges } from '../../newsroom/plan.ts';
import { defined } from '../../text/defined.ts';
import { writeBody } from '../../text/html-tree.ts';
import type { Instant } from '../../text/instant.ts';
import type { Reader } from './context.ts';

/** Options for representing a story over the API. */
export interface RepresentationOptions {
  readonly addresses: Addresses;
  readonly now: Instant;
}

/** Returns a story with all its fields for the newsroom. `article` can be submitted again unchanged. */
export function newsroomRepresentation(article: Article, { addresses, now }: RepresentationOptions) {
  const { id, version, status, publishAt, releasedAt, versionCreatedAt } = article;
  const view = viewOf(article, PUBLIC, now);
  return defined({
    id,
    key: keyOf(id),
    version,
    status,
    public: view?.kind ?? 'nothing',
    firstPublishedAt: view?.firstPublishedAt,
    updatedAt: view?.updatedAt,
    versionCreatedAt,
    releasedAt,
    url: addresses.article(article.slug),
    article: { id, published: publishAt, ...contentOf(article), changes: listedChanges(article) },
  });
}

/** Returns a story as an audience sees it; for a hidden story only its status. */
export function viewRepresentation(view: View, { addresses }: RepresentationOptions) {
  const { id, feedId, version, firstPublishedAt, updatedAt, versionCreatedAt } = view;
  const known = { id, feedId, key: keyOf(id), version, firstPublishedAt, updatedAt, versionCreatedAt };
  if (view.kind === 'tombstone') {
    const { status, hiddenAt, notice, reason, final } = view;
    return { ...known, status, hiddenAt, final, ...(notice && { notice }), ...(reason && { reason }) };
  }
  const { kind: _, lastChangedAt: _changed, body, rights, media, ...content } = view;
  return {
    ...known,
    status: 'usable',
    url: addresses.article(view.slug),
    article: { ...content, rights: withoutLimits(rights), media: media.map(mediaWithoutLimits), body: writeBody(body) },
  };
}

/** Returns a story as a key's holder may see it; `undefined` if the holder may not know of it. */
export function representationFor(article: Article, { audience, isNewsroom }: Reader, options: RepresentationOptions) {
  if (isNewsroom) return newsroomRepresentation(article, options);
  const view = viewOf(article, audience, options.now);
  return view && viewRepresentation(view, options);
}

/** Removes the names of destinations, which may be other partners. */
function withoutLimits({ destinations: _, excluded: _excluded, ...rights }: Rights): Rights {
  return rights;
}

function mediaWithoutLimits({ rights, ...media }: Media): Media {
  return rights === undefined ? media : { ...media, rights: withoutLimits(rights) };
}
