import { defined } from '../text/defined.ts';
import { type Body, parseBody } from '../text/html-tree.ts';
import { earliest, type Instant } from '../text/instant.ts';
import { type Direction, directionOf } from '../text/language.ts';
import { freePart, withoutMoreMark } from '../text/projections.ts';
import { withoutFiles } from '../text/without-files.ts';
import type { Article, Content, RecordedChange } from './article.ts';
import type { Audience } from './audience.ts';
import { type Destination, mayGoTo } from './destination.ts';
import { type HiddenMedia, hiddenMedia, type Media } from './media.ts';
import { entitledLife, forPartners, type PublicLife, publicLife } from './public-life.ts';
import { readerHtml } from './reader-html.ts';
import type { Rights } from './rights.ts';
import { isSelected } from './story-selection.ts';
import { windowEnd } from './windows.ts';

/** A sentence for readers that accompanies a change. */
export interface Notice {
  readonly kind: 'correction' | 'update';
  readonly severity?: 'minor' | 'major';
  readonly text: string;
  readonly at: Instant;
}

/** The change that created a version. */
export interface Signal {
  readonly kind: 'update' | 'correction';
  readonly severity: 'minor' | 'major';
  /** The version that was wrong, if the change named one. */
  readonly previousVersion?: number;
  /** The sentence for readers. */
  readonly notice?: string;
  /** The explanation for editors; for audiences with the right `editorial` alone. */
  readonly note?: string;
}

/** Fields of every view, of a story or a tombstone. */
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
  /** Time of the last change of the visible text, scheduled transitions included. */
  readonly lastChangedAt: Instant;
}

/** A story as an audience may see it at an instant. */
export interface Story
  extends Seen,
    Readonly<Omit<Content, keyof Seen | 'body' | 'editorNote' | 'embargo' | 'feedId'>> {
  readonly kind: 'story';
  /** The text that this audience may read, with the public notices at its head and live updates at its end. */
  readonly body: Body;
  /** The body as HTML, in normal form. */
  readonly html: string;
  /** True if this audience may not read the whole text. */
  readonly partial: boolean;
  readonly notices: readonly Notice[];
  /** The change that created this version; absent for a first version and a silent edit. */
  readonly signal?: Signal;
  /** The embargo, also after its end; for audiences with the right `embargoed` alone. */
  readonly embargo?: Content['embargo'];
  /** For audiences with the right `editorial` alone. */
  readonly editorNote?: string;
  /** True while the story is under embargo: the public cannot see it. */
  readonly held: boolean;
  /** True while live coverage goes on. */
  readonly isLive: boolean;
  /** True after its expiry: it is in no feed, its page stays. */
  readonly expired: boolean;
}

/** The remains of a story that was public: never its headline, nor any part of its text. */
export interface Tombstone extends Omit<Seen, 'direction'> {
  readonly kind: 'tombstone';
  readonly status: 'withheld' | 'canceled';
  readonly hiddenAt: Instant;
  /** The rights of the provider that the story came from; absent for our own stories. */
  readonly rights?: Pick<Rights, 'holder' | 'holderUrl' | 'notice' | 'usageTerms'>;
  /** The reason for readers, if the newsroom gave one. */
  readonly notice?: string;
  /** The reason for editors; for audiences with the right `editorial` alone. */
  readonly reason?: string;
  /** Its pictures, videos and sounds, which partners have as items of their own. */
  readonly media: readonly HiddenMedia[];
  /** True if it is final: a kill, or rights that ended. */
  readonly final: boolean;
  /** Time of the withdrawal, or of the last amendment of its notice. */
  readonly noticeAt: Instant;
  /** True while feeds show the notice, or a standing sentence, at the position of the story: it overwrites the text. */
  readonly noticeInFeeds: boolean;
}

/** An article as an audience sees it at an instant. */
export type View = Story | Tombstone;

/**
 * Decides what an audience sees of an article. No other code does.
 * @param instant of the request; visibility is computed on reading, so that a late clock leaks nothing
 * @returns `undefined` if the story does not exist for this audience
 */
export function viewOf(article: Article, audience: Audience, instant: Instant): View | undefined {
  const life = lifeFor(article, audience, instant);
  if (life === undefined) return undefined;
  if (life.status === 'usable') return storyOf(article, life, { audience, instant });
  return tombstoneOf(article, { ...life, hiddenAt: life.hiddenAt ?? life.lastChangedAt }, { audience, instant });
}

/** Returns the history that an audience sees: a story that is not for the web is public for partners alone. */
function lifeFor(
  article: Article,
  { embargoed, destination, stories }: Audience,
  instant: Instant,
): PublicLife | undefined {
  if (!mayGoTo(article.rights, destination)) return undefined;
  if (stories !== undefined && !isSelected(article, stories)) return undefined;
  if (embargoed) return entitledLife(article, instant);
  return publicLife(destination === 'web' ? article : forPartners(article), instant);
}

/**
 * Returns a view as it may go to a destination: without the pictures, films and sounds that may not go there.
 * @returns `undefined` for a story that may not go there itself
 */
export function viewAt(view: View, destination: Destination): View | undefined {
  if (view.kind === 'tombstone') return view;
  if (!mayGoTo(view.rights, destination)) return undefined;
  const { media, files } = permittedMedia(view.media, ({ rights }) => mayGoTo(rights, destination));
  if (files.size === 0) return view;
  const { body: _, ...story } = view;
  const live = view.live && liveWithout(view.live, files);
  return withBody({ ...story, ...defined({ live }), media, html: withoutFiles(view.html, files) });
}

/** Returns the permitted media, and the addresses of all files that may not be shown anywhere in the story. */
function permittedMedia(media: readonly Media[], isPermitted: (one: Media) => boolean) {
  const refused = media.filter((one) => !isPermitted(one));
  const files = new Set(refused.flatMap(filesOf));
  // The stricter rights hold for a file that two of them share.
  return {
    media: media.filter((one) => !refused.includes(one) && !filesOf(one).some((file) => files.has(file))),
    files,
  };
}

function filesOf({ renditions, poster }: Media): string[] {
  return [...renditions, ...(poster === undefined ? [] : [poster])].map(({ href }) => href);
}

function liveWithout(live: NonNullable<Content['live']>, files: ReadonlySet<string>): NonNullable<Content['live']> {
  return { ...live, updates: live.updates.map((one) => ({ ...one, body: withoutFiles(one.body, files) })) };
}

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
  const { text, partial } = readableText(article, audience);
  // A picture whose rights have ended is removed, and its story stays.
  const { media, files } = permittedMedia(
    article.media,
    ({ rights }) => (rights?.endsAt === undefined || rights.endsAt > instant) && mayGoTo(rights, audience.destination),
  );
  const updates = liveOf(article, { audience, instant });
  const live = updates && liveWithout(updates, files);
  const notices = life.changes.flatMap(noticeOf);
  const story = {
    ...openFields(article),
    ...seen(article, life),
    ...defined({
      ...restrictedFields(article, audience),
      live,
      signal: signalOf(life.changes.at(-1), audience),
    }),
    kind: 'story' as const,
    held: audience.embargoed && publicLife(forPartners(article), instant) === undefined,
    media,
    subjects: [...new Set(article.subjects)],
    html: readerHtml({ text: withoutFiles(text, files), notices, live, language: article.language }),
    partial,
    notices,
    isLive: article.live !== undefined && (article.live.ends === undefined || article.live.ends > instant),
    expired: article.expires !== undefined && article.expires <= instant,
  };
  return withBody(story);
}

/** Returns the fields of the content that every audience may see. */
function openFields({
  editorNote: _note,
  embargo: _embargo,
  body: _body,
  live: _live,
  source: _source,
  feedId: _feedId,
  status: _status,
  publishAt: _publishAt,
  releasedAt: _releasedAt,
  changes: _changes,
  formerMedia: _media,
  ...open
}: Article) {
  return open;
}

/** Returns the fields of the content that need a right; `undefined` without it. */
function restrictedFields({ source, embargo, releasedAt, editorNote }: Article, { embargoed, editorial }: Audience) {
  // An embargo lifted by an editor ends then: an empty one would hold the story forever.
  const shown = embargo === undefined || releasedAt === undefined ? embargo : { until: releasedAt };
  return {
    source: editorial ? source : undefined,
    editorNote: editorial ? editorNote : undefined,
    embargo: embargoed ? shown : undefined,
  };
}

/** A view without the tree of its text: plain data, which can be copied to a worker thread. */
export type ViewData = Omit<Story, 'body'> | Tombstone;

/** Adds the tree of the text, which is parsed on first use: feeds need the HTML alone. */
function withBody(story: Omit<Story, 'body'>): Story {
  let body: Body | undefined;
  const get = (): Body => {
    body ??= parseBody(story.html);
    return body;
  };
  return Object.defineProperty(story, 'body', { enumerable: true, get }) as Story;
}

/** Returns a view as plain data; its text is not parsed for that. */
export function viewData(view: View): ViewData {
  const fields = Object.keys(view).filter((name) => name !== 'body');
  return Object.fromEntries(fields.map((name) => [name, view[name as keyof View]])) as unknown as ViewData;
}

/** Returns the view of plain data. */
export function viewOfData(data: ViewData): View {
  return data.kind === 'story' ? withBody(data) : data;
}

/** True if an audience may read only the free part of an article. */
export function isFreeAlone({ access }: Article, { paidText }: Audience): boolean {
  return access === 'paid' && !paidText;
}

/** Returns the live page with past updates; without any for readers of the free part. */
function liveOf(article: Article, { audience, instant }: ViewInputs): Content['live'] {
  const { live } = article;
  if (live === undefined) return undefined;
  if (!isFreeAlone(article, audience)) return { ...live, updates: live.updates.filter(({ at }) => at <= instant) };
  const { keyPoints: _, ...free } = live;
  return { ...free, updates: [] };
}

function tombstoneOf(
  article: Article,
  life: PublicLife & { hiddenAt: Instant },
  { audience, instant }: ViewInputs,
): Tombstone {
  const { hiddenAt } = life;
  const { direction: _, ...shown } = seen(article, life);
  const notice = life.hidingNotices?.at(-1);
  const final = life.status === 'canceled' || article.status === 'usable';
  const reason = audience.editorial ? article.changes.findLast(isHiding)?.note : undefined;
  return {
    ...shown,
    ...defined({ notice, reason, rights: providerRights(article) }),
    kind: 'tombstone',
    status: life.status === 'canceled' ? 'canceled' : 'withheld',
    hiddenAt,
    media: [...hiddenMedia(article.media), ...(article.formerMedia ?? [])],
    final,
    noticeAt: life.changes.findLast((change) => change.notice !== undefined && change.at >= hiddenAt)?.at ?? hiddenAt,
    noticeInFeeds: final && instant < windowEnd('notice', hiddenAt),
  };
}

/** Returns the remains of a story for a receiver that has it, and may have it no longer, for any reason. */
export function recallOf(article: Article, audience: Audience, instant: Instant): Tombstone {
  const { status, publishAt, versionCreatedAt, changes } = article;
  // A story whose publication was moved into the future has no life yet.
  const life = entitledLife(article, instant) ?? {
    status,
    firstPublishedAt: earliest([publishAt, versionCreatedAt]) ?? versionCreatedAt,
    updatedAt: versionCreatedAt,
    lastChangedAt: versionCreatedAt,
    changes,
  };
  return tombstoneOf(article, { ...life, hiddenAt: life.hiddenAt ?? versionCreatedAt }, { audience, instant });
}

/**
 * Returns a story with the signal of everything that a receiver has missed: the last correction since its version, else
 * the last update. A correction is never lost behind a later silent edit.
 */
export function withSignalSince(
  story: Story,
  { article, audience, version }: { readonly article: Article; readonly audience: Audience; readonly version: number },
): Story {
  const missed = article.changes.filter((change) => change.version > version);
  const change = missed.findLast(({ kind }) => kind === 'correct') ?? missed.findLast(({ kind }) => kind === 'update');
  const signal = signalOf(change, audience);
  if (signal === undefined) return story;
  const { body: _, ...others } = story;
  return withBody({ ...others, signal });
}

function providerRights({ source, rights }: Article): Tombstone['rights'] {
  const { holder, holderUrl, notice, usageTerms } = rights;
  return source === undefined ? undefined : defined({ holder, holderUrl, notice, usageTerms });
}

function isHiding({ kind }: RecordedChange): boolean {
  return kind === 'withhold' || kind === 'kill';
}

function noticeOf({ kind, notice, at, severity }: RecordedChange): Notice[] {
  if (notice === undefined || (kind !== 'correct' && kind !== 'update' && kind !== 'restore')) return [];
  return [
    kind === 'correct'
      ? defined({ kind: 'correction', severity, text: notice, at })
      : { kind: 'update', text: notice, at },
  ];
}

function signalOf(change: RecordedChange | undefined, { editorial }: Audience): Signal | undefined {
  if (change?.kind !== 'correct' && change?.kind !== 'update') return undefined;
  const { severity = 'minor', notice, note, previousVersion } = change;
  return defined({
    kind: change.kind === 'correct' ? ('correction' as const) : ('update' as const),
    severity,
    previousVersion,
    notice,
    note: editorial ? note : undefined,
  });
}

/** Returns the readable part of the stored text, which is in normal form already. */
function readableText(article: Article, audience: Audience): { readonly text: string; readonly partial: boolean } {
  const { body } = article;
  if (!isFreeAlone(article, audience)) return { text: withoutMoreMark(body), partial: false };
  const text = freePart(body);
  return { text, partial: text.length < body.length };
}
