import type { Format } from '../format.ts';
import { newsItemDocument, newsItemFragment } from './from-view.ts';
import { NEWS_ITEM_TYPE } from './item-meta.ts';
import { newsMessage } from './news-message.ts';
import { checkNewsmlG2 } from './rules.ts';

/** NewsML-G2 2.35, conformance level power (https://iptc.org/standards/newsml-g2/). */
export const newsmlG2: Format = {
  id: 'newsml-g2',
  name: 'NewsML-G2 2.35',
  specification: 'https://iptc.org/std/NewsML-G2/2.35/',
  mediaType: NEWS_ITEM_TYPE,
  feedMediaType: 'application/vnd.iptc.g2.newsmessage+xml',
  extension: '.newsml.xml',
  losses: [
    {
      field: 'media[].caption, media[].credit, media[].focalPoint',
      because: 'a story links to the files of its media',
    },
    { field: 'media[].renditions', because: 'the link names the first file alone' },
    { field: 'bylines[].email, bylines[].jobTitle', because: 'a creator is identified and named' },
    { field: 'access', because: 'no element; a paid story shows its free part' },
    { field: 'people[].jobTitle', because: 'not stated in the item' },
    { field: 'series.position', because: 'no place in `memberOf`' },
    { field: 'media[].poster, media[].created, media[].rights', because: 'a link says where a file is' },
    { field: 'live', because: 'no element; its updates stand in the text' },
  ],
  article: newsItemDocument,
  item: newsItemFragment,
  envelope: newsMessage,
  check: checkNewsmlG2,
};
