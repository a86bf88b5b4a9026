import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { quotaCurvesCsv, setpointsCsv } from '../../src/cli/csv.ts';
import { renderReport } from '../../src/report/index.ts';
import { smallScenario } from '../cli/command-support.ts';
import { startTestApp } from '../service/service-support.ts';
import { inputOf, planOf } from '../store/store-support.ts';
import { launchBrowser, missingBrowser, openPage } from '../support/browser.ts';
import { chartsDrawn } from './browser-support.ts';

/** Names from a scenario that would be markup, script or a formula, if anything took them for more than text. */

const SCRIPT = '<script>window.__pwned=1</script>';
const PICTURE = `"><img src=x onerror="window.__pwned=2">`;
const VECTOR = `'><svg onload=window.__pwned=3>`;
const FORMULA = `=cmd()|' /C calc'!A0`;
const TEMPLATE = `$\{window.__pwned=4}{{7*7}}</title></textarea><b>`;
const RICH = '{a|<b>x</b>}\\u003cscript>';

const [site] = smallScenario.sites;
const planted = inputOf({
  ...smallScenario,
  name: SCRIPT,
  sites: [
    {
      ...site,
      id: PICTURE,
      grid: { ...site.grid, marketZone: VECTOR, contractedLimits: [{ id: SCRIPT, direction: 'import', limitKw: 5 }] },
      compute: { baseLoadKw: 20, pools: [{ id: VECTOR, unitCount: 10, busyKwPerUnit: 1 }] },
      batteries: [{ ...site.batteries[0], id: TEMPLATE }],
      renewables: [{ id: RICH, kind: 'pv', availableKw: [0, 0, 5, 10] }],
    },
  ],
  jobs: [
    { ...smallScenario.jobs[0], id: FORMULA, pool: VECTOR },
    { ...smallScenario.jobs[0], id: SCRIPT, pool: VECTOR, units: 10, hours: 6 },
  ],
} as Parameters<typeof inputOf>[0]);

let browser: Browser | null = null;
beforeAll(async () => {
  if (missingBrowser === null) browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('on the page nothing planted runs, and all of it is shown as text', { timeout: 120_000 }, async (context) => {
  if (browser === null) return context.skip(missingBrowser ?? '');
  const { app } = await startTestApp(onTestFinished, planted);
  await app.planAll();
  const { page, complaints } = await openPage(browser, app.address);
  onTestFinished(() => page.context().close());
  const count = await chartsDrawn(page);
  expect(count).toBe(4);
  expect(await page.locator('h1').innerText()).toBe(SCRIPT);
  expect(await page.title()).toBe(`${SCRIPT} - Wattshift`);
  expect(await page.locator('h2', { hasText: 'Site' }).innerText()).toBe(`Site ${PICTURE}`);
  expect(await page.locator('.gantt .name').allInnerTexts()).toEqual(expect.arrayContaining([FORMULA, SCRIPT]));
  const text = await page.locator('main').innerText();
  expect(text).toContain(`Battery ${TEMPLATE}`);
  expect(text).toContain(`contracted limit "${SCRIPT}" is exceeded at ${PICTURE}`);

  // Charts say names in boxes that the drawing library fills.
  let spoken = '';
  for (let chart = 0; chart < count; chart += 1) {
    const place = page.locator('.chart').nth(chart);
    await place.hover({ position: { x: 500, y: 80 } });
    await expect.poll(() => place.locator('strong').isVisible()).toBe(true);
    spoken += await place.innerText();
    await place.focus();
    await page.keyboard.press('ArrowRight');
  }
  expect(spoken).toContain(`Pool ${VECTOR}: `);
  expect(spoken).toContain(`${TEMPLATE}, at the end: `);
  await page.locator('[name="search"]').fill(SCRIPT);
  await page.locator('[name="sort"]').selectOption('name');

  expect(await page.evaluate(() => (window as { __pwned?: unknown }).__pwned)).toBeUndefined();
  expect(await page.locator('main script, main img, main b, main svg[onload], main [onerror]').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('nor in the report', async (context) => {
  if (browser === null) return context.skip(missingBrowser ?? '');
  const { plan } = await planOf(planted);
  const opened = await browser.newContext();
  onTestFinished(() => opened.close());
  const page = await opened.newPage();
  await page.setContent(renderReport(planted.problem, plan));
  expect(await page.locator('h1').innerText()).toBe(SCRIPT);
  expect(await page.evaluate(() => (window as { __pwned?: unknown }).__pwned)).toBeUndefined();
  expect(await page.locator('script, img, b, [onerror], [onload]').count()).toBe(0);
});

test('and a spreadsheet is given no formula', async () => {
  const pools = [{ id: FORMULA, unitCount: 10, busyKwPerUnit: 1 }];
  const { problem, digest } = inputOf({
    ...smallScenario,
    sites: [
      { ...site, id: '+1+1', compute: { baseLoadKw: 20, pools }, batteries: [{ ...site.batteries[0], id: '@SUM(1)' }] },
    ],
    jobs: [{ ...smallScenario.jobs[0], pool: FORMULA }],
  } as Parameters<typeof inputOf>[0]);
  const { plan } = await planOf({ problem, digest });
  const text = `${quotaCurvesCsv(problem.fleet, plan)}\n${setpointsCsv(problem.fleet, plan)}`;
  expect(text).not.toMatch(/(^|,)"?[=+@]/m);
  for (const name of [FORMULA, '+1+1', '@SUM(1)']) expect(text).toContain(`'${name}`);
});
