import fc from 'fast-check';
import type { Nodes } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { expect, test } from 'vitest';
import { parseBody, readBody, writeBody } from '../../src/text/html-tree.ts';

const TAGS =
  'p b i a div ul ol li table tr td th tbody caption figure figcaption img br hr h2 h3 blockquote pre code dl dt dd sup section aside details summary video source audio track q time ruby rt rp bdo data wbr ins del abbr'.split(
    ' ',
  );
const ATTRIBUTES = [
  'href="https://a.b/?x=1&amp;y=2"',
  'title="a &quot;b&quot; \' < >"',
  'class="notice"',
  'class="pullquote x"',
  'class="more"',
  'lang="ar"',
  'dir="rtl"',
  'width="10"',
  'width="x"',
  'colspan="2"',
  'start="3"',
  'reversed',
  'controls',
  'datetime="2026-01-01"',
  'src="/media/a.jpg"',
  'alt=""',
  'id="user-content-fn-1"',
  'data-footnotes',
  'data-footnote-ref',
  'hreflang="en"',
  'scope="row"',
  'poster="/media/p.jpg"',
  'kind="captions"',
  'srclang="en"',
];

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom(
    'a',
    ' ',
    '\n',
    '\u00a0',
    '&amp;',
    '&lt;b&gt;',
    '&nbsp;',
    '&#x26;',
    '&notin;',
    '&amp;lt;',
    '\n\nx',
    '&copy',
    '&',
  ),
);

const { node } = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    text,
    fc
      .tuple(
        fc.constantFrom(...TAGS),
        fc.array(fc.constantFrom(...ATTRIBUTES), { maxLength: 3 }),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.boolean(),
      )
      .map(([tag, attributes, children, isClosed]) => {
        const opening = `<${[tag, ...attributes].join(' ')}>`;
        return `${opening}${children.join('')}${isClosed ? `</${tag}>` : ''}`;
      }),
  ),
}));

/** The tree by the parser that follows all rules of HTML. */
function byTheRules(html: string): unknown {
  return { type: 'root', children: fromHtml(html, { fragment: true }).children.map(withoutPosition) };
}

function withoutPosition(node: Nodes): unknown {
  const { position: _, ...rest } = node;
  return 'children' in rest ? { ...rest, children: rest.children.map(withoutPosition) } : rest;
}

test('a clean body has the same tree by the fast parser and by the rules', () => {
  fc.assert(
    fc.property(fc.array(node, { maxLength: 5 }), (parts) => {
      const clean = writeBody(readBody(parts.join('')));
      expect(parseBody(clean)).toEqual(byTheRules(clean));
    }),
    { numRuns: process.env.DATELINE_LONG ? 20_000 : 600 },
  );
});
