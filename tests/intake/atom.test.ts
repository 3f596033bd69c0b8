import { describe, expect, test } from 'vitest';
import { readWireXml } from '../../src/intake/wire-format.ts';
import { testHints } from '../support/cases.ts';
import { at } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');

function read(entries: string, root = '') {
  const feed = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="de">
<id>tag:agency.example,2026:feed</id><title>Agency</title><updated>2026-03-03T00:00:00Z</updated>
<link rel="alternate" href="https://agency.example/news/"/><author><name>Desk</name></author>${root}${entries}</feed>`;
  const document = readWireXml(Buffer.from(feed), { ...testHints('feed.atom'), now: NOW });
  if ('problems' in document) throw new Error(JSON.stringify(document.problems));
  return document;
}

const entry = (more: string) => `<entry><id>tag:agency.example,2026:1</id><title>Harbour opens</title>
<published>2026-03-02T09:00:00Z</published><updated>2026-03-02T10:00:00Z</updated>${more}</entry>`;

describe('an Atom entry', () => {
  test('is read with text, authors, categories, rights and files', () => {
    const { items } = read(
      entry(`<author><name>Jane Doe</name><uri>https://agency.example/jane</uri></author>
<contributor><name>Lou</name></contributor><category term="world" label="World"/>
<rights>© Agency</rights><summary>It is open.</summary>
<link rel="enclosure" href="https://agency.example/a.jpg" type="image/jpg" length="1000" title="Boats"/>
<link rel="enclosure" href="https://agency.example/a.mp3" type="audio/mpeg" title="Sound"/>
<link rel="enclosure" href="https://agency.example/a.zip" type="application/zip"/>
<content type="html">&lt;p&gt;The harbour is &lt;a href="open"&gt;open&lt;/a&gt;.&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</content>`),
    );
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      guid: 'tag:agency.example,2026:1',
      provider: 'https://agency.example',
      status: 'usable',
      version: Date.parse('2026-03-02T10:00:00Z') / 1000,
      submission: {
        headline: 'Harbour opens',
        standfirst: 'It is open.',
        language: 'de',
        published: '2026-03-02T09:00:00Z',
        bylines: [{ name: 'Jane Doe', url: 'https://agency.example/jane' }],
        contributors: [{ name: 'Lou' }],
        keywords: ['World'],
        rights: { notice: '© Agency' },
        body: '<p>The harbour is <a href="https://agency.example/news/open">open</a>.</p>',
        media: [
          {
            kind: 'image',
            alt: 'Boats',
            renditions: [{ href: 'https://agency.example/a.jpg', type: 'image/jpeg', bytes: 1000 }],
          },
          { kind: 'audio', title: 'Sound' },
        ],
      },
    });
  });

  test('without content has its summary as text, with a warning and its position', () => {
    const { items } = read(entry('<summary>Only a summary.</summary>'));
    expect(items[0]?.submission).toMatchObject({ body: '<p>Only a summary.</p>', bylines: [{ name: 'Desk' }] });
    expect(items[0]?.warnings).toContainEqual(
      expect.objectContaining({ rule: 'feed/summary', file: 'feed.atom', line: expect.any(Number) }),
    );
  });

  test.each([
    [
      'xhtml',
      '<div xmlns="http://www.w3.org/1999/xhtml"><p>Some <em>text</em>.</p></div>',
      '<p>Some <em>text</em>.</p>',
    ],
    ['html', '&lt;p&gt;Some text.&lt;/p&gt;', '<p>Some text.</p>'],
    ['text', 'Some text.', '<p>Some text.</p>'],
  ])('is read with content of type %s', (type, content, body) => {
    const { items } = read(entry(`<content type="${type}">${content}</content>`));
    expect(items[0]?.submission?.body).toBe(body);
  });

  test('that was deleted withholds its story', () => {
    const { items } = read(
      '<at:deleted-entry ref="tag:agency.example,2026:1" when="2026-03-04T00:00:00Z"><at:comment>Legal.</at:comment></at:deleted-entry>',
    );
    expect(items[0]).toMatchObject({ guid: 'tag:agency.example,2026:1', status: 'withheld', note: 'Legal.' });
  });

  test('alone is a document too', () => {
    const one = entry('<link rel="alternate" href="https://agency.example/1"/><content>Text.</content>').replace(
      '<entry>',
      '<entry xmlns="http://www.w3.org/2005/Atom">',
    );
    const document = readWireXml(Buffer.from(one), { ...testHints('entry.atom'), now: NOW });
    expect('items' in document && document.items[0]).toMatchObject({ provider: 'https://agency.example' });
  });
});
