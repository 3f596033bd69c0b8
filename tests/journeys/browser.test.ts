import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../src/app/serve.ts';
import { openBrowser } from '../support/browser.ts';
import { serveSample } from '../support/sample.ts';
import { IS_WIDE } from '../support/wide.ts';

/** A reader's way through the sample publication, in a real browser. */
let running: RunningServer;
let browser: Browser;
let base: string;

beforeAll(async () => {
  running = await serveSample();
  base = running.baseUrl;
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await running?.close();
});

/** Opens a page and collects the complaints of the browser. */
async function openPage(path: string, options: Parameters<Browser['newPage']>[0] = {}) {
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(message.text());
  });
  page.on('requestfailed', (request) => {
    const { errorText = '' } = request.failure() ?? {};
    // A reader who goes on to another page leaves pictures behind that have not arrived.
    if (errorText !== 'net::ERR_ABORTED') complaints.push(`failed: ${request.url()} ${errorText}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(base)) complaints.push(`third party: ${request.url()}`);
  });
  // All requests were sent when the page has loaded.
  await page.goto(base + path);
  return { page, complaints };
}

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

describe('a reader', () => {
  test('goes from the front page to a story, and on to its translation', async () => {
    const { page, complaints } = await openPage('/');
    expect(await page.title()).toBe('The Meridian Courier');
    expect(await page.locator('article.card').count()).toBe(9);
    await page
      .getByRole('link', { name: /Five held in Syria/ })
      .last()
      .click();
    expect(page.url()).toBe(`${base}/articles/palmyra-attack-arrests`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^Five held in Syria/);
    await page.goto(`${base}/articles/palmyra-attack-arrests-ar`);
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    const left = await page.locator('h1').evaluate((heading) => getComputedStyle(heading).direction);
    expect(left).toBe('rtl');
    await page.getByRole('link', { name: /Five held in Syria/ }).click();
    expect(page.url()).toBe(`${base}/articles/palmyra-attack-arrests`);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('finds a feed, and its address to copy, by keyboard alone', async () => {
    const { page, complaints } = await openPage('/feeds/section/world');
    const address = page.getByLabel('RSS 2.0');
    await address.focus();
    expect(await address.inputValue()).toBe(`${base}/feeds/section/world.rss`);
    expect(await address.evaluate((input: HTMLInputElement) => input.readOnly)).toBe(true);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('chooses World in Arabic without paid stories, sees it, and takes its address along', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page, complaints } = await openPage('/feeds', { javaScriptEnabled });
      await page.getByRole('combobox', { name: 'Section' }).selectOption({ label: 'World' });
      await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'Arabic' });
      await page.getByRole('combobox', { name: 'Free or paid' }).selectOption({ label: 'Without paid stories' });
      await page.getByRole('button', { name: 'Show this feed' }).click();
      await page.waitForLoadState();
      expect(page.url()).toBe(`${base}/feeds/q?section=world&language=ar&access=free`);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('World in Arabic, free stories');
      expect(await page.locator('article.card').count()).toBe(1);
      const address = `${base}/feeds/q.atom?section=world&language=ar&access=free`;
      expect(await page.getByLabel('Atom 1.0').inputValue()).toBe(address);
      expect(await page.getByRole('link', { name: 'Subscribe in a feed reader' }).getAttribute('href')).toBe(
        `feed:${address.replace('.atom', '.rss')}`,
      );
      expect(await (await fetch(address)).text()).toContain('xml:lang="ar"');
      expect(complaints).toEqual([]);
      await page.close();
    }
  });

  test('sees no more than the free part of a paid story', async () => {
    const { page } = await openPage('/articles/who-pays-for-calm-air');
    expect(await page.content()).not.toContain('The first contract is the simplest');
    expect(await page.locator('.paid').textContent()).toMatch(/subscribers/);
    await page.close();
  });

  test('reads without script', async () => {
    const { page, complaints } = await openPage('/articles/the-last-keepers-light', { javaScriptEnabled: false });
    expect(await page.locator('.text').textContent()).toContain('The story does.');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('copies the address of a feed, or selects it where scripts are off', async () => {
    const { page, complaints } = await openPage('/feeds');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const row = page.locator('li', { has: page.getByRole('link', { name: 'Culture', exact: true }) });
    await row.getByRole('button', { name: /^Copy/ }).click();
    await row.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${base}/feeds/section/culture.rss`);
    expect(complaints).toEqual([]);
    await page.close();
    const plain = await openPage('/feeds', { javaScriptEnabled: false });
    expect(await plain.page.getByRole('button', { name: /^Copy/ }).count()).toBe(0);
    expect(await plain.page.getByLabel('Address of Culture', { exact: true }).inputValue()).toBe(
      `${base}/feeds/section/culture.rss`,
    );
    await plain.page.close();
  });

  test('can play the film', async () => {
    const { page, complaints } = await openPage('/articles/the-last-keepers-light');
    const duration = await page.locator('video').evaluate(
      (video: HTMLVideoElement) =>
        new Promise<number>((resolve, reject) => {
          video.onloadeddata = () => resolve(video.videoWidth);
          video.onerror = () => reject(new Error('the film does not play'));
          video.preload = 'auto';
          video.load();
        }),
    );
    expect(duration).toBe(640);
    // Loading it again aborts the current request.
    expect(complaints.filter((complaint) => !complaint.endsWith('/media/harbour.webm'))).toEqual([]);
    await page.close();
  });
});

/** Each page on both screens in the wide matrix, else each on one of them. */
const pagesOf = (screen: number): string[] => PAGES.filter((_, index) => IS_WIDE || index % 2 === screen);

const PAGES = [
  '/',
  '/articles/palmyra-attack-arrests',
  '/articles/palmyra-attack-arrests-ar',
  '/articles/storm-reaches-the-coast',
  '/articles/reading-the-river',
  '/feeds',
  '/feeds/section/world',
  '/feeds/corrections',
  '/feeds/author/elodie-marchetti-brun',
  '/archive',
  '/archive/2026-11',
  '/archive/2026-11-21',
  '/search?q=ferry',
  '/license',
  '/inspect/palmyra-attack-arrests-ar',
  '/about',
  '/partners/newsml-g2',
  '/status',
  '/deliveries',
  '/partners',
  '/api',
  '/nowhere',
];

describe.each([
  ['a phone', 0, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ['a desk', 1, { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
] as const)('on %s', (_, screen, options) => {
  test.each(pagesOf(screen))('%s fits, has one first heading, names its pictures and can be read', async (path) => {
    const { page, complaints } = await openPage(path, { ...options, javaScriptEnabled: true });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('img:not([alt])').count()).toBe(0);
    expect(await page.locator('main').count()).toBe(1);
    expect(await barriers(page)).toEqual([]);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
    await page.close();
  });
});

/** Returns violations of WCAG 2.2, levels A and AA, by axe: rule and position. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`);
}
