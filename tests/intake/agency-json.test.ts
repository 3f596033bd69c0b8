import { describe, expect, test } from 'vitest';
import { isWireJson, readWire } from '../../src/intake/wire-format.ts';
import type { WireReadOptions } from '../../src/intake/wire-read-options.ts';
import { testHints } from '../support/cases.ts';

const NOW = '2026-11-27T08:00:00Z' as never;

function read(data: unknown, options: Partial<WireReadOptions> = {}) {
  const bytes = Buffer.from(JSON.stringify(data));
  expect(isWireJson(bytes)).toBe(true);
  return readWire(bytes, { ...testHints('item.json'), now: NOW, ...options });
}

function only(data: unknown, options: Partial<WireReadOptions> = {}) {
  const document = read(data, options);
  if ('problems' in document) throw new Error(JSON.stringify(document.problems));
  expect(document.items).toHaveLength(1);
  return document.items[0];
}

const rulesOf = (data: unknown): string[] => {
  const document = read(data);
  return 'problems' in document ? document.problems.map(({ rule }) => rule) : [];
};

const NITF = '<nitf><body><body.content><block><p>It ran.</p><p>It was full.</p></block></body.content></body></nitf>';
const AP = {
  altids: { itemid: 'a0b1', friendlykey: '261' },
  version: 2,
  type: 'text',
  pubstatus: 'usable',
  headline: 'Ferry runs again',
  slugline: 'BC-Ferry',
  language: 'en',
  urgency: 4,
  firstcreated: '2026-11-26T08:00:00Z',
  versioncreated: '2026-11-26T09:00:00Z',
  bylines: [{ by: 'By ANN ROE', title: 'AP Writer' }],
  datelinelocation: { city: 'Port Town' },
  subject: [{ code: '04015001', name: 'agriculture' }],
  person: [{ name: 'Mia Holm' }],
  associations: {
    1: {
      type: 'picture',
      headline: 'The quay',
      description_caption: 'The quay at noon.',
      renditions: { main: { href: 'https://ap.example/p.jpg', mimetype: 'image/jpeg', width: 640, height: 480 } },
    },
  },
  renditions: { nitf: { href: 'https://api.ap.example/media/v/content/a0b1.nitf?x=1' } },
};
const ap = (fields: object = {}) => ({ api_version: '1.1', data: { item: { ...AP, ...fields } } });
const beside = (name: string) => (name === 'a0b1.nitf' ? Buffer.from(NITF) : undefined);

describe('AP Media API JSON', () => {
  test('a story with the text of its NITF document beside it', () => {
    const item = only(ap(), { beside });
    expect(item).toMatchObject({ guid: 'urn:ap:a0b1', provider: 'AP', version: 2, status: 'usable' });
    expect(item?.submission).toMatchObject({
      headline: 'Ferry runs again',
      body: '<p>It ran.</p><p>It was full.</p>',
      published: '2026-11-26T08:00:00Z',
      urgency: 4,
      dateline: { place: 'Port Town' },
      people: [{ name: 'Mia Holm' }],
      media: [{ kind: 'image', caption: 'The quay at noon.', renditions: [{ width: 640 }] }],
    });
    expect(item?.submission?.subjects).toHaveLength(1);
  });

  test('is refused without its text, with the name under which it belongs beside the file', () => {
    const document = read(ap());
    expect('problems' in document && document.problems[0]).toMatchObject({
      rule: 'ap/nitf',
      message: expect.stringContaining('a0b1.nitf'),
    });
  });

  test('a feed has several, each on its own', () => {
    const document = read(
      {
        api_version: '1.1',
        data: { items: [{ item: AP }, { item: { ...AP, altids: { itemid: 'c2' }, renditions: {} } }] },
      },
      { beside },
    );
    expect(
      'items' in document && [document.items.length, document.refused.map(({ rule, line }) => [rule, line])],
    ).toEqual([1, [['ap/nitf', 1]]]);
  });

  test('kills, embargoes, holds and corrections', () => {
    expect(only(ap({ pubstatus: 'canceled' }))?.status).toBe('canceled');
    expect(only(ap({ editorialtypes: ['Kill'] }))?.status).toBe('canceled');
    expect(only(ap({ editorialtypes: ['Withhold'] }))?.status).toBe('withheld');
    expect(only(ap({ embargoed: '2026-11-28T06:00:00Z' }), { beside })?.submission?.embargo).toEqual({
      until: '2026-11-28T06:00:00Z',
    });
    expect(only(ap({ embargoed: 'soon' }), { beside })?.submission?.embargo).toEqual({});
    expect(only(ap({ pubstatus: 'embargoed' }), { beside })?.submission?.embargo).toEqual({});
    for (const publishes of [false, true])
      expect(only(ap({ editorialtypes: ['Advisory'] }), { beside, publishes })?.submission?.embargo).toEqual({});
    expect(only(ap({ editorialtypes: ['Correction'] }), { beside })?.signal).toEqual({
      kind: 'correction',
      severity: 'minor',
    });
    expect(rulesOf(ap({ pubstatus: 'perhaps' }))).toEqual(['wire/status']);
  });
});

const DPA = {
  urn: 'urn:newsml:dpa.com:20090101:261126-99-1',
  version: 3,
  version_created: '2026-11-26T10:00:00+01:00',
  first_created: '2026-11-26T09:00:00+01:00',
  pubstatus: 'usable',
  language: 'de',
  urgency: 4,
  kicker: 'Schifffahrt',
  headline: 'Fähre fährt wieder',
  teaser: 'Nach dem Sturm.',
  byline: 'Von Ann Roe, dpa',
  dateline: 'Hafenstadt (dpa)',
  article_html: '<section class="main"><p>Sie fährt.</p></section>',
  ednotes: [{ role: 'dpaednoterole:editorialnote', ednote: 'Nur für Redaktionen' }],
  notepad: { nonpublic_html: '<p>Telefon</p>' },
  categories: [
    { type: 'dnltype:keyword', name: 'Fähre', qcode: 'dpacat:1' },
    { type: 'dnltype:keyword', qcode: 'dpacat:2' },
    { type: 'dnltype:geosubject', name: 'Hafenstadt' },
    { type: 'dnltype:dpasubject', qcode: 'subj:04015001' },
  ],
  associations: [
    {
      type: 'image',
      caption: 'Der Kai',
      creditline: 'A. Foto',
      renditions: [{ url: 'https://dpa.example/p.jpg', mimetype: 'image/jpeg', width: 800, height: 600 }],
    },
  ],
};

describe('dpa digitalwires JSON', () => {
  test('a story with its facts; notes are for editors, and a category without a name is a code', () => {
    const item = only(DPA);
    expect(item).toMatchObject({ guid: DPA.urn, provider: 'dpa', version: 3 });
    expect(item?.submission).toMatchObject({
      headline: 'Fähre fährt wieder',
      standfirst: 'Nach dem Sturm.',
      language: 'de',
      published: '2026-11-26T08:00:00Z',
      keywords: ['Fähre'],
      places: [{ name: 'Hafenstadt' }],
      editorNote: 'Nur für Redaktionen\n\nTelefon',
      media: [{ caption: 'Der Kai', credit: 'A. Foto' }],
    });
    expect(item?.submission?.body).toContain('Sie fährt.');
    expect(item?.submission?.body).not.toContain('Telefon');
    expect(item?.submission?.bylines.map(({ name }) => name)).toEqual(['Ann Roe']);
    expect(item?.submission?.subjects).toHaveLength(1);
  });

  test('recalls, embargoes and corrections', () => {
    expect(only({ ...DPA, pubstatus: 'canceled' })).toMatchObject({ status: 'canceled' });
    expect(only({ ...DPA, embargoed: '2026-11-28T06:00:00+01:00' })?.submission?.embargo).toEqual({
      until: '2026-11-28T05:00:00Z',
    });
    const note = { role: 'dpaednoterole:embargo', ednote: 'Frei nach der Rede' };
    expect(only({ ...DPA, ednotes: [note] })?.submission?.embargo).toEqual({});
    const correction = { role: 'dpaednoterole:correctionshort', ednote: 'Die Zahl im ersten Absatz war falsch.' };
    expect(only({ ...DPA, ednotes: [correction] })).toMatchObject({
      signal: { kind: 'correction' },
      note: correction.ednote,
    });
  });
});

const REUTERS = {
  uri: 'tag:reuters.com,2026:newsml_L8N1',
  versionedGuid: 'tag:reuters.com,2026:newsml_L8N1:4',
  type: 'TEXT',
  headLine: 'Ferry runs again',
  slug: 'FERRY/',
  byLine: 'By Ann Roe',
  language: 'en',
  pubStatus: 'stat:usable',
  firstCreated: '2026-11-26T08:00:00.000Z',
  versionCreated: '2026-11-26T09:00:00.000Z',
  bodyXhtml: '<html><body><p>It ran.</p></body></html>',
  copyrightNotice: '(c) Reuters 2026',
  subject: [{ code: 'N2:GB', name: 'United Kingdom' }, { code: 'N2:X' }],
};

describe('Reuters Connect JSON', () => {
  test('a story with its facts; the version is that of its versioned id', () => {
    const item = only({ data: { item: REUTERS } });
    expect(item).toMatchObject({ guid: REUTERS.uri, provider: 'Reuters', version: 4, status: 'usable' });
    expect(item?.submission).toMatchObject({
      headline: 'Ferry runs again',
      body: '<p>It ran.</p>',
      slugline: 'FERRY/',
      keywords: ['United Kingdom'],
      published: '2026-11-26T08:00:00Z',
    });
    const { uri: _, ...unnamed } = REUTERS;
    expect(only({ data: { item: unnamed } })?.guid).toBe(REUTERS.uri);
  });

  test('recalls and embargoes', () => {
    expect(only({ data: { item: { ...REUTERS, pubStatus: 'stat:canceled' } } })?.status).toBe('canceled');
    expect(
      only({ data: { search: { items: [{ ...REUTERS, embargoed: '2026-11-28T06:00:00Z' }] } } })?.submission?.embargo,
    ).toEqual({
      until: '2026-11-28T06:00:00Z',
    });
  });
});

const POST = {
  id: '1',
  uuid: 'u1',
  title: 'Ferry',
  slug: 'the-ferry',
  html: '<p>It ran.</p><img src="__GHOST_URL__/content/a.jpg" alt="A">',
  status: 'published',
  visibility: 'public',
  type: 'post',
  published_at: '2024-05-01T08:00:00.000Z',
};
const ghost = (...posts: object[]) => ({
  db: [
    {
      meta: { version: '5.80.0' },
      data: {
        posts: posts.map((post) => ({ ...POST, ...post })),
        users: [{ id: 'w', name: 'Mia Holm' }],
        tags: [
          { id: 't', name: 'Sea' },
          { id: 'h', name: '#internal' },
        ],
        posts_authors: [{ post_id: '1', author_id: 'w' }],
        posts_tags: [
          { post_id: '1', tag_id: 't' },
          { post_id: '1', tag_id: 'h' },
        ],
      },
    },
  ],
});

describe('an export of Ghost', () => {
  test('has its public posts with slug, authors and tags; addresses are those of the site', () => {
    const item = only(ghost({}), { provider: 'https://old.example/' });
    expect(item?.submission).toMatchObject({
      slug: 'the-ferry',
      headline: 'Ferry',
      keywords: ['Sea'],
      published: '2024-05-01T08:00:00Z',
    });
    expect(item?.submission?.bylines.map(({ name }) => name)).toEqual(['Mia Holm']);
    expect(item?.submission?.body).toContain('src="https://old.example/content/a.jpg"');
    expect(only(ghost({}))?.warnings.map(({ rule }) => rule)).toContain('ghost/address');
  });

  test('leaves out drafts, pages and posts for members, each with a finding', () => {
    const document = read(
      ghost(
        {},
        { id: '2', uuid: 'u2', status: 'draft' },
        { id: '3', type: 'page' },
        { id: '4', visibility: 'paid' },
        { id: '5', visibility: 'members' },
      ),
    );
    if ('problems' in document) throw new Error('refused');
    expect(document.items).toHaveLength(1);
    expect(document.warnings.map(({ message }) => message.split(': ')[1])).toEqual([
      'its status in Ghost is "draft".',
      'it is of the type "page", and only posts are stories.',
      'it is visible to "paid" alone.',
      'it is visible to "members" alone.',
    ]);
  });
});

test('canonical JSON and other objects are none of these', () => {
  for (const data of [{ id: 'x', headline: 'A', body: '' }, { data: {} }, [], null, { data: { item: {} } }])
    expect(isWireJson(Buffer.from(JSON.stringify(data)))).toBe(false);
});
