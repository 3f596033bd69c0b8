import { describe, expect, test } from 'vitest';
import { readMarkdown } from '../../src/intake/markdown/index.ts';
import { bylineNames, isAccountName, personNames } from '../../src/intake/person-names.ts';
import { readWire } from '../../src/intake/wire-format.ts';
import { testHints } from '../support/cases.ts';
import { storyFile } from '../support/folder.ts';
import { wireItem } from '../support/wire.ts';

/** Documents whose own words or states keep them from readers, and names that are none. */

const NOW = '2026-03-02T10:00:00Z' as never;

function read(document: string | object) {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return readWire(Buffer.from(text), { ...testHints('item.xml'), now: NOW });
}

function story(document: string | object) {
  const found = read(document);
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  expect(found.items).toHaveLength(1);
  return found.items[0];
}

const ninjs = (fields: object) => ({
  ...{ uri: 'urn:a:1', type: 'text', version: '1', headline: 'Head', body_html: '<p>T</p>', source: 'A' },
  ...{ versioncreated: '2026-03-02T08:00:00Z' },
  ...fields,
});
const nitf = (head: string, body = '<p>T</p>', meta = '') =>
  `<nitf><head>${meta}<docdata><doc-id regsrc="a.example" id-string="1"/><date.issue norm="20260302T080000+0000"/></docdata></head><body><body.head><hedline><hl1>Head</hl1></hedline>${head}</body.head><body.content>${body}</body.content></body></nitf>`;
const atom = (inside: string) =>
  `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://www.w3.org/2007/app" xmlns:blogger="http://schemas.google.com/blogger/2018"><id>urn:f</id><title>T</title><updated>2026-03-02T08:00:00Z</updated><entry><id>urn:e</id><title>Head</title><updated>2026-03-02T08:00:00Z</updated><content>x</content>${inside}</entry></feed>`;

describe('a document is held', () => {
  test.each<[string, string | object]>([
    ['ninjs without a date', ninjs({ versioncreated: undefined })],
    ['ninjs with an impossible date', ninjs({ versioncreated: '2026-02-30T08:00:00Z' })],
    ['NewsML-G2 with an impossible date', wireItem({ at: '2026-02-30T09:00:00Z' })],
    ['NewsML-G2 with a signal', wireItem({ meta: '<signal qcode="afpsig:hold"/>' })],
    ['ninjs that is not for publication', ninjs({ flags: { marked_for_not_publication: true } })],
    ['ninjs with a schedule', ninjs({ publish_schedule: '2026-11-27T06:00:00+0000' })],
    ['ninjs with usage terms', ninjs({ usageterms: 'Embargoed until further notice' })],
    ['NITF with a byline', nitf('<byline>HOLD FOR RELEASE</byline>')],
    ['NITF with a title for desks', nitf('', '<p>T</p>', '<title>Budget [EMBARGO]</title>')],
    ['NITF with a note to editors', nitf('<note noteclass="editorsnote"><p>Embargoed until further notice</p></note>')],
  ])('%s', (_, document) => expect(story(document)?.submission?.embargo).toEqual({}));

  test('with a time in its byline, until then, and the line is no name', () => {
    const item = story(nitf('<byline>EMBARGOED UNTIL 2026-11-27 06:00</byline>'));
    expect(item?.submission).toMatchObject({ embargo: { until: expect.stringMatching(/^2026-11-27/) }, bylines: [] });
  });
});

test('notes to editors of NITF are no text', () => {
  const item = story(nitf('', '<note noteclass="editorsnote"><p>Call the desk.</p></note><p>T</p>'));
  expect(item?.submission).toMatchObject({ body: '<p>T</p>', editorNote: 'Call the desk.' });
});

test.each([
  [
    '<div><p>Note to editors: photos available</p><p>T</p></div>',
    '<div><p>T</p></div>',
    'Note to editors: photos available',
  ],
  ['<p>Editors’ note: call 123<br>More</p><p>T</p>', '<p>T</p>', 'Editors’ note: call 123\nMore'],
  ['<p>T</p><p>U</p><section><h3>Redaktionelle Hinweise</h3><p>Hinweis</p></section>', '<p>T</p><p>U</p>', 'Hinweis'],
])('notes to editors inside of other blocks are no text: %s', (html, body, note) => {
  const { submission } = story(ninjs({ body_html: html })) ?? {};
  expect([submission?.body, submission?.editorNote]).toEqual([body, expect.stringContaining(note)]);
});

test('a hold inside of another block is no text', () => {
  const { submission } =
    story(ninjs({ body_html: '<section><p>EMBARGOED UNTIL 2026-11-27 06:00</p><p>T</p></section>' })) ?? {};
  expect(submission).toMatchObject({ body: '<section><p>T</p></section>', embargo: { until: expect.any(String) } });
});

test.each([
  ['<app:control><app:draft>yes</app:draft></app:control>', 'it is a draft'],
  ['<blogger:status>DRAFT</blogger:status>', 'its status in Blogger is "DRAFT"'],
  ['<blogger:type>PAGE</blogger:type>', 'it is of the kind "page"'],
  [
    '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#comment"/>',
    'it is of the kind "comment"',
  ],
])('an entry of Atom is left out: %s', (inside, reason) => {
  expect(read(atom(inside))).toMatchObject({
    items: [],
    warnings: [{ rule: 'feed/left-out', message: expect.stringContaining(reason) }],
  });
});

test('codes and addresses in categories of Atom are no keywords', () => {
  const item = story(
    atom(
      '<category term="medtop:1"/><category term="https://a.example/x"/><category term="Sea: news"/><category term="re:publica"/><app:control><app:draft>no</app:draft></app:control>',
    ),
  );
  expect(item?.submission?.keywords).toEqual(['Sea: news', 're:publica']);
  expect(item?.warnings.map(({ rule }) => rule)).toContain('wire/code');
});

test('a picture beside a NITF document is in its text, and one that is not there is a finding', () => {
  const media = (source: string) =>
    `<media media-type="image"><media-reference source="${source}"/><media-caption>Caption</media-caption></media>`;
  const item = story(nitf('', `<p>T</p>${media('wide.jpg')}${media('none.jpg')}${media('')}`));
  expect(item?.submission?.body).toContain('<img src="/media/wide.jpg" alt="Caption"');
  expect(item?.submission?.body.match(/<img/g)).toHaveLength(1);
  expect(item?.warnings).toMatchObject([
    { rule: 'article/cleaned', message: expect.stringContaining('without an address') },
    { rule: 'wire/address', message: expect.stringContaining('"none.jpg"') },
    { rule: 'wire/section' },
  ]);
});

test('links within a text of NITF lead to its parts', () => {
  const item = story(nitf('', '<p><a href="#q">q</a> <a href="#r">r</a></p><p id="q">Q</p><p><a name="r">R</a></p>'));
  expect(item?.submission?.body).toBe(
    '<p><a href="#user-content-q">q</a> <a href="#user-content-r">r</a></p><p id="user-content-q">Q</p><p><a id="user-content-r">R</a></p>',
  );
});

test('codes are neither places nor keywords, and a finding', () => {
  const item = story(
    ninjs({
      place: [{ name: 'DEU' }, { name: 'N2:GB' }, { name: 'USA' }, { name: 'Port Town' }],
      keywords: ['medtop:1', 'sea'],
    }),
  );
  expect(item?.submission?.places.map(({ name }) => name)).toEqual(['USA', 'Port Town']);
  expect(item?.submission?.keywords).toEqual(['sea']);
  expect(item?.warnings).toContainEqual(
    expect.objectContaining({ rule: 'wire/code', message: expect.stringContaining('"N2:GB"') }),
  );
});

test.each(['type="image/png"', 'type="application/octet-stream"', 'type="text/html" mode="base64"'])(
  'content of Atom that is no text is none: %s',
  (attributes) => {
    const document = atom('').replace(
      '<content>x</content>',
      `<content ${attributes}>PHA+VDwvcD4=</content><summary>S</summary>`,
    );
    const item = story(document);
    expect(item?.submission?.body).toBe('<p>S</p>');
    expect(item?.warnings.map(({ rule }) => rule)).toContain('feed/summary');
  },
);

test('categories of WordPress that are no topics, and entities in others', () => {
  const rss = `<rss version="2.0"><channel><title>T</title><link>https://a.example/</link><item><guid>1</guid><title>Head</title><description>x</description>
<pubDate>someday</pubDate><category domain="category" nicename="uncategorized">Uncategorized</category><category domain="post_format" nicename="x">Aside</category><category domain="post_tag" nicename="a-b">A &amp;amp; B</category></item></channel></rss>`;
  const item = story(rss);
  expect(item?.submission?.keywords).toEqual(['A & B']);
  expect(item?.warnings).toContainEqual(expect.objectContaining({ rule: 'feed/date', line: 2, column: 1 }));
});

test.each([
  [1_772_438_400_000, '2026-03-02T08:00:00Z'],
  ['2026-03-02 08:00:00', '2026-03-02T08:00:00Z'],
])('a date of Ghost is UTC: %s', (published_at, instant) => {
  const post = { id: '1', uuid: 'u', title: 'Head', slug: 'a', status: 'published', html: '<p>T</p>', published_at };
  const posts = [post, { ...post, id: '2', uuid: 'v', email_only: true }, { ...post, id: '3', uuid: 'w', page: '1' }];
  const data = {
    ...{
      posts,
      posts_tags: [
        { post_id: '1', tag_id: 't' },
        { post_id: '1', tag_id: 'i' },
      ],
    },
    tags: [
      { id: 't', name: 'Sea' },
      { id: 'i', name: 'desk', visibility: 'internal' },
    ],
  };
  const { published, keywords } = story({ db: [{ data }] })?.submission ?? {};
  expect([published, keywords]).toEqual([instant, ['Sea']]);
});

test('a status of ninjs may be a code with its scheme', () => {
  expect(story(ninjs({ pubstatus: 'stat:withheld' }))?.status).toBe('withheld');
  expect(story(ninjs({ pubstatus: 'http://cv.iptc.org/newscodes/pubstatusg2/canceled' }))?.status).toBe('canceled');
});

test('hidden parts of HTML are taken out, and reported', () => {
  const item = story(ninjs({ body_html: '<p>Seen.</p><p style="color:red;display: none">No</p><p hidden>No</p>' }));
  expect(item?.submission?.body).toBe('<p>Seen.</p>');
  expect(item?.warnings.filter(({ message }) => message.includes('<p> is hidden'))).toHaveLength(2);
});

describe('names', () => {
  test.each<[string, string[]]>([
    ['mia@x.org Mia Holm', ['Mia Holm']],
    ['Mia Holm mia@x.org', ['Mia Holm']],
    ['mia@x.org (Mia Holm), bo@x.org (Bo Ek)', ['Mia Holm', 'Bo Ek']],
    ['By Mia Holm', ['Mia Holm']],
    ['Mia Holm and Bo Ek', ['Mia Holm', 'Bo Ek']],
    ['Mia Holm; Bo Ek', ['Mia Holm', 'Bo Ek']],
    ['<a href="https://a.example/">Mia Holm</a>', ['Mia Holm']],
    ['"Holm, Mia" <mia@x.org>', ['Mia Holm']],
    ["Ann O'Hara", ["Ann O'Hara"]],
    ['mia@x.org', []],
  ])('of a feed: %s', (written, names) => expect(personNames(written)).toEqual(names));

  test.each<[string, string[]]>([
    ['Ann Roe, AP Writer', ['Ann Roe']],
    ['by ann roe, in London', ['ann roe']],
    ['Von unserem Korrespondenten', []],
    ['Ann Roe (ann@x.org)', ['Ann Roe']],
    ['Von Mia Holm und Bo Ek', ['Mia Holm', 'Bo Ek']],
    ['Da Silva', ['Da Silva']],
  ])('of a byline: %s', (written, names) => expect(bylineNames(written)).toEqual(names));

  test('of accounts of systems are none', () => {
    expect(['Admin', 'unknown', 'Mia'].filter(isAccountName)).toEqual(['Admin', 'unknown']);
  });
});

test.each([
  ['May 25 2020 04:45 PM', '2020-05-25'],
  ['March 2, 2026 12:00', '2026-03-02'],
  ['Mon Mar  2 08:00:00 2026', '2026-03-02'],
  ['Mon,02 Mar 2026 08:00:00 GMT', '2026-03-02'],
])('a date of a feed is read: %s', (date, day) => {
  const rss = `<rss version="2.0"><channel><title>T</title><link>https://a.example/</link><item><guid>1</guid><title>Head</title><description>x</description><pubDate>${date}</pubDate></item></channel></rss>`;
  expect(story(rss)?.submission?.published).toContain(day);
});

test.each([
  ['urgency: 0', '`urgency` is too small: write a number from 1 on.'],
  ['urgency: 10', '`urgency` is too large: write a number up to 9.'],
  ['urgency: 1.5', '`urgency` is a whole number, and a number was given: write 2.'],
  [`keywords: [${'a, '.repeat(50)}a]`, '`keywords` has more than 50 entries: take some out.'],
  ['standfirst:', '`standfirst` is text: it is empty, so write a value, or take the line out.'],
  ['slugline: 2026', '`slugline` is text, and a number was given: put it in quotes, "2026".'],
  ['draft: maybe', '`draft` is `true` or `false`, and text was given: write `true` or `false`.'],
])('a mistake in front matter is answered: %s', (line, message) => {
  const file = storyFile('a').replace('\n---\n', `\n${line}\n---\n`);
  const found = readMarkdown(Buffer.from(file), testHints('a.md'));
  expect('problems' in found && found.problems.map((one) => one.message)).toEqual([message]);
});

test('a syntax error of XML has words of its own', () => {
  const found = read('<nitf>\n<p a=b></p></nitf>');
  expect('problems' in found && found.problems[0]?.message).toMatch(
    /^The document is not well-formed XML: (?!.*\d:\d).* Mend it at this position\.$/,
  );
});
