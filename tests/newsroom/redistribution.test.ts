import { expect, test } from 'vitest';
import { ENTITLED, PUBLIC } from '../../src/article/audience.ts';
import { viewOf } from '../../src/article/view.ts';
import { newsmlG2 } from '../../src/formats/newsml-g2/index.ts';
import { readWireXml } from '../../src/intake/wire-format.ts';
import { idOfGuid } from '../../src/intake/wire-submission.ts';
import { receiveItem } from '../../src/newsroom/wire/receive-item.ts';
import { testHints } from '../support/cases.ts';
import { openStore } from '../support/engines.ts';
import { contextWith } from '../support/publication.ts';
import { at } from '../support/stories.ts';
import { GUID, type WireItem, wireItem } from '../support/wire.ts';

const NOW = at('2026-06-01T00:00:00Z');

const HEAD = `<hopHistory><hop seq="2" timestamp="2026-03-02T08:50:00Z"><party literal="Desk"><name>The Desk</name></party></hop>
<hop seq="1" timestamp="2026-03-02T08:40:00Z"><party literal="Local"><name>Local Paper</name></party></hop></hopHistory>
<rightsInfo><copyrightHolder literal="The Agency"/><copyrightNotice>© The Agency</copyrightNotice><usageTerms>One week.</usageTerms></rightsInfo>`;

/** Receives items one after the other, and returns the NewsML-G2 that goes out to an audience. */
async function passedOn(items: readonly WireItem[], audience = ENTITLED): Promise<string> {
  const { archive } = await openStore('SQLite');
  for (const item of items) {
    const document = readWireXml(Buffer.from(wireItem({ head: HEAD, ...item })), {
      ...testHints('item.xml'),
      now: NOW,
    });
    const [received] = 'items' in document ? document.items : [];
    if (received === undefined) throw new Error(JSON.stringify(document));
    await receiveItem(archive, received, { author: { actor: 'wire', origin: 'api' }, now: NOW });
  }
  const article = await archive.articles.byId(idOfGuid(GUID, testHints()));
  const view = article && viewOf(article, audience, NOW);
  const made = view && newsmlG2.article?.(view, contextWith());
  if (made === undefined || !('text' in made)) throw new Error('there is no document');
  expect(newsmlG2.check(made.text)).toEqual([]);
  return made.text;
}

const hopsIn = (text: string): (string | undefined)[] =>
  [...text.matchAll(/<hop seq="(\d)"[^>]*>\s*<party (?:literal|uri)="([^"]+)"/g)].map(
    ([, seq, party]) => `${seq} ${party}`,
  );

test('the credit line of an agency goes out again', async () => {
  expect(await passedOn([{ content: '<creditline>(The Agency/jd)</creditline>' }])).toContain(
    '<creditline>(The Agency/jd)</creditline>',
  );
});

test('the organisations that a story went through go out to partners, ours added', async () => {
  expect(hopsIn(await passedOn([{}]))).toEqual([
    '1 Local Paper',
    '2 The Desk',
    '3 https://agency.example/',
    '4 https://gazette.example.com/',
  ]);
  expect(await passedOn([{}], PUBLIC)).not.toContain('hopHistory');
});

test('a correction names the previous version if the agency did, with its note', async () => {
  const signal = '<edNote>The rate was wrong in the first paragraph.</edNote><signal qcode="sig:correction"/>';
  const link = '<link rel="irel:previousVersion" residref="urn:newsml:agency.example:20260302:1" version="5"/>';
  const corrected = await passedOn([{}, { version: 6, text: 'New.', meta: signal + link }]);
  expect(corrected).toMatch(/<link rel="irel:previousVersion"[^>]* version="1"/);
  expect(corrected).toContain('The rate was wrong in the first paragraph.');
  expect(await passedOn([{}, { version: 6, text: 'New.', meta: signal }])).not.toContain('irel:previousVersion');
});

test('a recall has the rights of the provider', async () => {
  const recalled = await passedOn([{}, { version: 6, status: 'canceled' }], PUBLIC);
  expect(recalled).toContain('stat:canceled');
  expect(recalled).toContain('© The Agency');
  expect(recalled).not.toContain('Rates held');
});
