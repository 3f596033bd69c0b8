import type { Story } from '../article/view.ts';
import { type FeedView, type Format, type FormatContext, feedDocument } from '../formats/format.ts';
import { FORMATS } from '../formats/index.ts';
import type { Finding } from '../text/finding.ts';
import type { SchemaCheck } from './wire/newsml-g2-schema.ts';

/** A schema for each format that has one, by the format's id. */
export type SchemaChecks = Readonly<Record<string, SchemaCheck>>;

/**
 * Returns the findings of each format's rules, and of its schema where available, for a story.
 * @param feed an empty feed to put the story into, for feed formats
 */
export function checkStory(story: Story, feed: FeedView, context: FormatContext, schemas: SchemaChecks): Finding[] {
  return FORMATS.flatMap((format) => {
    const { text, refused } = documentOf(format, story, feed, context);
    const found = [...refused, ...format.check(text), ...(schemas[format.id]?.(text) ?? [])];
    return found.map((finding) => ({ ...finding, message: `${format.name}: ${finding.message}` }));
  });
}

/** Returns the findings of each format's rules for a story, without a feed and without schemas. */
export function checkFormats(story: Story, context: FormatContext): Finding[] {
  const { language, direction, updatedAt: updated, lastChangedAt: changed } = story;
  const about = { name: 'all', title: 'x', description: 'x', content: 'full' } as const;
  return checkStory(story, { ...about, language, direction, updated, changed, views: [story] }, context, {});
}

function documentOf(format: Format, story: Story, feed: FeedView, context: FormatContext) {
  if (format.envelope !== undefined) return feedDocument(format, { ...feed, views: [story] }, context);
  const made = format.article?.(story, context);
  if (made === undefined) return { text: '', refused: [] };
  return 'text' in made ? { text: made.text, refused: [] } : { text: '', refused: made.refused };
}
