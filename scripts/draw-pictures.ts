/**
 * Draws the pictures and records the film of the sample publication, and Dateline's own icon, in a headless browser:
 * `node scripts/draw-pictures.ts`. They are our own work and belong to the sample as they are; run it to change them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Page, chromium as playwright } from 'playwright-core';
import { drawScene, recordHarbour } from './scenes.ts';

const MEDIA = join(import.meta.dirname, '../content/media');
const ASSETS = join(import.meta.dirname, '../src/pages/assets');

const SHAPES = { '16x9': [1600, 900], '4x3': [1600, 1200], '1x1': [1200, 1200] } as const;
const SCENES = [
  'ruins',
  'harbour',
  'lighthouse',
  'keeper',
  'storm',
  'river',
  'market',
  'library',
  'turbines',
  'tower',
] as const;

async function picture(page: Page, scene: string, [width, height]: readonly [number, number], type = 'image/jpeg') {
  const url = await page.evaluate(drawScene, { scene, width, height, type });
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}

/** An ICO file with one PNG in it. */
function icon(png: Buffer, size: number): Buffer {
  const header = Buffer.alloc(22);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(1, 4);
  header.writeUInt8(size, 6);
  header.writeUInt8(size, 7);
  header.writeUInt16LE(1, 10);
  header.writeUInt16LE(32, 12);
  header.writeUInt32LE(png.length, 14);
  header.writeUInt32LE(22, 18);
  return Buffer.concat([header, png]);
}

const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();
for (const scene of SCENES) {
  for (const [shape, size] of Object.entries(SHAPES)) {
    writeFileSync(join(MEDIA, `${scene}-${shape}.jpg`), await picture(page, scene, size));
  }
}
writeFileSync(join(MEDIA, 'logo.png'), await picture(page, 'logo', [600, 600], 'image/png'));
writeFileSync(join(ASSETS, 'favicon.ico'), icon(await picture(page, 'logo', [64, 64], 'image/png'), 64));
const film = await page.evaluate(recordHarbour, { width: 640, height: 360, seconds: 4 });
writeFileSync(join(MEDIA, 'harbour.webm'), Buffer.from(film, 'base64'));
await browser.close();
