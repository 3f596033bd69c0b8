import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args });
const shots: [string, string, number, number, 'light' | 'dark'][] = JSON.parse(process.argv[2] ?? '[]');
for (const [path, file, width, height, colorScheme] of shots) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  page.on('console', (m) => console.log(path, m.type(), m.text()));
  const response = await page.goto(`http://localhost:3900${path}`);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `/tmp/shots/${file}.png`, fullPage: file.endsWith('-full') });
  console.log(path, response?.status());
}
await browser.close();
