import { keyOf, tagOf } from '../../article/identity.ts';
import type { Media } from '../../article/media.ts';
import type { FormatContext } from '../format.ts';

const ITEM_CLASSES = { image: 'ninat:picture', video: 'ninat:video', audio: 'ninat:audio' } as const;

/** Returns the nature of an item of a picture, video or sound. */
export function mediaClass({ kind }: Pick<Media, 'kind'>): string {
  return ITEM_CLASSES[kind];
}

/**
 * Returns the id of a story's picture, video or sound as an item of its own.
 * @param key from `mediaKey`
 */
export function mediaGuid(storyId: string, key: string, { publication }: FormatContext): string {
  return tagOf(publication.authority, 'media', `${keyOf(storyId) ?? storyId}.${key}`);
}

/** Returns a label of a medium in one line. */
export function mediaTitle({ title, alt, caption }: Media): string | undefined {
  return title ?? alt ?? caption;
}
