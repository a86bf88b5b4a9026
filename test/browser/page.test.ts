import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, type TestContext, test } from 'vitest';
import { formatProblems, readScenarioFile } from '../../src/scenario/index.ts';
import { makeProblem } from '../../src/scheduling/index.ts';
import { asInput } from '../../src/service/planner.ts';
import { startTestApp, type TestApp } from '../service/service-support.ts';
import { smallInput } from '../store/store-support.ts';
import { launchBrowser, missingBrowser, openPage } from '../support/browser.ts';
import { repositoryRoot } from '../support/repository.ts';
import { chartsDrawn, clippedTexts, coloursOf, poorContrasts } from './browser-support.ts';

/** The page in a real browser, on the sample's real plan. Pictures of it are left in the temporary folder to be looked at. */

const PICTURES = join(tmpdir(), 'wattshift-pictures');
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };
/** The page asks every ten seconds; a machine may be slow. */
const SOON = { timeout: 40_000 };

let browser: Browser;
let served: TestApp;
const cleanUps: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  if (missingBrowser !== null) return;
  mkdirSync(PICTURES, { recursive: true });
  browser = await launchBrowser();
  const read = await readScenarioFile(join(repositoryRoot, 'examples', 'sample.yaml'));
  if (read.kind === 'invalid') throw new Error(formatProblems(read.problems));
  served = await startTestApp((cleanUp) => cleanUps.push(cleanUp), asInput(makeProblem(read.fleet)));
  await served.app.planAll();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

const skipWithoutBrowser = (context: TestContext): void => {
  if (missingBrowser !== null) context.skip(missingBrowser);
};

/** The page of a service (the sample's unless said), and a check that nothing on it went wrong. */
async function open(options: BrowserContextOptions = {}, app: TestApp = served) {
  const opened = await openPage(browser, app.app.address, options);
  onTestFinished(() => opened.page.context().close());
  return opened;
}

describe.for([
  { size: 'wide', viewport: WIDE, colorScheme: 'light' },
  { size: 'wide', viewport: WIDE, colorScheme: 'dark' },
  { size: 'narrow', viewport: NARROW, colorScheme: 'light' },
  { size: 'narrow', viewport: NARROW, colorScheme: 'dark' },
] as const)('the page, $size and $colorScheme', ({ size, viewport, colorScheme }) => {
  test('shows the plan, complains of nothing, and all of it can be read', async (context) => {
    skipWithoutBrowser(context);
    const { page, complaints } = await open({ viewport, colorScheme });
    const count = await chartsDrawn(page);
    // Four charts for a site with a battery, three without; two of three sites have one.
    expect(count).toBe(11);
    for (let chart = 0; chart < count; chart += 1) {
      const colours = await coloursOf(page, chart);
      // Axis, grid lines and at least one curve or area.
      expect(colours.length, `chart ${chart}`).toBeGreaterThanOrEqual(3);
    }
    const text = await page.locator('main').innerText();
    for (const words of [
      'Optimal: no plan for this input costs less',
      'moving jobs alone saves',
      'Site shanghai',
      'train-12',
      'Doubts about the input',
      '40 of 40 jobs',
    ]) {
      expect(text).toContain(words);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await clippedTexts(page)).toEqual([]);
    expect(await poorContrasts(page)).toEqual([]);
    await page.screenshot({ path: join(PICTURES, `page-${size}-${colorScheme}.png`), fullPage: true });
    expect(complaints).toEqual([]);
  });
});

test('charts are dark where the page is, and change with it', async (context) => {
  skipWithoutBrowser(context);
  const { page } = await open({ colorScheme: 'light' });
  await chartsDrawn(page);
  const light = await coloursOf(page, 0);
  await page.emulateMedia({ colorScheme: 'dark' });
  // The renewables' colour: #d99a06 in the light, #f2b93b in the dark.
  expect(light).toContain('217,154,6');
  await expect.poll(() => coloursOf(page, 0), SOON).toContain('242,185,59');
});

test('charts keep to the width of the window', async (context) => {
  skipWithoutBrowser(context);
  const { page } = await open({ viewport: WIDE });
  await chartsDrawn(page);
  await page.setViewportSize(NARROW);
  const canvasWidth = () =>
    page
      .locator('.chart canvas')
      .first()
      .evaluate((canvas) => canvas.getBoundingClientRect().width);
  await expect.poll(canvasWidth, SOON).toBeLessThanOrEqual(NARROW.width);
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth), SOON)
    .toBeLessThanOrEqual(0);
});

describe('what a chart says', () => {
  test('about a moment: under the pointer in one box, on all charts of the site as a line', async (context) => {
    skipWithoutBrowser(context);
    const { page, complaints } = await open();
    await chartsDrawn(page);
    const chart = page.locator('.chart[data-key="uses"]').nth(2);
    await chart.hover({ position: { x: 600, y: 100 } });
    const tip = chart.locator('strong');
    await expect.poll(() => tip.innerText(), SOON).toMatch(/^2026-06-01 \d\d:\d\d to \d\d:\d\d \+08:00$/);
    const words = await tip.locator('..').innerText();
    expect(words).toMatch(/Base load: \d+(\.\d+)? kW/);
    expect(await page.locator('.chart strong:visible').count()).toBe(1);
    // What it says is what the plan says.
    const { sites } = (await (await served.get('/v1/fleets/sample/plan')).json()) as {
      sites: { id: string; slotStarts: string[]; series: { name: string; values: number[] }[] }[];
    };
    const shanghai = sites.find(({ id }) => id === 'shanghai');
    const [start] = /\d\d:\d\d/.exec((await tip.innerText()).slice(11)) ?? [];
    const slot =
      shanghai?.slotStarts.indexOf(new Date(`2026-06-01T${start}+08:00`).toISOString().replace('.000', '')) ?? -1;
    const planned = shanghai?.series.find(({ name }) => name === 'baseLoad')?.values[slot] ?? Number.NaN;
    expect(words).toContain(`Base load: ${Number(planned.toPrecision(4))} kW`);
    expect(complaints).toEqual([]);
  });

  test('by the arrow keys too, for eyes and for ears', async (context) => {
    skipWithoutBrowser(context);
    const { page } = await open();
    await chartsDrawn(page);
    const chart = page.locator('.chart').first();
    expect(await chart.getAttribute('role')).toBe('img');
    expect(await chart.getAttribute('aria-label')).toContain('Stacked power in kW by source at frankfurt');
    await chart.focus();
    await page.keyboard.press('ArrowRight');
    const readout = page.locator('figure').first().locator('.readout');
    expect(await readout.innerText()).toMatch(/^2026-05-31 18:00 to 18:15 \+02:00\. .*Grid import: [\d.]+ kW/);
    await page.keyboard.press('ArrowRight');
    expect(await readout.innerText()).toContain('18:15 to 18:30');
    await page.keyboard.press('End');
    expect(await readout.innerText()).toContain('2026-06-01 17:45 to 18:00');
    expect(await chart.locator('strong').innerText()).toContain('17:45 to 18:00');
  });
});

test('everything that can be used can be reached by the keyboard, and shows that it is', async (context) => {
  skipWithoutBrowser(context);
  const { page } = await open();
  await chartsDrawn(page);
  const reached: string[] = [];
  for (let step = 0; step < 20; step += 1) {
    await page.keyboard.press('Tab');
    reached.push(
      await page.evaluate(() => {
        const element = document.activeElement;
        const outline = element === null ? '' : getComputedStyle(element).outlineStyle;
        return `${element?.getAttribute('name') ?? element?.className} ${outline === 'none' ? 'unseen' : 'seen'}`;
      }),
    );
  }
  expect(reached).toEqual(
    expect.arrayContaining(['skip seen', 'chart needs-script seen', 'search seen', 'sort seen', 'gantt seen']),
  );
  // After the last one the body has it.
  expect(reached.filter((what) => what.endsWith('unseen') && what !== ' unseen')).toEqual([]);
});

test('jobs are searched and sorted', async (context) => {
  skipWithoutBrowser(context);
  const { page } = await open();
  const names = () => page.locator('.gantt tbody tr:visible .name').allInnerTexts();
  expect(await names()).toHaveLength(40);
  await page.locator('[name="search"]').fill('etl shanghai');
  await expect.poll(names, SOON).toEqual(expect.arrayContaining(['etl-1']));
  const found = await names();
  expect(found.every((name) => name.startsWith('etl'))).toBe(true);
  expect(await page.locator('output').innerText()).toBe(`${found.length} of 40 jobs`);
  await page.locator('[name="search"]').fill('no such job');
  expect(await page.locator('#no-job').isVisible()).toBe(true);
  await page.locator('[name="search"]').fill('');
  await page.locator('[name="sort"]').selectOption('name');
  expect((await names()).slice(0, 3)).toEqual(['etl-1', 'etl-2', 'etl-3']);
  await page.locator('[name="sort"]').selectOption('trouble');
  expect(await page.locator('.gantt tbody .state').first().innerText()).toContain('late');
  await page.locator('[name="sort"]').selectOption('deadline');
  const deadlines = await page
    .locator('.gantt tbody tr')
    .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).dataset.deadline)));
  expect(deadlines).toEqual([...deadlines].sort((a, b) => a - b));
});

test('without JavaScript the figures, tables and jobs are there, and the page says what is missing', async (context) => {
  skipWithoutBrowser(context);
  const { page } = await open({ javaScriptEnabled: false });
  const text = await page.locator('body').innerText();
  expect(text).toContain('The charts need JavaScript');
  expect(text).toContain('Optimal');
  expect(await page.locator('.gantt tbody tr').count()).toBe(40);
  expect(await page.locator('.tools').isVisible()).toBe(false);
});

describe('as time goes by', () => {
  test('the first plan appears by itself, and so does the next; a service that is away is told', {
    timeout: 120_000,
  }, async (context) => {
    skipWithoutBrowser(context);
    const first = await startTestApp(onTestFinished);
    const { page } = await open({}, first);
    expect(await page.locator('main').innerText()).toContain('The first plan is being made');
    expect(await page.locator('.chart').count()).toBe(0);
    await first.app.planAll();
    await expect.poll(() => page.locator('main').innerText(), SOON).toContain('Optimal');
    expect(await chartsDrawn(page)).toBe(4);
    await page.locator('[name="search"]').fill('train');

    const port = Number(new URL(first.app.address).port);
    await first.app.close();
    await expect.poll(() => page.locator('#connection').isVisible(), SOON).toBe(true);
    const options = { dataDirectory: first.folder, port: { port, orNext: false } };
    const second = await startTestApp(onTestFinished, smallInput({ currency: 'USD' }), options);
    await second.app.planAll();
    await expect.poll(() => page.locator('main').innerText(), SOON).toContain('USD');
    expect(await page.locator('#connection').isVisible()).toBe(false);
    expect(await page.locator('[name="search"]').inputValue()).toBe('train');
    expect(await chartsDrawn(page)).toBe(4);
  });

  test('a newer plan leaves who reads and types where they are', { timeout: 120_000 }, async (context) => {
    skipWithoutBrowser(context);
    const { page } = await open({ viewport: { width: 1280, height: 500 } });
    await chartsDrawn(page);
    const search = page.locator('[name="search"]');
    await search.fill('tra');
    await search.evaluate((input: HTMLInputElement) => input.setSelectionRange(1, 2));
    const placeOfJobs = () =>
      page.evaluate(() => ({
        top: Math.round(document.querySelector('#jobs')?.getBoundingClientRect().top ?? Number.NaN),
        pageHeight: document.documentElement.scrollHeight,
      }));
    const before = await placeOfJobs();
    expect(before.top).toBeLessThan(500);

    // The page takes what it has for old, and what its charts are drawn from does not come.
    await page.route('**/charts?*', () => {});
    await page.locator('#plan').evaluate((plan) => {
      plan.dataset.state = 'older';
      plan.classList.add('before');
    });
    await expect.poll(() => page.locator('#plan.before').count(), SOON).toBe(0);
    expect(await page.locator('.chart canvas').count()).toBe(0);
    expect(await placeOfJobs()).toEqual(before);
    const typing = await page.evaluate(() => {
      const { activeElement } = document;
      if (!(activeElement instanceof HTMLInputElement)) return activeElement?.tagName;
      const { name, value, selectionStart, selectionEnd } = activeElement;
      return { name, value, selectionStart, selectionEnd };
    });
    expect(typing).toEqual({ name: 'search', value: 'tra', selectionStart: 1, selectionEnd: 2 });
  });
});
