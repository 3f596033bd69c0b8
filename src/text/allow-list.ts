import type { Schema } from 'hast-util-sanitize';

/** Allow-list of the HTML elements and attributes of a story body. Everything else is removed at intake. */

/** Elements that hold blocks or stand as one. */
export const BLOCKS: ReadonlySet<string> = new Set(
  (
    'aside audio blockquote dd details div dl dt figcaption figure h2 h3 h4 h5 h6 hr li ol p pre section summary table ' +
    'tbody td tfoot th thead tr ul video caption'
  ).split(' '),
);

/** Elements in which white space between blocks is insignificant and can be dropped. */
export const BLOCK_ONLY: ReadonlySet<string> = new Set(
  'aside audio details dl figure ol section table tbody tfoot thead tr ul video div'.split(' '),
);

const PHRASES =
  'a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q rp rt ruby s samp small source span strong sub ' +
  'sup time track u var wbr';

/** Ids of footnotes, and of places to which the text links; other ids could collide with ids of the page. */
const TEXT_ID = /^user-content-[\w-]{1,90}$/;

/** Alignments of the cells of a table. */
const ALIGNMENTS = ['left', 'right', 'center'];

/** The schema for hast-util-sanitize. Attribute names are hast property names (DOM names). */
export const ALLOW_LIST: Schema = {
  // A first-level heading becomes a second-level heading: the page uses the first level for the headline.
  tagNames: ['h1', ...BLOCKS, ...PHRASES.split(' ')],
  attributes: {
    '*': ['dir', 'lang', 'title', ['id', TEXT_ID]],
    a: ['href', 'hrefLang', ['className', 'data-footnote-backref'], 'dataFootnoteRef', 'dataFootnoteBackref'],
    abbr: ['title'],
    aside: [['className', 'notice', 'pullquote', 'background']],
    audio: ['src', 'controls'],
    bdo: ['dir'],
    blockquote: ['cite'],
    data: ['value'],
    del: ['cite', 'dateTime'],
    figure: [['className', 'pullquote']],
    hr: [['className', 'more']],
    img: ['src', 'alt', 'width', 'height'],
    ins: ['cite', 'dateTime'],
    ol: ['start', 'reversed', 'type'],
    p: [['className', 'notice', 'embed']],
    q: ['cite'],
    section: ['dataFootnotes', ['className', 'footnotes', 'live-update']],
    source: ['src', 'type'],
    td: ['colSpan', 'rowSpan', ['align', ...ALIGNMENTS]],
    th: ['colSpan', 'rowSpan', 'scope', ['align', ...ALIGNMENTS]],
    time: ['dateTime'],
    track: ['src', 'kind', 'srcLang', 'label'],
    video: ['src', 'controls', 'poster', 'width', 'height'],
  },
  ancestors: Object.fromEntries([
    ['li', ['ul', 'ol']],
    ['dt', ['dl']],
    ['dd', ['dl']],
    ['figcaption', ['figure']],
    ['caption', ['table']],
    ['tbody', ['table']],
    ['thead', ['table']],
    ['tfoot', ['table']],
    ['tr', ['table']],
    ['td', ['table']],
    ['th', ['table']],
    ['source', ['audio', 'video']],
    ['track', ['audio', 'video']],
  ] as [string, string[]][]),
  protocols: {
    cite: ['http', 'https'],
    href: ['http', 'https', 'mailto', 'tel'],
    poster: ['http', 'https'],
    src: ['http', 'https'],
  },
  required: { audio: { controls: true }, video: { controls: true } },
  // The content of these elements is removed too; other forbidden elements keep their content.
  strip: 'iframe math noembed noframes noscript object script style svg template textarea title xmp'.split(' '),
  clobber: [],
};
