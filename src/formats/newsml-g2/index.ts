import type { View } from '../../article/view.ts';
import type { Format, FormatContext, Loss, Made } from '../format.ts';
import { SEARCH_LOSSES } from '../search-losses.ts';
import { mediaItemOf, newsItem } from './from-view.ts';
import { type G2Context, NEWS_ITEM_TYPE, NEWS_MESSAGE_TYPE } from './item.ts';
import { articleMessage, feedMessage, itemDocument, messagePart } from './news-message.ts';
import { DEFAULT_PROFILE, extensionOf, PROFILES, type Profile } from './profile.ts';
import { checkNewsmlG2 } from './rules/index.ts';

const LOSSES: readonly Loss[] = [
  ...SEARCH_LOSSES,
  { field: 'media[].focalPoint', because: 'no element for the region that a crop must keep' },
  { field: 'bylines[].email, bylines[].jobTitle', because: 'a creator is identified and named' },
  { field: 'access', because: 'no element; a paid story shows its free part' },
  { field: 'series.position', because: 'no place in `memberOf`' },
  { field: 'live', because: 'no element; its updates are in the text' },
];

/** Returns the losses of a profile, in addition to those of the standard. */
function lossesOf(profile: Profile): Loss[] {
  return [
    ...LOSSES,
    ...(profile.otherHeadlines ? [] : [{ field: 'headlines', because: 'the profile has one headline' }]),
    ...(profile.media === 'files'
      ? [{ field: 'media[].caption, media[].credit, media[].renditions', because: 'the profile links to one file' }]
      : []),
    ...(profile.standardVersion === '2.20'
      ? [{ field: 'digitalSourceType', because: 'it came with version 2.33; `dataMining` with 2.34' }]
      : []),
  ];
}

/** Creates the format NewsML-G2, conformance level power (https://iptc.org/standards/newsml-g2/), in a profile. */
function inProfile(profile: Profile): Format {
  const isDefault = profile === DEFAULT_PROFILE;
  const withProfile = (context: FormatContext): G2Context => ({ ...context, profile });
  const isMessage = profile.media === 'package';
  return {
    id: isDefault ? 'newsml-g2' : `newsml-g2-${profile.id}`,
    name: isDefault ? `NewsML-G2 ${profile.standardVersion}` : `NewsML-G2 for ${profile.name}`,
    specification: 'https://iptc.org/std/NewsML-G2/2.35/',
    mediaType: isMessage ? NEWS_MESSAGE_TYPE : NEWS_ITEM_TYPE,
    feedMediaType: NEWS_MESSAGE_TYPE,
    extension: extensionOf(profile),
    destination: 'wire',
    forPartners: true,
    history: true,
    datesItself: true,
    profile: profile.id,
    losses: lossesOf(profile),
    article: (view, context) => ({
      text: isMessage ? articleMessage(view, withProfile(context)) : itemDocument(newsItem(view, withProfile(context))),
    }),
    media: (view: View, key: string, context: FormatContext): Made => {
      const item = mediaItemOf(view, key, withProfile(context));
      return item && { text: itemDocument(item) };
    },
    item: (view, _feed, context) => ({ text: messagePart(view, withProfile(context)) }),
    envelope: (feed, parts, context) => feedMessage(feed, parts, withProfile(context)),
    check: checkNewsmlG2,
  };
}

const [standard, ...others] = PROFILES.map(inProfile) as [Format, ...Format[]];

/** NewsML-G2 2.35 in the standard profile, with the other profiles. */
export const newsmlG2: Format = { ...standard, profiles: others };
