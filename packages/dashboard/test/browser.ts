import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { now } from './documents.ts';

const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** A real browser is part of the proof: where one is required, its absence is a failure and not a skipped test. */
export const chromiumIsHere = existsSync(chromiumPath);
export const chromiumIsRequired = process.env['EARSHOT_REQUIRE_ENGINES'] === '1';
export const withoutChromium = `no Chromium at ${chromiumPath}; set CHROMIUM_PATH, or install it`;

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export interface Visit {
  readonly page: Page;
  /** Console errors, uncaught exceptions and requests to other hosts. */
  readonly wrongs: readonly string[];
}

/** A page of its own, at the fixed moment of the sample, in Shanghai. */
export const visit = async (browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> => {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'en-GB',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const wrongs: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') wrongs.push(message.text());
  });
  page.on('pageerror', (error) => wrongs.push(error.message));
  page.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(url).host) wrongs.push(`request to ${request.url()}`);
  });
  await page.clock.setFixedTime(now);
  await page.goto(url);
  return { page, wrongs };
};
