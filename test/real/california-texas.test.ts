/** A real week planned by the commands that users have, from the files of the markets to the checked plan. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Plan } from '../../src/scheduling/index.ts';
import { makeWorkplace } from '../cli/command-support.ts';
import { missingRealData, realData, writeCaliforniaTexas } from './california-texas.ts';

const MINUTE = 60_000;

/** The plan's certificate is good to a millionth of its costs; savings are differences of two plans. */
const TOLERANCE = 2e-6;

/** Values of a published file by UTC hour, read by the shortest way there is: for comparison with the importer's. */
function publishedByHour(path: string, column: number): ReadonlyMap<number, number> {
  const [, ...lines] = gunzipSync(readFileSync(realData(path)))
    .toString('utf8')
    .trim()
    .split('\n');
  return new Map(
    lines.map((line) => {
      const cells = line.split(',');
      const stamp = cells[0].replace(' ', 'T');
      return [Date.parse(/[+-]\d\d:\d\d$/.test(stamp) ? stamp : `${stamp}Z`), Number(cells[column])];
    }),
  );
}

/** Sum over the slots of the mean import of a site times what the file says of the hour. */
function importTimes(plan: Plan, site: string, published: ReadonlyMap<number, number>): number {
  const found = plan.sites.find(({ id }) => id === site);
  const imports = found?.series.find(({ name }) => name === 'gridImport')?.values ?? [];
  expect(imports).toHaveLength(672);
  return Array.from(imports, (kw, slot) => {
    const start = Date.parse(plan.timeline.start) + slot * 15 * MINUTE;
    const value = published.get(Math.floor(start / (60 * MINUTE)) * 60 * MINUTE);
    return (kw / 4) * (value ?? Number.NaN);
  }).reduce((sum, value) => sum + value, 0);
}

const costOf = (plan: Plan, name: string, site: string): number =>
  plan.costLines
    .filter((line) => line.name === name && line.site === site)
    .reduce((sum, { amount }) => sum + amount, 0);

describe('a week of June 2022 in California and Texas', () => {
  beforeEach((context) => context.skip(missingRealData !== null, missingRealData ?? ''));

  test('is planned to the optimum, proven and sound, and saves', { timeout: 8 * MINUTE }, async () => {
    const workplace = makeWorkplace(onTestFinished);
    await writeCaliforniaTexas(workplace.folder);
    const planned = await workplace.run('plan', 'scenario.yaml', '--out', 'out');
    expect([planned.code, planned.stderr]).toEqual([0, '']);
    const plan: Plan = JSON.parse(readFileSync(join(workplace.folder, 'out', 'plan.json'), 'utf8'));

    expect(plan.status).toBe('optimal');
    expect(plan.certifiedGap).toBeLessThanOrEqual(1e-6);
    expect(plan.brokenPromises).toEqual([]);
    // 11,493,272 processor-seconds of the trace, 200 units each.
    const work = plan.jobs.reduce((sum, { workUnitHours }) => sum + workUnitHours, 0);
    expect([plan.jobs.length, Math.round(work)]).toEqual([1000, Math.round((11_493_272 * 200) / 3600)]);

    const { jobsAlone, storageAlone, againstFirstComeFirstServed: both } = plan.savings ?? {};
    if (jobsAlone == null || storageAlone == null || both == null) throw new Error('the savings are not split');
    const tolerance = TOLERANCE * plan.costLines.reduce((sum, { amount }) => sum + Math.abs(amount), 0);
    expect(Math.min(jobsAlone, storageAlone)).toBeGreaterThan(0);
    expect(both).toBeGreaterThanOrEqual(Math.max(jobsAlone, storageAlone) - tolerance);
    expect(both).toBeLessThanOrEqual(jobsAlone + storageAlone + tolerance);

    // The bill, worked out from the published files and the plan's import alone.
    const markets = { california: 'US-CAL-CISO_2022.csv.gz', texas: 'US-TEX-ERCO_2022.csv.gz' };
    for (const [site, file] of Object.entries(markets)) {
      const perMwh = importTimes(plan, site, publishedByHour(`price/${file}`, 1));
      expect(costOf(plan, 'energyBought', site)).toBeCloseTo(perMwh / 1000, 3);
      const grams = importTimes(plan, site, publishedByHour(`carbon/${file}`, 5));
      // 50 USD per tonne.
      expect(costOf(plan, 'carbon', site)).toBeCloseTo((grams / 1e6) * 50, 3);
    }

    const checked = await workplace.run('check', 'scenario.yaml', 'out/plan.json');
    expect([checked.code, checked.stderr]).toEqual([0, '']);
    expect(checked.stdout).toMatch(/^out\/plan\.json is sound: [\d,]+ checks, none failed\n$/);
  });
});
