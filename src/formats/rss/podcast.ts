import { leadImage } from '../../article/media.ts';
import type { Story } from '../../article/view.ts';
import { filesOf } from '../feed-content.ts';
import { type FeedView, type FormatContext, storiesOf } from '../format.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';

/**
 * Returns what podcast directories require of a channel: for a feed with settings of a podcast, and for any feed with
 * sound (https://podcasters.apple.com/support/823-podcast-requirements).
 */
export function podcastChannel(feed: FeedView, { publication, addresses }: FormatContext): XmlElement[] {
  const { podcast } = feed;
  if (podcast === undefined && !storiesOf(feed).some(hasSound)) return [];
  const image = podcast?.image ?? publication.logo?.href;
  const { author = publication.name, category = 'News', explicit = false } = podcast ?? {};
  return [
    xml('itunes:author', {}, author),
    xml('itunes:category', { text: category }),
    xml('itunes:explicit', {}, String(explicit)),
    ...(image === undefined ? [] : [xml('itunes:image', { href: addresses.absolute(image) })]),
    ...(publication.email === undefined
      ? []
      : [xml('itunes:owner', {}, [xml('itunes:name', {}, author), xml('itunes:email', {}, publication.email)])]),
  ];
}

/** Returns what podcast directories show of an episode: duration in seconds and picture. Readers would show an author here twice. */
export function podcastItem(story: Story, context: FormatContext): (XmlElement | undefined)[] {
  const sound = story.media.find(({ kind }) => kind === 'audio');
  if (sound === undefined) return [];
  const duration = sound.renditions.find((file) => file.duration !== undefined)?.duration;
  const lead = leadImage(story.media);
  // Directories refuse pictures that are not square; those of an unknown size are the editor's.
  const picture = lead && filesOf(lead, context).find(({ width, height }) => width === height);
  return [
    textElement('itunes:duration', duration === undefined ? undefined : String(Math.max(1, Math.round(duration)))),
    xml('itunes:explicit', {}, String((story.contentWarnings ?? []).length > 0)),
    picture && xml('itunes:image', { href: picture.url }),
  ];
}

function hasSound({ media }: Story): boolean {
  return media.some(({ kind }) => kind === 'audio');
}
