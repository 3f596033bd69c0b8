/** Takes the picture of the pages that the README shows, from a running server: `node scripts/picture-pages.ts URL`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';

const base = process.argv[2] ?? 'http://localhost:3000';
const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox'] });

async function shot(path: string, width: number, height: number, colorScheme: 'light' | 'dark'): Promise<string> {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(base + path);
  await page.waitForLoadState('networkidle');
  const bytes = await page.screenshot({ type: 'png' });
  await page.close();
  return `data:image/png;base64,${bytes.toString('base64')}`;
}

const shots = [
  await shot('/', 1180, 880, 'light'),
  await shot('/articles/halden-bay-budget', 420, 880, 'light'),
  await shot('/articles/palmyra-attack-arrests-ar', 420, 880, 'dark'),
];
const page = await browser.newPage({ viewport: { width: 1500, height: 660 } });
await page.setContent(
  `<body style="margin:0;padding:24px;display:flex;gap:20px;background:#e9e6df">${shots
    .map((url) => `<img src="${url}" style="height:612px;border-radius:6px;box-shadow:0 2px 18px #0004">`)
    .join('')}</body>`,
);
writeFileSync(
  join(import.meta.dirname, '../docs/pictures/pages.jpg'),
  await page.screenshot({ type: 'jpeg', quality: 82 }),
);
await browser.close();
