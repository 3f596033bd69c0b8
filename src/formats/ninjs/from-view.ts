import { tagOf } from '../../article/identity.ts';
import type { Story, Tombstone, View } from '../../article/view.ts';
import { defined } from '../../text/defined.ts';
import { toOffsetDateTime } from '../../text/instant.ts';
import { bylineOf } from '../byline.ts';
import { type FeedView, type FormatContext, listName } from '../format.ts';
import { associationsOf, recalledMedia } from './associations.ts';
import { conceptsOf, infoSources } from './concepts.ts';
import { rightsOfNinjs } from './rights.ts';
import type { Ninjs, NinjsAssociation } from './shape.ts';
import { textsOf } from './texts.ts';

/** Returns a story as ninjs, or its recall. */
export function ninjsOf(view: View, context: FormatContext): Ninjs {
  return view.kind === 'tombstone' ? recalled(view, context) : story(view, context);
}

const SCHEME = 'http://cv.iptc.org/newscodes/';

function story(view: Story, context: FormatContext): Ninjs {
  const { publication, addresses } = context;
  const { policies, timeZone } = publication;
  const policy = policies.publishingPrinciples ?? policies.ethicsPolicy;
  const note = view.signal?.note ?? view.signal?.notice;
  const notes = [note, view.embargo?.condition, view.editorNote].filter((text) => text !== undefined);
  const { dateline } = view;
  const byline = bylineOf(view);
  return defined({
    uri: view.id,
    type: 'text',
    representationType: view.partial ? 'partial' : 'full',
    profile: view.media.length === 0 ? 'text' : 'text-with-media',
    version: String(view.version),
    ...datesOf(view, context),
    embargoedUntil: view.embargo?.until === undefined ? undefined : toOffsetDateTime(view.embargo.until, timeZone),
    // ninjs expresses an embargo by a time alone: without one the story would appear to be free.
    pubStatus: view.held && view.embargo?.until === undefined ? 'withheld' : 'usable',
    urgency: view.urgency,
    ...rightsOfNinjs(
      view.rights,
      { target: view.id, publishedAt: view.firstPublishedAt, section: view.section },
      context,
    ),
    ...(notes.length === 0 ? {} : { edNote: notes.join('\n\n') }),
    language: view.language,
    ...textsOf(view, context),
    ...conceptsOf(view, context),
    infoSources: infoSources(view, context),
    title: view.headline,
    by: byline,
    slugline: view.slugline,
    located: dateline?.place,
    ...(view.held ? {} : { renditions: otherForms(view, context) }),
    ...present('associations', associationsOf(view, context)),
    ...present('altIds', altIds(view, context)),
    trustIndicators:
      policy === undefined
        ? undefined
        : [
            {
              role: `${SCHEME}trustindicator/editorialPolicy`,
              title: 'Editorial policy',
              href: addresses.absolute(policy),
            },
          ],
    expires: view.expires === undefined ? undefined : toOffsetDateTime(view.expires, timeZone),
    digitalSourceType:
      view.digitalSourceType === undefined
        ? undefined
        : {
            name: view.digitalSourceType,
            uri: `${SCHEME}digitalsourcetype/${view.digitalSourceType}`,
          },
  });
}

function datesOf({ created, firstPublishedAt, versionCreatedAt }: Story, { publication }: FormatContext) {
  const [first = versionCreatedAt] = [created ?? firstPublishedAt, versionCreatedAt].toSorted();
  return {
    firstCreated: toOffsetDateTime(first, publication.timeZone),
    versionCreated: toOffsetDateTime(versionCreatedAt, publication.timeZone),
  };
}

function otherForms({ slug }: Story, { addresses }: FormatContext) {
  const newsml = 'application/vnd.iptc.g2.newsitem+xml';
  return [
    { name: 'page', href: addresses.article(slug), contentType: 'text/html' },
    { name: 'newsml-g2', href: addresses.article(slug, '.newsml.xml'), contentType: newsml },
  ];
}

function altIds({ id, feedId, source, slug, held }: Story, { addresses }: FormatContext) {
  const role = (kind: string): string => `${addresses.scheme('alternative-id')}${kind}`;
  return [
    ...(held ? [] : [{ role: role('url'), value: addresses.article(slug) }]),
    ...(feedId === id ? [] : [{ role: role('feed'), value: feedId }]),
    ...(source === undefined || source.guid === id ? [] : [{ role: role('source'), value: source.guid }]),
  ];
}

const RECALLS = {
  withheld: { headline: 'Story withheld', edNote: 'WITHHELD: do not publish this story until further notice.' },
  canceled: {
    headline: 'Story withdrawn',
    edNote: 'KILL: this story is withdrawn for good; remove all versions of it.',
  },
} as const;

/** Returns a recall without a body: withdrawn text is never repeated. */
function recalled(tombstone: Tombstone, context: FormatContext): Ninjs {
  const { publication } = context;
  const { headline, edNote } = RECALLS[tombstone.status];
  const { notice, reason } = tombstone;
  return {
    uri: tombstone.id,
    type: 'text',
    version: String(tombstone.version),
    versionCreated: toOffsetDateTime(tombstone.versionCreatedAt, publication.timeZone),
    pubStatus: tombstone.status,
    ...(tombstone.status === 'canceled' ? { urgency: 1 } : {}),
    edNote: [edNote, notice, reason].filter((text) => text !== undefined).join('\n\n'),
    language: tombstone.language,
    headlines: [{ role: 'main', contentType: 'text/plain', value: headline }],
    ...present('associations', recalledMedia(tombstone, context)),
  };
}

/** Returns a list with the known details of one field; `undefined` if there are none. */
function present<Key extends string, Row>(key: Key, rows: readonly Row[]): Partial<Record<Key, readonly Row[]>> {
  return rows.length === 0 ? {} : ({ [key]: rows } as Record<Key, readonly Row[]>);
}

/** Returns a feed as a news object: a list whose associations are its stories, in order, and its recalls. */
export function ninjsList(feed: FeedView, items: readonly Ninjs[], { publication }: FormatContext): Ninjs {
  return {
    uri: tagOf(publication.authority, 'package', listName(feed)),
    type: 'composite',
    representationType: 'full',
    profile: 'top-stories',
    versionCreated: toOffsetDateTime(feed.changed, publication.timeZone),
    pubStatus: 'usable',
    language: feed.language,
    headlines: [{ role: 'main', contentType: 'text/plain', value: feed.title }],
    title: feed.title,
    ...present('associations', named(items)),
  };
}

/** Names associations by their positions: `story-1`, `story-2`, `recall-1`. */
function named(objects: readonly Ninjs[]): NinjsAssociation[] {
  let [stories, recalls] = [0, 0];
  return objects.map((object) => ({
    name: object.pubStatus === 'usable' ? `story-${++stories}` : `recall-${++recalls}`,
    ...object,
  }));
}
