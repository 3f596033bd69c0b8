import { describe, expect, test } from 'vitest';
import { elementsOf } from '../../src/formats/newsml-g2/guide.ts';
import { MEANINGS } from '../../src/formats/newsml-g2/meanings.ts';
import { PROFILES } from '../../src/formats/newsml-g2/profile.ts';
import { receivingPage } from '../../src/pages/receiving-page.ts';
import { specimens } from '../../src/pages/specimen.ts';
import { cases } from '../support/cases.ts';
import { contextWith, publication } from '../support/publication.ts';

/** The guide for partners describes the documents that they get. */
const wired = { ...publication, services: [{ key: 'main', name: 'Main wire', names: {}, sections: [] }] };
const context = { ...contextWith(), publication: wired };
const made = specimens(wired).map(({ view }) => view);

describe.each(PROFILES.map((profile) => [profile.id, profile] as const))('the profile %s', (id, profile) => {
  const warnings = elementsOf(profile, made, context).flatMap(({ rows }) => rows);

  test('has a meaning for everything that is sent', () => {
    expect(warnings.filter(({ meaning }) => meaning === '').map(({ path }) => path)).toEqual([]);
  });

  test('describes every element and attribute of any story', () => {
    const views = cases().map(({ view }) => view);
    const sent = elementsOf(profile, views, context).flatMap(({ rows }) => rows);
    for (const { path, attributes } of sent) {
      const row = warnings.find((one) => one.path === path);
      expect(row, `${path} is sent and not described`).toBeDefined();
      // One of three forms names a concept, as the page describes.
      for (const name of attributes.filter((one) => !['qcode', 'uri', 'literal'].includes(one)))
        expect(row?.attributes, `${path}/@${name}`).toContain(name);
    }
  });

  test('is on its page, with every change of a story', () => {
    const page = receivingPage(context, id) ?? '';
    for (const words of ['stat:canceled', 'stat:withheld', 'sig:correction', 'embargoed']) {
      // The profile of addresses states the same in another form.
      if (profile.codes === 'qcode') expect(page).toContain(words);
    }
    expect(page).toContain(profile.description);
    expect(page.match(/<h3>/g)?.length).toBeGreaterThan(10);
  });
});

test('the guide describes no element that is never sent', () => {
  const all = PROFILES.flatMap((profile) => elementsOf(profile, made, context).flatMap(({ rows }) => rows));
  const names = new Set(all.flatMap(({ path }) => path.split('/')));
  const ofMessages = [
    'newsMessage',
    'header',
    'sent',
    'sender',
    'transmitId',
    'priority',
    'origin',
    'itemSet',
    'newsItem',
    'packageItem',
  ];
  const unused = Object.keys(MEANINGS).filter(
    (name) => !ofMessages.includes(name) && !name.startsWith('header/') && !names.has(name.split('/').at(-1) ?? ''),
  );
  expect(unused).toEqual([]);
});

test('there is no page for a profile that there is not', () => {
  expect(receivingPage(context, 'fax')).toBeUndefined();
});
