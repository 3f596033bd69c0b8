import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import { mayGoTo } from '../../article/destination.ts';
import { summaryOf } from '../../article/summary.ts';
import type { Story, Tombstone, View } from '../../article/view.ts';
import { rightsOfStory } from '../../publication/rights-of.ts';
import type { Instant } from '../../text/instant.ts';
import { withAbsoluteAddresses } from '../../text/projections.ts';
import { bylineOf } from '../byline.ts';
import type { FormatContext } from '../format.ts';
import type { EmailPart } from './email.ts';
import { withoutMedia } from './without-media.ts';

/** Names of changes at the beginning of a subject; other changes are updates. */
const LABELS: Readonly<Record<string, string>> = {
  correct: 'CORRECTION',
  embargo: 'New',
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

function storyPart(story: Story, change: string, context: FormatContext): EmailPart {
  const { language, direction: dir, headline, standfirst } = story;
  const embargo = embargoOf(story, context);
  const label = LABELS[change] ?? 'Update';
  const labels = embargo === undefined ? [label] : [...(change === 'correct' ? [label] : []), embargo];
  const subject = `${labels.join(', ')}: ${headline}`;
  const summary = summaryOf(story);
  const byline = bylineOf(story);
  const notes = notesOf(story, { label, embargo, change }).map((note) => h('p', h('strong', note)));
  const body = withoutMedia(withAbsoluteAddresses(story.body, context.addresses.article(story.slug)));
  const text = [
    h('h1', headline),
    ...(standfirst === undefined ? [] : [h('p', standfirst)]),
    ...(byline === undefined ? [] : [h('p', byline)]),
    ...(body.children as ElementContent[]),
  ];
  const { notice, usageTerms } = rightsOfStory(context.publication, story);
  const page = pageOf(story, context);
  return {
    subject,
    whole: [...notes, h('div', { lang: language, dir }, text), h('hr'), ...page, identity(story, context)],
    entry: [
      h('h2', { lang: language, dir }, subject),
      ...notes,
      ...(summary === undefined ? [] : [h('p', { lang: language, dir }, summary)]),
      ...page,
      identity(story, context),
    ],
    rights: [notice, usageTerms].filter((words) => words !== undefined),
  };
}

function embargoOf({ held, embargo }: Story, context: FormatContext): string | undefined {
  if (!held) return undefined;
  return embargo?.until === undefined ? 'EMBARGO' : `EMBARGO until ${timeOf(embargo.until, context)}`;
}

interface Subject {
  readonly label: string;
  readonly embargo: string | undefined;
  readonly change: string;
}

/** Returns the sentences at the beginning: about a correction or an update to receivers that have an earlier version alone. */
function notesOf({ signal, editorNote }: Story, { label, embargo, change }: Subject): string[] {
  const isOfChange = change === 'correct' || change === 'update';
  const notice = isOfChange ? signal?.notice : undefined;
  const note = isOfChange ? signal?.note : undefined;
  return [
    embargo,
    notice === undefined ? undefined : `${label}: ${notice}`,
    note === undefined ? undefined : `To editors: ${note}`,
    editorNote === undefined ? undefined : `To editors: ${editorNote}`,
  ].filter((words) => words !== undefined);
}

function pageOf(story: Story, { addresses }: FormatContext): ElementContent[] {
  if (story.held || !mayGoTo(story.rights, 'web')) return [];
  const url = addresses.article(story.slug);
  return [h('p', h('a', { href: url }, url))];
}

function recallPart(view: Tombstone, context: FormatContext): EmailPart {
  const isKill = view.status === 'canceled';
  const label = isKill ? 'KILL' : 'WITHHELD';
  const order = isKill
    ? 'Do not publish this story. Remove it and its pictures, also where you have passed them on.'
    : 'Take this story and its pictures offline until you get a newer version.';
  const reasons = [view.notice, view.reason].filter((words) => words !== undefined);
  const media = view.media.map(({ kind, key }) => h('li', `${kind} ${key}`));
  const whole = [
    h('p', h('strong', `${label}. ${order}`)),
    ...reasons.map((words) => h('p', words)),
    identity(view, context),
    // Words of a killed story are not repeated, not even in a notice about it.
    h('p', 'Every document and e-mail about this story contains its id: search for the letters at its end.'),
    ...(media.length === 0 ? [] : [h('p', 'Its media, by their ids in our documents:'), h('ul', media)]),
  ];
  const from = timeOf(view.firstPublishedAt, context);
  return { subject: `${label}: a story of ${context.publication.name} from ${from}`, whole, entry: whole, rights: [] };
}

/** Returns the paragraph by which a receiver finds the story. */
function identity({ id, version, firstPublishedAt }: View, context: FormatContext): ElementContent {
  return h('p', `Story ${id}, version ${version}, first published on ${timeOf(firstPublishedAt, context)}`);
}

/** Returns a time for people, with its time zone. */
function timeOf(instant: Instant, { publication: { timeZone } }: FormatContext): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone });
  return `${format.format(new Date(instant))} (${timeZone})`;
}
