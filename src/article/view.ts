import type { Element } from 'hast';
import { type Body, parseBody, writeBody } from '../text/html-tree.ts';
import type { Instant } from '../text/instant.ts';
import { type Direction, directionOf } from '../text/language.ts';
import { freePart, mayHaveMoreMark, withoutMoreMark } from '../text/projections.ts';
import type { Article, Content, RecordedChange } from './article.ts';
import { type HiddenMedia, hiddenMedia } from './media.ts';
import { entitledLife, noticeEnds, type PublicLife, publicLife } from './public-life.ts';

/**
 * Who is asking: everybody, a reader who may read paid stories to their end, or a partner who may see embargoed stories
 * and the reasons of what was done.
 */
export interface Audience {
  readonly kind: 'public' | 'subscriber' | 'entitled';
}

export const PUBLIC: Audience = { kind: 'public' };
export const SUBSCRIBER: Audience = { kind: 'subscriber' };
export const ENTITLED: Audience = { kind: 'entitled' };

/** A sentence for readers that goes with a change. */
export interface Notice {
  readonly kind: 'correction' | 'update';
  readonly text: string;
  readonly at: Instant;
}

/** What kind of change made a version. */
export interface Signal {
  readonly kind: 'update' | 'correction';
  readonly severity: 'minor' | 'major';
  /** The version that was wrong, if the change named one. */
  readonly previousVersion?: number;
  /** The sentence for readers that came with it. */
  readonly notice?: string;
  /** What was wrong, for editors; for entitled partners alone. */
  readonly note?: string;
}

/** What every view says of a story, shown or hidden. */
interface Seen {
  readonly id: string;
  /** The id in feeds: the one of an earlier system, if there was one. */
  readonly feedId: string;
  readonly slug: string;
  readonly version: number;
  readonly language: string;
  readonly direction: Direction;
  readonly section: string;
  readonly firstPublishedAt: Instant;
  readonly updatedAt: Instant;
  readonly versionCreatedAt: Instant;
  /** When these words became what they are, the clock's own steps included. */
  readonly lastChangedAt: Instant;
}

/** A story as one audience may see it at one instant. */
export interface Story
  extends Seen,
    Readonly<Omit<Content, keyof Seen | 'body' | 'editorNote' | 'embargo' | 'feedId'>> {
  readonly kind: 'story';
  /** The text that this audience may read, with the public notices at its head and live updates at its end. */
  readonly body: Body;
  /** The same as HTML, in the one spelling that a body has. */
  readonly html: string;
  /** True if there is more text for those who may read it. */
  readonly partial: boolean;
  readonly notices: readonly Notice[];
  /** What kind of change made this version, where readers should know; absent for a first version and a silent edit. */
  readonly signal?: Signal;
  /** Until when, or until what, a partner holds it; for entitled partners alone, and still there afterwards. */
  readonly embargo?: Content['embargo'];
  /** For entitled partners alone. */
  readonly editorNote?: string;
  /** True while a partner has it under embargo: the public does not know of it. */
  readonly held: boolean;
  /** No longer of interest: in no feed, its page stays. */
  readonly expired: boolean;
}

/** What is left of a story that was public and is so no longer: never its headline, nor any word of its text. */
export interface Tombstone extends Omit<Seen, 'direction'> {
  readonly kind: 'tombstone';
  readonly status: 'withheld' | 'canceled';
  readonly hiddenAt: Instant;
  /** Why it went, in words for readers, if the newsroom gave any. */
  readonly notice?: string;
  /** Why it went, in words for editors; for entitled partners alone. */
  readonly reason?: string;
  /** Its pictures, videos and sounds, which partners have as items of their own. */
  readonly media: readonly HiddenMedia[];
  /** True if it will not come back: a kill, or rights that ended. */
  readonly final: boolean;
  /** True while feeds that cannot say "deleted" show the notice in the story's place. */
  readonly noticeInFeeds: boolean;
}

/** What one audience sees of an article at one instant. */
export type View = Story | Tombstone;

/**
 * The one place that decides who sees what.
 * @param audience who is asking
 * @param instant the moment of asking; visibility is computed on reading, so that no late clock leaks anything
 * @returns `undefined` if the story does not exist for this audience
 */
export function viewOf(article: Article, audience: Audience, instant: Instant): View | undefined {
  const life = audience.kind === 'entitled' ? entitledLife(article, instant) : publicLife(article, instant);
  if (life === undefined) return undefined;
  if (life.status === 'usable') return storyOf(article, life, { audience, instant });
  return tombstoneOf(article, { ...life, hiddenAt: life.hiddenAt ?? life.lastChangedAt }, { audience, instant });
}

/** Whom a view is for, and when. */
interface ViewInputs {
  readonly audience: Audience;
  readonly instant: Instant;
}

function seen(article: Article, life: PublicLife): Seen {
  return {
    id: article.id,
    feedId: article.feedId ?? article.id,
    slug: article.slug,
    version: article.version,
    language: article.language,
    direction: article.direction ?? directionOf(article.language),
    section: article.section,
    firstPublishedAt: life.firstPublishedAt,
    updatedAt: life.updatedAt,
    versionCreatedAt: article.versionCreatedAt,
    lastChangedAt: life.lastChangedAt,
  };
}

function storyOf(article: Article, life: PublicLife, { audience, instant }: ViewInputs): Story {
  const { editorNote, embargo, body: html, ...content } = article;
  const {
    status: _,
    publishAt: _hour,
    releasedAt,
    changes: _changes,
    feedId: _feedId,
    formerMedia: _media,
    ...rest
  } = content;
  const { source, ...shown } = rest;
  const isEntitled = audience.kind === 'entitled';
  const notices = life.changes.flatMap(noticeOf);
  const isFreeAlone = article.access === 'paid' && audience.kind !== 'subscriber';
  const { text, partial } = readableText(html, isFreeAlone);
  const live = liveOf(article, isFreeAlone, instant);
  const signal = signalOf(life.changes.at(-1), audience);
  const story = {
    ...shown,
    held: isEntitled && publicLife(article, instant) === undefined,
    // Whose guid it has elsewhere is for partners (LIFECYCLE: what an article remembers).
    ...(isEntitled && source !== undefined ? { source } : {}),
    // What an editor ended is over: an empty embargo would hold it for ever.
    ...(isEntitled && embargo !== undefined
      ? { embargo: releasedAt === undefined ? embargo : { until: releasedAt } }
      : {}),
    ...(isEntitled && editorNote !== undefined ? { editorNote } : {}),
    ...seen(article, life),
    kind: 'story' as const,
    // A picture whose rights have ended is shown no more, and its story stays.
    media: article.media.filter(({ rights }) => rights?.endsAt === undefined || rights.endsAt > instant),
    subjects: [...new Set(article.subjects)],
    ...(live === undefined ? {} : { live }),
    html: htmlOf(text, notices, live),
    partial,
    notices,
    ...(signal === undefined ? {} : { signal }),
    expired: article.expires !== undefined && article.expires <= instant,
  };
  return withBody(story);
}

/** The tree of the text is made when somebody asks for it: feeds need the text alone. */
function withBody(story: Omit<Story, 'body'>): Story {
  let body: Body | undefined;
  const get = (): Body => {
    body ??= parseBody(story.html);
    return body;
  };
  return Object.defineProperty(story, 'body', { enumerable: true, get }) as Story;
}

/** What happened on a live page so far; nothing of it is free where the story is paid. */
function liveOf({ live }: Article, isFreeAlone: boolean, instant: Instant): Content['live'] {
  if (live === undefined) return undefined;
  return { ...live, updates: isFreeAlone ? [] : live.updates.filter(({ at }) => at <= instant) };
}

function tombstoneOf(
  article: Article,
  life: PublicLife & { hiddenAt: Instant },
  { audience, instant }: ViewInputs,
): Tombstone {
  const { hiddenAt } = life;
  const { direction: _, ...shown } = seen(article, life);
  const notice = life.hidingNotices?.at(-1);
  const reason = audience.kind === 'entitled' ? article.changes.findLast(isHiding)?.note : undefined;
  return {
    ...shown,
    kind: 'tombstone',
    status: life.status === 'canceled' ? 'canceled' : 'withheld',
    hiddenAt,
    ...(notice === undefined ? {} : { notice }),
    ...(reason === undefined ? {} : { reason }),
    media: [...hiddenMedia(article.media), ...(article.formerMedia ?? [])],
    final: life.status === 'canceled' || article.status === 'usable',
    noticeInFeeds: life.status === 'canceled' && notice !== undefined && instant < noticeEnds(hiddenAt),
  };
}

function isHiding({ kind }: RecordedChange): boolean {
  return kind === 'withhold' || kind === 'kill';
}

function noticeOf({ kind, notice, at }: RecordedChange): Notice[] {
  if (notice === undefined || (kind !== 'correct' && kind !== 'update' && kind !== 'restore')) return [];
  return [{ kind: kind === 'correct' ? 'correction' : 'update', text: notice, at }];
}

function signalOf(change: RecordedChange | undefined, { kind: audience }: Audience): Signal | undefined {
  if (change?.kind !== 'correct' && change?.kind !== 'update') return undefined;
  const kind = change.kind === 'correct' ? 'correction' : 'update';
  const { severity = 'minor', notice, note, previousVersion } = change;
  return {
    kind,
    severity,
    ...(previousVersion === undefined ? {} : { previousVersion }),
    ...(notice === undefined ? {} : { notice }),
    ...(note === undefined || audience === 'public' ? {} : { note }),
  };
}

/** What may be read of a stored text, which is in the one spelling of a body already: most of it is taken as it is. */
function readableText(html: string, isFreeAlone: boolean): { readonly text: string; readonly partial: boolean } {
  if (!mayHaveMoreMark(html)) return { text: html, partial: false };
  const whole = parseBody(html);
  const readable = isFreeAlone ? freePart(whole) : withoutMoreMark(whole);
  return { text: writeBody(readable), partial: isFreeAlone && readable.children.length < whole.children.length };
}

/** Notices first, live updates last, the newest of each first. */
function htmlOf(text: string, notices: readonly Notice[], live: Content['live']): string {
  const updates = (live?.updates ?? []).toSorted((a, b) => (a.at < b.at ? 1 : -1)).map(liveSection);
  const written = (children: Element[]): string => (children.length === 0 ? '' : writeBody({ type: 'root', children }));
  return `${written(notices.toReversed().map(noticeAside))}${text}${written(updates)}`;
}

function noticeAside({ text, at }: Notice): Element {
  const day = element('time', { dateTime: at }, [{ type: 'text', value: at.slice(0, 10) }]);
  const paragraph = element('p', {}, [{ type: 'text', value: `${text} (` }, day, { type: 'text', value: ')' }]);
  return element('aside', { className: ['notice'] }, [paragraph]);
}

function liveSection(update: NonNullable<Content['live']>['updates'][number]): Element {
  const hour = element('time', { dateTime: update.at }, [{ type: 'text', value: clock(update.at) }]);
  const headline = update.headline === undefined ? [] : [{ type: 'text' as const, value: ` ${update.headline}` }];
  const heading = element('h2', {}, [hour, ...headline]);
  return element('section', { id: update.id, className: ['live-update'] }, [
    heading,
    ...(parseBody(update.body).children as Element[]),
  ]);
}

function clock(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

function element(tagName: string, properties: Element['properties'], children: Element['children']): Element {
  return { type: 'element', tagName, properties, children };
}
