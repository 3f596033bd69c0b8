import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import { mayGoTo } from '../../article/destination.ts';
import { summaryOf } from '../../article/summary.ts';
import type { Story, Tombstone, View } from '../../article/view.ts';
import { rightsOfStory } from '../../publication/rights-of.ts';
import { writeBody } from '../../text/html-tree.ts';
import { type Instant, toOffsetDateTime } from '../../text/instant.ts';
import { plainText } from '../../text/plain-text.ts';
import { withAbsoluteAddresses } from '../../text/projections.ts';
import { bylineOf } from '../byline.ts';
import type { FormatContext } from '../format.ts';
import { withoutMedia } from './without-media.ts';

/** A message to people: plain text and HTML say the same. */
export interface Email {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The part of a story in an e-mail. */
export interface EmailPart {
  readonly subject: string;
  /** The whole message about this story. */
  readonly whole: readonly ElementContent[];
  /** Its entry in a digest. */
  readonly entry: readonly ElementContent[];
}

/** Names of changes at the beginning of a subject; other changes are updates. */
const LABELS: Readonly<Record<string, string>> = {
  correct: 'CORRECTION',
  publish: 'New',
  release: 'Released',
  restore: 'Restored',
};

/**
 * Returns what an e-mail contains of a story, or of its withdrawal: facts, notes and text, without pictures, which are in
 * the document that is attached.
 * @param change the change that the message is about
 */
export function emailPart(view: View, change: string, context: FormatContext): EmailPart {
  return view.kind === 'story' ? storyPart(view, change, context) : recallPart(view, context);
}

/** Returns an e-mail about one story. */
export function storyEmail({ subject, whole }: EmailPart, { publication }: Pick<FormatContext, 'publication'>): Email {
  return written(subject, [...whole, ...sender(publication.name)], publication.language);
}

/** Returns an e-mail that lists stories, in the order of the parts. */
export function digestEmail(parts: readonly EmailPart[], { publication }: Pick<FormatContext, 'publication'>): Email {
  const subject = `${publication.name}: ${parts.length === 1 ? '1 story' : `${parts.length} stories`}`;
  const entries = parts.flatMap(({ entry }) => [...entry, h('hr')]);
  return written(subject, [h('h1', subject), ...entries, ...sender(publication.name)], publication.language);
}

function storyPart(story: Story, change: string, context: FormatContext): EmailPart {
  const { publication } = context;
  const time = (instant: Instant): string => toOffsetDateTime(instant, publication.timeZone);
  const end = story.embargo?.until;
  const embargo = story.held ? `EMBARGO${end === undefined ? '' : ` until ${time(end)}`}` : undefined;
  const label = LABELS[change] ?? 'Update';
  const labels = embargo === undefined ? [label] : [...(change === 'correct' ? [label] : []), embargo];
  const subject = `${labels.join(', ')}: ${story.headline}`;
  const { language, direction: dir, headline, standfirst, signal, editorNote } = story;
  const summary = summaryOf(story);
  const byline = bylineOf(story);
  const notes = [
    ...(embargo === undefined ? [] : [embargo]),
    ...(signal?.notice === undefined ? [] : [signal.notice]),
    ...(signal?.note === undefined ? [] : [`To editors: ${signal.note}`]),
    ...(editorNote === undefined ? [] : [`To editors: ${editorNote}`]),
  ].map((note) => h('p', h('strong', note)));
  const body = withoutMedia(withAbsoluteAddresses(story.body, context.addresses.article(story.slug)));
  const text = [
    h('h1', headline),
    ...(standfirst === undefined ? [] : [h('p', standfirst)]),
    ...(byline === undefined ? [] : [h('p', byline)]),
    ...(body.children as ElementContent[]),
  ];
  const facts = storyFacts(story, context);
  return {
    subject,
    whole: [...notes, h('div', { lang: language, dir }, text), h('hr'), ...facts],
    entry: [
      h('h2', { lang: language, dir }, subject),
      ...notes,
      ...(summary === undefined ? [] : [h('p', { lang: language, dir }, summary)]),
      ...facts,
    ],
  };
}

function storyFacts(story: Story, context: FormatContext): ElementContent[] {
  const { publication, addresses } = context;
  const { notice, usageTerms } = rightsOfStory(publication, story);
  const url = addresses.article(story.slug);
  const isOnTheWeb = mayGoTo(story.rights, 'web') && !story.held;
  return [
    ...(isOnTheWeb ? [h('p', h('a', { href: url }, url))] : []),
    ...[notice, usageTerms].flatMap((words) => (words === undefined ? [] : [h('p', words)])),
    identity(story, context),
  ];
}

function recallPart(view: Tombstone, context: FormatContext): EmailPart {
  const isKill = view.status === 'canceled';
  const subject = `${isKill ? 'KILL' : 'WITHHELD'}: a story of ${context.publication.name}, version ${view.version}`;
  const order = isKill
    ? 'Do not publish this story. Remove it and its pictures, also where you have passed them on.'
    : 'Take this story and its pictures offline until you get a newer version.';
  const reasons = [view.notice, view.reason].flatMap((words) => (words === undefined ? [] : [h('p', words)]));
  const media = view.media.map(({ kind, key }) => h('li', `${kind} ${key}`));
  const whole = [
    h('p', h('strong', `${isKill ? 'KILL' : 'WITHHELD'}. ${order}`)),
    ...reasons,
    identity(view, context),
    ...(media.length === 0 ? [] : [h('p', 'Its media:'), h('ul', media)]),
  ];
  return { subject, whole, entry: whole };
}

/** Returns the paragraph by which a receiver finds the story. */
function identity({ id, version, firstPublishedAt }: View, { publication }: FormatContext): ElementContent {
  const published = toOffsetDateTime(firstPublishedAt, publication.timeZone);
  return h('p', `Story ${id}, version ${version}, first published ${published}`);
}

function sender(name: string): ElementContent[] {
  return [h('p', `Sent by ${name}. The documents for your system are attached.`)];
}

function written(subject: string, children: readonly ElementContent[], language: string): Email {
  const root = { type: 'root' as const, children: [...children] };
  const html = `<!doctype html>\n<html lang="${language}"><head><meta charset="utf-8"></head><body>\n${writeBody(root)}\n</body></html>\n`;
  return { subject, text: `${plainText(root)}\n`, html };
}
