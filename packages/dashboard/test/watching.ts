import type { Page } from 'playwright-core';

/** Messages that the list says it holds; NaN while it does not say. */
export const shownTotal = async (page: Page): Promise<number> => {
  const title = await page.locator('#words-panel-title').innerText();
  return Number(/(\d[\d,]*)/u.exec(title)?.[1]?.replaceAll(',', '') ?? Number.NaN);
};
/** Every part is there and nothing is on its way. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('.volume-chart svg').waitFor();
  await page.locator('.quote').first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
};

/** The value as soon as it is the wanted one, else what it is after some seconds. */
export const eventually = async (read: () => Promise<number>, wanted: number): Promise<number> => {
  for (let turn = 0; turn < 60; turn += 1) {
    if ((await read()) === wanted) return wanted;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  return read();
};
