import { describe, expect, test } from 'vitest';
import { storyFile } from '../support/folder.ts';
import { BASE, raw, startServer } from '../support/server.ts';

const open = () => startServer({ 'a.md': storyFile('a') });

describe('the addresses of other systems', () => {
  test.each([
    ['/feed', '/feeds/all.rss'],
    ['/rss', '/feeds/all.rss'],
    ['/rss.xml', '/feeds/all.rss'],
    ['/atom.xml', '/feeds/all.atom'],
    ['/feed.json', '/feeds/all.json'],
    ['/feed/rss2', '/feeds/all.rss'],
    ['/feed/atom', '/feeds/all.atom'],
    ['/index.xml', '/feeds/all.rss'],
    ['/atom', '/feeds/all.atom'],
    ['/?feed=rss2', '/feeds/all.rss'],
    ['/?feed=atom', '/feeds/all.atom'],
    ['/articles/a-story/feed', '/feeds/all.rss'],
  ])('%s leads to the feed', async (path, target) => {
    const { get } = await open();
    const response = await get(path);
    expect([response.status, response.headers.get('location')]).toEqual([301, `${BASE}${target}`]);
  });

  test.each([
    ['/feeds/', '/feeds'],
    ['/feed/', '/feed'],
    ['/rss/', '/rss'],
    ['/articles/a-story/', '/articles/a-story'],
    ['/feeds/section/world/?utm_source=x', '/feeds/section/world?utm_source=x'],
    ['/no-such-page/', '/no-such-page'],
  ])('one slash at the end: %s is %s', async (path, target) => {
    const { get } = await open();
    const response = await get(path);
    expect([response.status, response.headers.get('location')]).toEqual([301, target]);
  });

  test.each(['//evil.example/', '/\\evil.example/', '/feeds//', '/%5Cevil.example//'])(
    'no redirect leaves the site: %s',
    async (path) => {
      const { running } = await open();
      const answer = await raw(running.port, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      expect(answer).not.toMatch(/\r\nLocation: (?:\/\/|\/\\|https?:\/\/evil)/i);
      expect(answer).toMatch(/^HTTP\/1\.1 (?:400|404)/);
    },
  );

  test.each([
    ['/feeds/q?Section=world', '"Section"'],
    ['/feeds/q.rss?section=world&langauge=en', '"langauge"'],
    ['/feeds/q.json?x=1', '"x"'],
  ])('an unknown parameter is named: %s', async (path, name) => {
    const { get } = await open();
    const response = await get(path, { accept: 'application/json' });
    expect(response.status).toBe(400);
    expect((await response.text()).replaceAll('&quot;', '"').replaceAll('\\"', '"')).toContain(name);
  });

  test('parameters that follow readers select nothing', async () => {
    const { get } = await open();
    const response = await get('/feeds/q.rss?section=world&utm_source=letter&fbclid=x');
    expect([response.status, response.headers.get('location')]).toEqual([301, '/feeds/section/world.rss']);
  });
});
