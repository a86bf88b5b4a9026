import { describe, expect, onTestFinished, test } from 'vitest';
import { makeWorkplace, type Workplace, withMember } from './command-support.ts';

/**
 * Berlin and Paris over four hours; a unit draws 1 kW and idles at nothing. `once` runs on 4 units for an hour and a
 * half, its data lie in Berlin; `wide` may run anywhere, 4 GB move for each of its unit-hours in Paris.
 */
const scenario = {
  wattshift: 1,
  name: 'two places',
  timeline: { start: '2026-06-01T00:00+02:00', end: '2026-06-01T04:00+02:00', slotMinutes: 60 },
  currency: 'EUR',
  sites: [
    {
      id: 'berlin',
      timeZone: 'Europe/Berlin',
      jurisdictions: ['EU'],
      grid: { marketZone: 'de', importLimitKw: 200, importPrice: [0.1, 0.2, 0.3, 0.4] },
      compute: { pools: [{ id: 'gpu', unitCount: 10, busyKwPerUnit: 1 }] },
    },
    {
      id: 'paris',
      timeZone: 'Europe/Paris',
      jurisdictions: ['EU'],
      grid: { marketZone: 'fr', importLimitKw: 200, importPrice: [0.9, 0.9, 0.04, 0.9] },
      compute: { pools: [{ id: 'gpu', unitCount: 10, busyKwPerUnit: 1 }] },
    },
  ],
  // 8 GB an hour.
  links: [{ from: 'berlin', to: 'paris', gigabitsPerSecond: 64 / 3600, latencyMs: 5, pricePerGigabyte: 0.01 }],
  jobs: [
    {
      id: 'once',
      pool: 'gpu',
      shape: 'contiguous',
      units: 4,
      hours: 1.5,
      deadline: '2026-06-01T04:00+02:00',
      dataSite: 'berlin',
      dataGigabytes: 6,
      residency: ['EU'],
      homeSite: 'berlin',
      maximumLatencyMs: 20,
    },
    {
      id: 'wide',
      pool: 'gpu',
      units: 10,
      hours: 1,
      deadline: '2026-06-01T04:00+02:00',
      dataSite: 'berlin',
      dataGigabytes: 40,
    },
  ],
};

async function planned(of: unknown = scenario): Promise<Workplace> {
  const place = makeWorkplace(onTestFinished);
  place.write('a.json', of);
  const { stdout } = await place.run('plan', 'a.json', '--json');
  place.write('plan.json', stdout);
  return place;
}

async function explained(of: unknown, ...options: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await (await planned(of)).run('explain', 'a.json', 'plan.json', ...options);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  return stdout;
}

/** Line breaks of the terminal taken away. */
const flat = (text: string) => text.replace(/\s+/g, ' ');

/** Without `wide`, which would compete with it. */
const alone = withMember(scenario, ['jobs'], [scenario.jobs[0]]);

describe('explain a job that runs once', () => {
  test('what ties it to places, when it runs, what that costs, and what each other start would cost', async () => {
    const text = await explained(alone, '--job', 'once');
    expect(flat(text)).toContain(
      'in one run of 4.000 units, from 2026-06-01 00:00 +02:00 to 2026-06-01 04:00 +02:00 (hard deadline), at berlin or paris. ' +
        'Its sites hold EU. They are within 20.0 ms of berlin. ' +
        'Its data lie at berlin: 1.000 GB move for each unit-hour that is done elsewhere. 6.000 unit-hours are done. ' +
        'Starts at berlin (busy) on 2026-06-01 00:00 +02:00 and is done on 2026-06-01 01:30 +02:00. ' +
        "By the plan's prices that costs 0.8000 EUR, 0.1333 per unit-hour.",
    );
    // In Paris from 2:00 on: 4 x 0.04 + 2 x 0.9, and 6 GB at 0.01.
    expect(text).toMatch(/^ {2}start +where +energy +pool +data +sum +more$/m);
    expect(text).toMatch(/^ {2}06-01 00:00 +berlin busy +0\.8000 +0 +0 +0\.8000 +taken$/m);
    expect(text).toMatch(/^ {2}06-01 01:00 +berlin busy +1\.400 +0 +0 +1\.400 +\+0\.6000$/m);
    expect(text).toMatch(/^ {2}06-01 02:00 +paris busy +1\.960 +0 +0\.06000 +2\.020 +\+1\.220$/m);
    expect(text).toContain('Nothing binds it: no place is cheaper than those it has.');
    expect(text).not.toContain('lacks');
    expect(flat(text)).not.toContain('held where they are');
  });

  test('that is left for later or not done says so, and what running would cost', async () => {
    const job = { ...scenario.jobs[0], deadline: '2026-06-01T08:00+02:00', leftoverPricePerUnitHour: 0.01 };
    const later = await explained(withMember(scenario, ['jobs'], [job]), '--job', 'once');
    expect(flat(later)).toContain('It is left for after the horizon.');
    expect(later).toMatch(/^ {2}later +0 +0 +0 +0\.06000 +0\.06000 +taken$/m);
    expect(later).toMatch(/^ {2}06-01 00:00 +berlin busy +0\.8000 +0 +0 +0 +0\.8000 +\+0\.7400$/m);
    const cheap = { ...scenario.jobs[0], unservedPricePerUnitHour: 0.05 };
    const never = await explained(withMember(scenario, ['jobs'], [cheap]), '--job', 'once');
    expect(flat(never)).toContain('6.000 are never done. It does not run.');
    expect(never).toMatch(/^ {2}never +0 +0 +0 +0\.3000 +0\.3000 +taken$/m);
  });

  test('late, left over and moved at once: too wide for the terminal, so the sums alone', async () => {
    const job = {
      ...scenario.jobs[0],
      deadline: '2026-06-01T01:00+02:00',
      deadlinePolicy: 'priced',
      pricePerHourLate: 1000,
      leftoverPricePerUnitHour: 1000,
    };
    const text = await explained(withMember(scenario, ['jobs'], [job]), '--job', 'once');
    expect(text).toContain('Its starts, cheapest first (EUR for the whole job):');
    expect(text).toMatch(/^ {2}06-01 00:00 +berlin busy +500\.80 +taken$/m);
  });

  test('starts that lack units, beside another job that holds them', async () => {
    const sites = scenario.sites.slice(0, 1).map((site) => ({
      ...site,
      compute: { pools: [{ id: 'gpu', unitCount: 6, busyKwPerUnit: 1 }] },
    }));
    const {
      residency: _,
      homeSite: _home,
      maximumLatencyMs: _ms,
      dataSite: _data,
      dataGigabytes: _gb,
      ...job
    } = scenario.jobs[0];
    const jobs = [job, { ...job, id: 'twin', deadline: '2026-06-01T01:30+02:00' }];
    const text = await explained({ ...scenario, sites, links: [], jobs }, '--job', 'once');
    expect(text).toMatch(/^ {2}start +where +energy +pool +sum +more +lacks$/m);
    expect(text).toMatch(/^ {2}06-01 00:00 +berlin busy .* units$/m);
    expect(text).toContain('What a start lacks is taken by other work of this plan.');
    expect(flat(text)).toContain(
      'All prices are those of the plan with the starts of its contiguous jobs held where they are.',
    );
  });
});

describe('explain data that move', () => {
  const wideAlone = withMember(scenario, ['jobs'], [scenario.jobs[1]]);

  test('a job: what its data cost by the unit-hour, and the link that binds it', async () => {
    // Paris at 2:00 costs 0.04 and 4 GB at 0.01, which is less than 0.1; the link carries data for 2 units.
    const text = await explained(wideAlone, '--job', 'wide');
    // 0.04 + 4 GB x (0.01 + 0.005): with the price of the full link it costs what Berlin costs.
    expect(flat(text)).toContain('10.0 unit-hours are done. 8.000 GB move for it.');
    expect(text).toMatch(/^ {2}when +where +units +energy +pool +data +late +sum$/m);
    expect(text).toMatch(/^ {2}06-01 02:00 to 03:00 +paris busy +2\.000 +0\.04000 +0 +0\.06000 +0 +0\.1000$/m);
    expect(flat(text)).toContain(
      'link: the link from berlin to paris is full at 2026-06-01 02:00 +02:00; more of it would save 0.005000 EUR per GB there, and up to 0.02000 EUR per unit-hour.',
    );
  });

  test('a slot: what the link brings, and what more of it would save', async () => {
    const text = await explained(wideAlone, '--slot', '2');
    expect(flat(text)).toContain('Link from berlin brings 8.000 of 8.000 GB/h; a GB more would save 0.005000 EUR.');
    const before = await explained(wideAlone, '--slot', '1');
    expect(flat(before)).toContain('Link from berlin brings 0 of 8.000 GB/h.');
  });

  test('starts are held only where there are some', async () => {
    const place = await planned(wideAlone);
    const plan = JSON.parse((await place.run('plan', 'a.json', '--json')).stdout);
    const branched = { ...plan, certificate: { ...plan.certificate, method: 'branching' } };
    place.write('plan.json', branched);
    const { code, stdout } = await place.run('explain', 'a.json', 'plan.json');
    expect([code, flat(stdout).includes('held where they are')]).toEqual([0, false]);
  });

  test('a slot in which units are held', async () => {
    const text = await explained(alone, '--slot', '1');
    expect(flat(text)).toContain('Pool gpu: 2.000 of 10.0 units busy, 2.000 held for jobs that run once.');
    expect(flat(text)).toContain('Pool gpu: 0 of 10.0 units busy. Link');
  });

  test('the whole plan: what moving costs, and the link among the limits', async () => {
    const text = await explained(wideAlone);
    expect(text).toMatch(/^ {2}Data moved between sites, berlin to paris +0\.08 EUR$/m);
    // 8 GB/h for an hour at 0.005.
    expect(text).toMatch(/^ {2}Link from berlin, paris \(GB\) +1 +0\.005000 +06-01 02:00 +0\.01 EUR$/m);
  });
});

test('plan: jobs in one piece, data that move, and the course of what a site receives', async () => {
  const place = makeWorkplace(onTestFinished);
  place.write('a.json', scenario);
  const { code, stdout } = await place.run('plan', 'a.json');
  expect(code).toBe(0);
  expect(flat(stdout)).toContain('0 not finished. 1 job must run in one piece. 8.000 GB move between sites for 1 job.');
  // Berlin receives nothing and has no such line.
  expect(stdout.match(/^ {2}data in GB\/h.*$/gm)).toEqual([expect.stringMatching(/ 0 to 8\.000$/)]);
});
