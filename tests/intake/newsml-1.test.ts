import { describe, expect, test } from 'vitest';
import { readWireXml } from '../../src/intake/wire-format.ts';
import { receiveItem } from '../../src/newsroom/wire/receive-item.ts';
import { testHints } from '../support/cases.ts';
import { ENGINES, openStore } from '../support/engines.ts';
import { NEWSML_1_GUID, newsml1 } from '../support/newsml-1.ts';

const NOW = '2026-03-02T12:00:00Z' as never;

function readAll(xml: string) {
  const document = readWireXml(Buffer.from(xml), { ...testHints('item.xml'), now: NOW });
  if ('problems' in document) throw new Error(JSON.stringify(document.problems));
  return document;
}

const read = (xml: string) => readAll(xml).items[0];

const PICTURE = `<NewsComponent><Role FormalName="Photo"/><NewsLines><HeadLine>Quay</HeadLine><CreditLine>A. Foto</CreditLine></NewsLines>
<ContentItem Href="https://agency.example/p.jpg"><MediaType FormalName="Photo"/><Format FormalName="JPEG Baseline"/><Characteristics><SizeInBytes>1000</SizeInBytes><Property FormalName="Width" Value="640"/><Property FormalName="Height" Value="480"/></Characteristics></ContentItem>
<ContentItem><MediaType FormalName="Text"/><DataContent>The quay at noon.</DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Photo"/><ContentItem Href="lost.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>`;

describe('NewsML 1.2', () => {
  test('a text with its facts; codes are no names', () => {
    const item = read(newsml1());
    expect(item).toMatchObject({ guid: NEWSML_1_GUID, provider: 'agency.example', version: 1, status: 'usable' });
    expect(item?.submission).toMatchObject({
      headline: 'Ferry runs again',
      standfirst: 'After the storm',
      slugline: 'FERRY',
      urgency: 3,
      language: 'en',
      published: '2026-03-02T08:00:00Z',
      body: '<p>The ferry ran.</p><p>It was full.</p>',
      keywords: ['ferry'],
      dateline: { place: 'Port Town', text: 'PORT TOWN, March 2 (XYZ)' },
      creditLine: 'XYZ',
      sources: [{ name: 'XYZ' }],
      rights: { notice: '© 2026 XYZ' },
    });
    expect(item?.submission?.bylines.map(({ name }) => name)).toEqual(['Ann Roe']);
    expect(item?.submission?.subjects).toHaveLength(1);
    expect(item?.submission?.places).toEqual([]);
    expect(read(newsml1({ byline: 'ar/jd7' }))?.submission?.bylines).toEqual([]);
  });

  test.each([
    ['NITF', 'NITF3.1', '<nitf><body><body.head/><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>'],
    ['HTML in a CDATA section', 'HTML', '<![CDATA[<p>One.</p><p>Two.</p>]]>'],
    ['paragraphs without a root', 'XHTML', '<p>One.</p><p>Two.</p>'],
    ['plain text', 'Text', 'One.\n\nTwo.'],
  ])('reads %s', (_, format, data) => {
    expect(read(newsml1({ format, data }))?.submission?.body).toBe('<p>One.</p><p>Two.</p>');
  });

  test('pictures by link with caption, credit and size; a file that is nowhere is a finding', () => {
    const item = read(newsml1({ beside: PICTURE }));
    expect(item?.submission?.media).toMatchObject([
      {
        kind: 'image',
        caption: 'The quay at noon.',
        credit: 'A. Foto',
        renditions: [{ href: 'https://agency.example/p.jpg', type: 'image/jpeg', width: 640, height: 480 }],
      },
    ]);
    expect(item?.submission?.body).toBe('<p>The ferry ran.</p><p>It was full.</p>');
    expect(item?.warnings.find(({ rule }) => rule === 'newsml-1/file')?.message).toContain('lost.jpg');
  });

  test('an embargo ends when its status will change, and without that an editor ends it', () => {
    const change =
      '<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>20260303T060000Z</DateAndTime></StatusWillChange>';
    expect(read(newsml1({ status: 'Embargoed', management: change }))?.submission?.embargo).toEqual({
      until: '2026-03-03T06:00:00Z',
    });
    const held = read(newsml1({ status: 'Embargoed' }));
    expect(held?.submission?.embargo).toEqual({});
    expect(held?.warnings.map(({ rule }) => rule)).toContain('wire/held');
    for (const status of ['Withheld', 'Canceled']) expect(read(newsml1({ status }))?.submission).toBeUndefined();
    const unknown = readWireXml(Buffer.from(newsml1({ status: 'Perhaps' })), { ...testHints('item.xml'), now: NOW });
    expect('problems' in unknown && unknown.problems.map(({ rule }) => rule)).toEqual(['wire/status']);
  });

  test('a change of parts of an item is refused, without an effect on others', () => {
    const part = newsml1().replace(
      /<NewsComponent Essential[\s\S]*<\/NewsComponent>\s*<\/NewsItem>/,
      '<Update><Delete DuidRef="x"/></Update></NewsItem>',
    );
    const two = newsml1().replace('</NewsML>', `${/<NewsItem[\s\S]*<\/NewsItem>/.exec(part)?.[0]}</NewsML>`);
    const document = readAll(two);
    expect([document.items.length, document.refused.map(({ rule }) => rule)]).toEqual([1, ['newsml-1/update']]);
  });

  test.each(ENGINES)('in %s revisions are versions: update, correction, late copy, kill', async (engine) => {
    const { archive } = await openStore(engine);
    const send = async (xml: string) => {
      const item = read(xml);
      if (item === undefined) throw new Error('no item');
      const decision = await receiveItem(archive, item, { author: { actor: 'wire', origin: 'api' }, now: NOW });
      return 'steps' in decision ? decision.steps : decision.decision;
    };
    const instruction = (name: string) => `<Instruction FormalName="${name}"/>`;
    expect(await send(newsml1())).toEqual(['publish']);
    expect(await send(newsml1({ revision: 2, management: instruction('Update') }))).toEqual(['update']);
    expect(await send(newsml1({ revision: 3, management: instruction('Rectify') }))).toEqual(['correct']);
    expect(await send(newsml1({ revision: 2 }))).toBe('late');
    expect(await send(newsml1({ revision: 4, status: 'Canceled' }))).toEqual(['kill']);
    expect(await send(newsml1({ revision: 3 }))).toBe('late');
  });

  test('an instruction to kill is a kill, also with the status usable', () => {
    expect(read(newsml1({ management: '<Instruction FormalName="Kill"/>' }))).toMatchObject({ status: 'canceled' });
  });
});
