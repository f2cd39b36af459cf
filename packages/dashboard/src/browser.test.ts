import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromiumIsHere, chromiumIsRequired, startBrowser, type Visit, visit, withoutChromium } from '../test/browser.ts';
import { eventually, settled, shownTotal } from '../test/watching.ts';
import { now, sampleDocuments } from '../test/documents.ts';
import { startServer, type TestServer } from '../test/server.ts';
import { bundleDashboard } from './index.ts';

const stored = sampleDocuments();
let browser: Browser;
let server: TestServer;
const visits: Visit[] = [];
/** The browser itself reports each refused request; a test that provokes them says so. */
let reported: RegExp | null = null;

const open = async (search = '', options: BrowserContextOptions = {}): Promise<Page> => {
  const visited = await visit(browser, `${server.url}/${search}`, options);
  visits.push(visited);
  return visited.page;
};

/** With every part there and nothing on its way. */
const openWhole = async (search = '', options: BrowserContextOptions = {}): Promise<Page> => {
  const page = await open(search, options);
  await settled(page);
  return page;
};

const inChromium = (): void => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    server = await startServer(await bundleDashboard(), stored);
  });
  afterEach(async () => {
    const made = visits.splice(0);
    const provoked = reported;
    reported = null;
    for (const { page } of made) await page.context().close();
    await server.close();
    expect(made.flatMap(({ wrongs }) => wrongs).filter((text) => provoked?.test(text) !== true)).toEqual([]);
  });

  test('the first look shows every part, from this host only and under the strictest policy', async () => {
    const page = await openWhole('?period=all');
    expect(await page.locator('.tile').count()).toBe(4);
    expect(await page.locator('.tile.messages .figure').innerText()).toBe(String(stored.length));
    expect(await shownTotal(page)).toBe(stored.length);
    for (const part of ['volume', 'channels', 'ratings', 'topics', 'keywords', 'live', 'words-panel'])
      expect(await page.locator(`.panel.${part}`).count()).toBe(1);
    const policy = await page.evaluate<string>("fetch('/').then((response) => response.headers.get('content-security-policy'))");
    expect(policy).toMatch(/^default-src 'self';/u);
  });

  test('every kind of number opens as many rows as it says, and back leads back', async () => {
    const page = await openWhole();
    const all = await shownTotal(page);
    const bar = page.locator('.volume-chart a[data-mark=negative]').last();
    const said = Number(/(\d+)$/u.exec((await bar.getAttribute('data-label')) ?? '')?.[1]);
    await bar.click();
    await expect(eventually(() => shownTotal(page), said)).resolves.toBe(said);
    expect(page.url()).toContain('rows=');
    await page.goBack();
    await expect(eventually(() => shownTotal(page), all)).resolves.toBe(all);
    for (const place of ['.channels .bar-number a', '.ratings .bar-number a', '.topics .cell a', '.tile.urgent .figure a']) {
      const link = page.locator(place).first();
      const number = Number((await link.innerText()).trim());
      await link.click();
      await expect(eventually(() => shownTotal(page), number)).resolves.toBe(number);
    }
    const keyword = page.locator('.keyword').first();
    const number = Number(await keyword.locator('.keyword-count').innerText());
    await keyword.click();
    await expect(eventually(() => shownTotal(page), number)).resolves.toBe(number);
  });

  test.each([
    ['太慢', 'zh-CN'],
    ['couriers', 'en-GB'],
  ])('a search for %s finds its messages and marks the word', async (word, locale) => {
    const page = await openWhole('?period=all', { locale });
    await page.keyboard.press('/');
    await page.keyboard.type(word);
    await page.keyboard.press('Enter');
    const number = stored.filter(({ text, title = '' }) => `${title} ${text}`.includes(word)).length;
    await expect(eventually(() => shownTotal(page), number)).resolves.toBe(number);
    expect(number).toBeGreaterThan(5);
    expect(await page.locator('mark.hit').first().innerText()).toBe(word);
    expect(new URL(page.url()).searchParams.get('q')).toBe(word);
  });

  test('the search box offers fields and values', async () => {
    const page = await openWhole();
    await page.getByRole('combobox', { name: 'Search' }).fill('senti');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('neg');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=sentiment%3Anegative/u);
  });

  test('language and theme switch at once and are kept', async () => {
    const page = await openWhole();
    await page.getByRole('button', { name: /Language of the page/u }).click();
    expect(await page.locator('#volume-title').innerText()).toBe('留言走势');
    await page.getByRole('button', { name: /主题外观/u }).click();
    await page.getByRole('button', { name: /主题外观：?:? ?浅色/u }).click();
    const ground = (): Promise<string> => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    expect(await ground()).toBe('rgb(16, 20, 23)');
    await page.reload();
    await settled(page);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await ground()).toBe('rgb(16, 20, 23)');
  });

  test('the keys walk the list, open the message, show its raw form and lead back', async () => {
    const page = await openWhole();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.locator('.quote[aria-posinset="1"] a:focus').waitFor();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Message' });
    await drawer.waitFor();
    for (const heading of ['Labels and why', 'Conversation', 'Journey', 'Receipt'])
      await drawer.getByRole('heading', { name: heading }).waitFor();
    const id = new URL(page.url()).searchParams.get('open') ?? '';
    await page.keyboard.press('o');
    await drawer.locator('pre').getByText(id).waitFor();
    await page.keyboard.press('j');
    expect(new URL(page.url()).searchParams.get('open')).not.toBe(id);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys and query language' }).waitFor();
  });

  test('a long list loads on while it is scrolled and never draws all of it', async () => {
    const page = await openWhole('?period=all');
    const scrolled = async (): Promise<number> => {
      await page.evaluate("document.querySelector('.quotes-scroll').scrollTop = 1e6");
      return page.getByText('That is all.').count();
    };
    await expect(eventually(scrolled, 1)).resolves.toBe(1);
    await page.getByText('That is all.').scrollIntoViewIfNeeded();
    await expect(
      eventually(async () => Number(await page.locator('.quote').last().getAttribute('aria-posinset')), stored.length),
    ).resolves.toBe(stored.length);
    expect(await page.locator('.quote').count()).toBeLessThan(60);
  });

  test('dragging over the chart zooms in, and the link carries it', async () => {
    const page = await openWhole();
    const box = (await page.locator('.volume-chart svg').boundingBox()) ?? { x: 0, y: 0, width: 0 };
    await page.mouse.move(box.x + box.width * 0.5, box.y + 80);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + 90, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/from=.*to=/u);
    const { searchParams } = new URL(page.url());
    const [from, to] = [searchParams.get('from') ?? '', searchParams.get('to') ?? ''];
    const number = stored.filter((document) => document['@timestamp'] >= from && document['@timestamp'] < to).length;
    await expect(eventually(() => shownTotal(page), number)).resolves.toBe(number);
  });

  test('an arrival slides into the live strip, and the list waits to be asked', async () => {
    const page = await openWhole();
    await page.getByText('connected', { exact: true }).waitFor();
    const before = await page.locator('.quote-text').first().innerText();
    const [sample] = stored;
    if (sample === undefined) throw new Error('no sample');
    server.publish({ ...sample, id: 'fb_new', text: '刚刚发来的留言', '@timestamp': new Date(now).toISOString() });
    await page.locator('.arrivals .arrival-text').getByText('刚刚发来的留言').waitFor();
    expect(await page.locator('.quote-text').first().innerText()).toBe(before);
    await page.getByRole('button', { name: /1 new message/u }).click();
    await page.locator('.quote-text').getByText('刚刚发来的留言').waitFor();
  });

  test('a failed part says so, the others stand, and trying again mends it', async () => {
    const page = await openWhole();
    reported = /status of 500/u;
    server.broken.add('/v1/aggregate');
    await page.getByRole('link', { name: '7 d' }).click();
    await page.locator('.panel.channels .failure').waitFor();
    await page.locator('.quote').first().waitFor();
    server.broken.clear();
    await page.locator('.panel.channels').getByRole('button', { name: 'Try again' }).click();
    await page.locator('.panel.channels .bars').waitFor();
  });

  test('a server that asks for a key gets one', async () => {
    reported = /status of 401/u;
    server.key = 'secret';
    const page = await open();
    await page.getByLabel('API key').fill('secret');
    await page.getByRole('button', { name: 'Open' }).click();
    await settled(page);
  });

  test('nothing stored yet: the page says what to do next', async () => {
    await server.close();
    server = await startServer(await bundleDashboard(), []);
    const page = await open();
    await page.getByText('Ready for the first message').waitFor();
    expect(await page.locator('.command code').first().innerText()).toContain(`${server.url}/feedback_and_evaluation`);
  });

  test('a query that cannot be read says where, once, and how to get rid of it', async () => {
    reported = /status of 422/u;
    const page = await open('?q=(slow');
    await page.getByText('expected a closing parenthesis').waitFor();
    expect(await page.locator('.failure').count()).toBe(1);
    await page.locator('.failure').getByRole('link', { name: 'Clear search' }).click();
    await settled(page);
  });

  test('nothing found: the page says how to go on', async () => {
    const page = await open('?q=zebra');
    await page.getByRole('link', { name: /Look at all time/u }).waitFor();
    await page.locator('.empty').getByRole('link', { name: 'Clear all filters' }).click();
    await settled(page);
  });

  test.each([
    ['phone', 390, 844, 'light', 'zh-CN'],
    ['phone', 390, 844, 'dark', 'en-GB'],
    ['laptop', 1366, 768, 'light', 'en-GB'],
    ['laptop', 1366, 768, 'dark', 'zh-CN'],
    ['wall', 2560, 1440, 'light', 'zh-CN'],
  ] as const)(
    'on a %s of %i × %i, %s, %s: accessible by axe, and nothing runs out of the side',
    async (_name, width, height, colorScheme, locale) => {
      const page = await open('', { viewport: { width, height }, colorScheme, locale });
      await settled(page);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.locator('.quote-link').first().click();
      await page.locator('.journey').waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
    },
  );
};

if (chromiumIsHere || chromiumIsRequired) describe('in Chromium', inChromium);
else test.skip(`in Chromium: ${withoutChromium}`, () => undefined);
