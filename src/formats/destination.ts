import { type Destination, destinationIn, mayGoTo } from '../article/destination.ts';
import type { Story } from '../article/view.ts';
import { type View, viewAt } from '../article/view.ts';
import type { FeedView, Format, FormatContext } from './format.ts';

type Destined = Pick<Format, 'destination'>;

function destinationOf({ destination = 'web' }: Destined, audience: Destination = 'web'): Destination {
  return destinationIn(destination, audience);
}

/** Returns a view as it may go into a document of a format; `undefined` for a story that may not. */
export function destinedView(view: View, format: Destined, { destination }: FormatContext): View | undefined {
  return viewAt(view, destinationOf(format, destination));
}

/** Returns a context whose linked stories may go into a document of a format. */
export function destinedContext(format: Destined, context: FormatContext): FormatContext {
  const { storyOf } = context;
  const destination = destinationOf(format, context.destination);
  return {
    ...context,
    storyOf: (id) => {
      const story = storyOf(id);
      const seen = story && viewAt(story, destination);
      return seen?.kind === 'story' ? seen : undefined;
    },
  };
}

/** Returns a feed with the stories and pictures that may go into a document of a format. */
export function destinedFeed<Feed extends FeedView>(feed: Feed, format: Destined, audience?: Destination): Feed {
  const destination = destinationOf(format, audience);
  const views = feed.views.map((view) => viewAt(view, destination));
  if (views.every((view, index) => view === feed.views[index])) return feed;
  return { ...feed, views: views.filter((view) => view !== undefined) };
}

/** True if a story has a public document in a format: settings, its rights or its destinations may exclude it. */
export function isOffered(format: Format, context: FormatContext, story?: Story): boolean {
  if (format.isOffered?.(context, story) === false) return false;
  return story === undefined || mayGoTo(story.rights, destinationOf(format));
}
