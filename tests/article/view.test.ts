import { describe, expect, test } from 'vitest';
import { boundariesOf } from '../../src/article/public-life.ts';
import { writeBody } from '../../src/text/html-tree.ts';
import { article, at, story, view } from '../support/stories.ts';

const PUBLISHED = '2026-03-02T09:00:00Z';
const change = (
  kind: 'amend' | 'update' | 'correct' | 'withhold' | 'restore' | 'kill',
  when: string,
  notice?: string,
) => ({
  kind,
  at: when,
  ...(notice === undefined ? {} : { notice }),
  ...(kind === 'withhold' || kind === 'kill' ? { note: 'secret reason' } : {}),
});

describe('before its publication a story does not exist', () => {
  test('to the second', () => {
    expect(view({}, at('2026-03-02T08:59:59Z'))).toBeUndefined();
    expect(view({}, at(PUBLISHED))).toMatchObject({ kind: 'story', firstPublishedAt: PUBLISHED });
  });

  test('changes before publication do not exist for the public (law 4)', () => {
    const changes = [change('correct', '2026-03-02T10:00:00Z', 'It was wrong.')];
    const seen = story({ published: '2026-03-02T12:00:00Z', created: '2026-03-01T00:00:00Z', changes: [] });
    expect(seen).toMatchObject({ updatedAt: '2026-03-02T12:00:00Z', notices: [] });
    const later = story({ changes, published: PUBLISHED });
    expect(later.notices).toHaveLength(1);
  });

  test('what was never public leaves no tombstone (law 3)', () => {
    const changes = [change('kill', '2026-03-02T08:59:59Z', 'Sorry.')];
    expect(view({ published: PUBLISHED, changes })).toBeUndefined();
  });
});

describe('after its publication', () => {
  test('a silent edit leaves updatedAt alone and carries no signal', () => {
    const seen = story({ changes: [change('amend', '2026-03-03T00:00:00Z')] });
    expect(seen).toMatchObject({ version: 2, updatedAt: PUBLISHED, versionCreatedAt: '2026-03-03T00:00:00Z' });
    expect(seen.signal).toBeUndefined();
    expect(seen.lastChangedAt).toBe('2026-03-03T00:00:00Z');
  });

  test('a correction shows its notice at the head of the text', () => {
    const seen = story({
      changes: [{ ...change('correct', '2026-03-03T00:00:00Z', 'It was <b>wrong</b>.'), severity: 'major' }],
    });
    expect(seen).toMatchObject({
      updatedAt: '2026-03-03T00:00:00Z',
      signal: { kind: 'correction', severity: 'major' },
    });
    expect(writeBody(seen.body)).toBe(
      '<aside class="notice"><p><strong>Important correction, <time datetime="2026-03-03T00:00:00Z">3 March 2026</time>:</strong> It was &lt;b>wrong&lt;/b>.</p></aside><p>Some text.</p>',
    );
  });

  test('a correction that lies in the future of the asking is not seen yet', () => {
    const seen = story(
      { changes: [change('correct', '2026-03-05T00:00:00Z', 'It was wrong.')] },
      at('2026-03-04T00:00:00Z'),
    );
    expect(seen.notices).toEqual([]);
  });

  test('a withheld story is a tombstone without any of its words', () => {
    const seen = view({
      headline: 'Secret',
      body: '<p>Secret</p>',
      changes: [change('withhold', '2026-03-03T00:00:00Z')],
    });
    expect(seen).toMatchObject({
      kind: 'tombstone',
      status: 'withheld',
      final: false,
      hiddenAt: '2026-03-03T00:00:00Z',
    });
    expect(JSON.stringify(seen)).not.toMatch(/Secret|secret reason/);
  });

  test('a restored story is newer than its tombstone', () => {
    const changes = [change('withhold', '2026-03-03T00:00:00Z'), change('restore', '2026-03-04T00:00:00Z')];
    expect(story({ changes })).toMatchObject({ updatedAt: '2026-03-04T00:00:00Z', version: 3 });
  });

  test('a killed story is final, and its notice stays in feeds for seven days', () => {
    const changes = [change('kill', '2026-03-03T00:00:00Z', 'We withdraw this.')];
    const seen = view({ changes }, at('2026-03-04T00:00:00Z'));
    expect(seen).toMatchObject({ status: 'canceled', final: true, notice: 'We withdraw this.', noticeInFeeds: true });
    expect(view({ changes }, at('2026-03-10T00:00:00Z'))).toMatchObject({ noticeInFeeds: false });
  });

  test('rights that end hide a story for good, to the second', () => {
    const rights = { endsAt: '2026-04-01T00:00:00Z' };
    expect(view({ rights }, at('2026-03-31T23:59:59Z'))).toMatchObject({ kind: 'story' });
    expect(view({ rights }, at('2026-04-01T00:00:00Z'))).toMatchObject({
      kind: 'tombstone',
      status: 'withheld',
      final: true,
    });
  });

  test('an expired story is still a story', () => {
    expect(view({ expires: '2026-04-01T00:00:00Z' })).toMatchObject({ kind: 'story', expired: true });
  });
});

describe('what a view never shows', () => {
  test('notes for editors, embargoes and the status of the newsroom', () => {
    const seen = story({ editorNote: 'legal is looking', embargo: { until: '2026-03-01T00:00:00Z' } });
    expect(JSON.stringify(seen)).not.toMatch(/legal is looking|embargo/);
  });

  test('the paid part of a paid story', () => {
    const seen = story({ access: 'paid', body: '<p>free</p><hr class="more"><p>paid</p>' });
    expect(seen.partial).toBe(true);
    expect(writeBody(seen.body)).toBe('<p>free</p>');
  });

  test('the whole of a free story, without the mark', () => {
    const seen = story({ body: '<p>a</p><hr class="more"><p>b</p>' });
    expect(seen.partial).toBe(false);
    expect(writeBody(seen.body)).toBe('<p>a</p><p>b</p>');
  });
});

test('a picture whose rights have ended is shown no more', () => {
  const media = [
    { kind: 'image', alt: 'Free', renditions: [{ href: 'https://a.example/1.jpg', type: 'image/jpeg' }] },
    {
      kind: 'image',
      alt: 'Agency',
      rights: { endsAt: '2026-03-10T00:00:00Z' },
      renditions: [{ href: 'https://a.example/2.jpg', type: 'image/jpeg' }],
    },
  ] as never;
  const shown = (instant: string) => story({ media }, at(instant)).media.map(({ alt }) => alt);
  expect(shown('2026-03-09T23:59:59Z')).toEqual(['Free', 'Agency']);
  expect(shown('2026-03-10T00:00:00Z')).toEqual(['Free']);
  expect(boundariesOf(article({ media }))).toContainEqual({ at: '2026-03-10T00:00:00Z', change: 'mediaRightsEnd' });
});

test('an end of rights in the past that an editor enters later begins then, and overwrites the story in feeds', () => {
  const changes = [
    { kind: 'update', at: '2026-03-20T09:00:00Z' },
    { kind: 'amend', at: '2026-03-21T09:00:00Z' },
  ] as never;
  const fields = { changes, rights: { endsAt: '2026-03-10T09:00:00Z' } } as never;
  expect(view(fields, at('2026-03-21T10:00:00Z'))).toMatchObject({
    kind: 'tombstone',
    hiddenAt: '2026-03-21T09:00:00Z',
    noticeInFeeds: true,
  });
});
