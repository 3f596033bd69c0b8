import { describe, expect, test } from 'vitest';
import { readWire } from '../../src/intake/wire-format.ts';
import { testHints } from '../support/cases.ts';
import { wireItem } from '../support/wire.ts';

const NOW = '2026-03-02T10:00:00Z' as never;

function first(text: string) {
  const document = readWire(Buffer.from(text), { ...testHints('item.xml'), now: NOW });
  if ('problems' in document) throw new Error(JSON.stringify(document.problems));
  return document.items[0];
}

const nitf = (body: string) =>
  `<nitf><head><docdata management-status="usable"><doc-id regsrc="a.example" id-string="1"/><date.issue norm="20260302T080000+0000"/></docdata></head><body><body.head><hedline><hl1>Head</hl1></hedline></body.head><body.content>${body}</body.content></body></nitf>`;
const ninjs = (html: string) =>
  JSON.stringify({
    uri: 'urn:a:1',
    type: 'text',
    version: '1',
    headline: 'Head',
    body_html: html,
    source: 'A',
    versioncreated: '2026-03-02T08:00:00Z',
  });
const rss = (html: string) =>
  `<rss version="2.0"><channel><title>T</title><link>https://a.example/</link><item><guid>1</guid><title>Head</title><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate><description>${html.replaceAll('<', '&lt;')}</description></item></channel></rss>`;

const FORMATS = {
  NITF: nitf,
  ninjs,
  RSS: rss,
  'NewsML-G2': (body: string) => wireItem({ text: body.replace(/^<p>|<\/p>$/g, '') }),
};

describe.each(Object.entries(FORMATS))('%s whose text holds it back', (_, document) => {
  test('with a time is under embargo until then, and the line is no text', () => {
    const item = first(document('<p>EMBARGOED UNTIL 0600 GMT, March 3, 2026</p><p>Real text.</p>'));
    expect(item?.submission).toMatchObject({ embargo: { until: '2026-03-03T06:00:00Z' }, body: '<p>Real text.</p>' });
    expect(item?.submission?.editorNote).toBe('EMBARGOED UNTIL 0600 GMT, March 3, 2026');
    expect(item?.warnings.map(({ rule }) => rule)).toContain('wire/desk-line');
  });

  test('without a time is held, also when publication is asked for', () => {
    for (const publishes of [false, true]) {
      const read = readWire(Buffer.from(document('<p>Real text.</p><p>Not for publication.</p>')), {
        ...testHints('item.xml'),
        now: NOW,
        publishes,
      });
      const item = 'problems' in read ? undefined : read.items[0];
      expect(item?.submission).toMatchObject({ embargo: {}, body: '<p>Real text.</p>' });
    }
  });

  test('until a time that has passed is free', () => {
    const item = first(document('<p>EMBARGOED UNTIL 0600 GMT, March 1, 2026</p><p>Real text.</p>'));
    expect(item?.submission?.embargo).toBeUndefined();
    expect(item?.submission?.body).toBe('<p>Real text.</p>');
  });
});

test('the note of an editor in a public feed is for readers, in other formats for desks', () => {
  const body = '<p>Real text.</p><p>Editor’s note: This story was updated.</p>';
  expect(first(rss(body))?.submission?.body).toContain('This story was updated');
  expect(first(nitf(body))?.submission?.body).toBe('<p>Real text.</p>');
  expect(first(nitf(body))?.submission?.editorNote).toContain('This story was updated');
});

const WRAPPERS: Readonly<Record<string, string>> = {
  'a wrapper': '<div>EMBARGOED UNTIL FRIDAY</div><p>Real text.</p>',
  'a wrapper around all': '<div><p>EMBARGOED UNTIL FRIDAY</p><p>Real text.</p></div>',
  'a quote': '<blockquote><p>EMBARGOED UNTIL FRIDAY</p></blockquote><p>Real text.</p>',
  'a list': '<ul><li>EMBARGOED UNTIL FRIDAY</li></ul><p>Real text.</p>',
  'a line of a paragraph': '<p>Real text.<br>EMBARGOED UNTIL FRIDAY</p>',
};

test.each(Object.entries(WRAPPERS))('words in %s hold a story back, and its text stays whole', (_, html) => {
  const submission = first(ninjs(html))?.submission;
  expect(submission?.embargo).toEqual({});
  expect(submission?.body).toContain('Real text.');
});

test.each([
  ['headline', { headline: 'EMBARGOED UNTIL FRIDAY: Ferry runs' }],
  ['note', { ednote: 'Hold for release' }],
  ['slugline', { slugline: 'SPEECH/EMBARGO' }],
  ['summary', { description_text: 'Sperrfrist: Freitag, 6 Uhr' }],
])('words in the %s hold a story back', (_, fields) => {
  const data = { ...JSON.parse(ninjs('<p>Real text.</p>')), ...fields };
  expect(first(JSON.stringify(data))?.submission?.embargo).toEqual({});
});

test('an embargo that the item states with a time is its own, also beside words without one', () => {
  const data = {
    ...JSON.parse(ninjs('<p>Embargoed until Friday</p><p>Real text.</p>')),
    embargoed: '2026-03-06T06:00:00Z',
  };
  expect(first(JSON.stringify(data))?.submission?.embargo).toEqual({ until: '2026-03-06T06:00:00Z' });
});

test('NITF without any date is held', () => {
  const undated = nitf('<p>Real text.</p>').replace(/<date\.issue[^>]*>/, '');
  expect(first(undated)?.submission?.embargo).toEqual({});
  const released = nitf('<p>Real text.</p>').replace(
    '</docdata>',
    '<date.release>20260303T060000Z</date.release></docdata>',
  );
  expect(first(released)?.submission?.embargo).toEqual({ until: '2026-03-03T06:00:00Z' });
});
