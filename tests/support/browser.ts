import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * A real browser, brought by npm. The package's own arguments are for a lambda: one process for everything, which dies
 * with its first page, and web security switched off, which the pages have to live with here.
 */
export async function openBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args });
  const newContext = browser.newContext.bind(browser);
  // A busy machine takes its time: only the limit of the whole test ends a page that hangs.
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(0);
    return context;
  };
  return browser;
}
