import type { Story } from '../article/view.ts';
import { destinedContext, destinedView } from '../formats/destination.ts';
import { type FeedView, type Format, type FormatContext, feedDocument } from '../formats/format.ts';
import { FORMATS } from '../formats/index.ts';
import type { Finding } from '../text/finding.ts';
import type { SchemaCheck } from './wire/newsml-g2-schema.ts';

/** A schema for each format that has one, by the format's id. */
export type SchemaChecks = Readonly<Record<string, SchemaCheck>>;

/** Inputs of a check. */
export interface StoryCheck {
  /** An empty feed to put the story into, for feed formats. */
  readonly feed: FeedView;
  readonly schemas: SchemaChecks;
}

/**
 * Returns the findings of each format's rules, and of its schema where available, for a story.
 */
export function checkStory(story: Story, { feed, schemas }: StoryCheck, context: FormatContext): Finding[] {
  return FORMATS.flatMap((format) => {
    const { text, refused } = documentOf(format, { ...feed, views: [story] }, { story, context });
    const found = [...refused, ...format.check(text), ...(schemas[format.id]?.(text) ?? [])];
    return found.map((finding) => ({ ...finding, message: `${format.name}: ${finding.message}` }));
  });
}

/** Returns the findings of each format's rules for a story, without a feed and without schemas. */
export function checkFormats(story: Story, context: FormatContext): Finding[] {
  const { language, direction, updatedAt: updated, lastChangedAt: changed } = story;
  const about = { name: 'all', title: 'x', description: 'x', content: 'full' } as const;
  const feed = { ...about, language, direction, updated, changed, views: [story] };
  return checkStory(story, { feed, schemas: {} }, context);
}

function documentOf(
  format: Format,
  feed: FeedView,
  { story, context }: { readonly story: Story; readonly context: FormatContext },
) {
  if (format.envelope !== undefined) return feedDocument(format, feed, context);
  const view = destinedView(story, format, context);
  const made = view && format.article?.(view, destinedContext(format, context));
  if (made === undefined) return { text: '', refused: [] };
  return 'text' in made ? { text: made.text, refused: [] } : { text: '', refused: made.refused };
}
