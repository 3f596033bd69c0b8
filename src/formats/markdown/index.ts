import type { Format } from '../format.ts';
import { isForAgents, MARKDOWN_EXTENSION, markdownArticle, markdownFeed, markdownItem } from './from-view.ts';
import { checkMarkdown } from './rules.ts';

export { isForAgents, MARKDOWN_EXTENSION, type MarkdownList, markdownLine, markdownList } from './from-view.ts';

/** Markdown with front matter (CommonMark, GFM tables), for programs that read the site on behalf of people. */
export const markdown: Format = {
  id: 'markdown',
  name: 'Markdown',
  specification: 'https://www.rfc-editor.org/rfc/rfc7763',
  mediaType: 'text/markdown',
  extension: MARKDOWN_EXTENSION,
  forPartners: true,
  losses: [
    {
      field: 'contentWarnings, urgency, slugline, series, genre, newsType',
      because: 'the front matter is about reading',
    },
    { field: 'headlines', because: 'one title' },
    { field: 'people, organisations, places, events, subjects', because: 'they are in the JSON-LD of the page' },
    { field: 'sources, contributors, source, feedId, slug, related', because: 'they are in the JSON-LD of the page' },
    { field: 'bylines[] but the name', because: 'they are in the JSON-LD of the page' },
    { field: 'media but the lead picture and the pictures of the text', because: 'Markdown has pictures alone' },
    { field: 'digitalSourceType, humanReview, created, expires, dateline, direction', because: 'no place in the text' },
  ],
  isOffered: (context, story) => (story === undefined ? context.publication.markdown : isForAgents(story, context)),
  article: markdownArticle,
  item: markdownItem,
  envelope: markdownFeed,
  history: true,
  check: checkMarkdown,
};
