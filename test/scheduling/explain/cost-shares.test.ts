import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../../solver/index.ts';
import { explainJob, type JobExplanation } from '../../../src/scheduling/explain/index.ts';
import { at, hourly, type JobInput, makeFleet, type SiteInput } from '../../support/fleets.ts';
import { planned } from '../../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

async function explain(
  job: JobInput,
  sites: readonly SiteInput[],
  terms: Partial<Parameters<typeof makeFleet>[0]> = {},
): Promise<JobExplanation> {
  const fleet = makeFleet({ timeline: hourly(4), sites, jobs: [job], ...terms });
  const { problem, plan } = await planned(solver, fleet, { twice: false });
  const explanation = explainJob(problem, plan, 'job');
  if (explanation === null) throw new Error('no explanation');
  return explanation;
}

/** Amount by kind; the shares must add up to the total. */
function amounts({ costShares }: JobExplanation): Record<string, number> {
  if (costShares === null) throw new Error('no shares');
  const sum = costShares.shares.reduce((total, { amount }) => total + amount, 0);
  expect(sum).toBeCloseTo(costShares.total, 8);
  return {
    ...Object.fromEntries(costShares.shares.map(({ kind, amount }) => [kind, amount])),
    total: costShares.total,
  };
}

const closeTo = (value: number) => expect.closeTo(value, 7);

describe('what a unit-hour costs, by what it is for', () => {
  test('an import limit of 1.5 kW: hours at 0.1 and 0.5, and 0.4 for each kWh in the full one', async () => {
    const site: SiteInput = { grid: { importPricePerKwh: [0.1, 0.5, 0.6, 0.7], importLimitKw: 1.5 } };
    // 1.5 unit-hours at 0.1 + 0.4 and 0.5 at 0.5.
    expect(amounts(await explain({ work: 2, maximumUnits: 2 }, [site]))).toEqual({
      tariff: closeTo(0.2),
      importLimit: closeTo(0.3),
      total: closeTo(0.5),
    });
  });

  test('a pause over the dear hour: one unit resumes, 0.5 over two unit-hours', async () => {
    const site: SiteInput = { grid: { importPricePerKwh: [0.1, 9, 0.1, 9] } };
    const job: JobInput = { shape: 'preemptible', restartPricePerUnit: 0.5, work: 2, maximumUnits: 1 };
    expect(amounts(await explain(job, [site]))).toEqual({
      tariff: closeTo(0.1),
      restarts: closeTo(0.25),
      total: closeTo(0.35),
    });
  });

  test('a job in one piece that is an hour late: its energy, and 6 an hour over two unit-hours', async () => {
    const site: SiteInput = { grid: { importPricePerKwh: [9, 9, 0.1, 0.1] } };
    const deadlinePolicy = { kind: 'priced', pricePerHourLate: 6 } as const;
    const job: JobInput = { shape: 'contiguous', work: 2, maximumUnits: 2, deadline: at(2), deadlinePolicy };
    expect(amounts(await explain(job, [site]))).toEqual({
      tariff: closeTo(0.1),
      lateness: closeTo(3),
      total: closeTo(3.1),
    });
  });

  test('nothing runs, nothing is shared out', async () => {
    const job: JobInput = { work: 2, maximumUnits: 2, unservedPricePerUnitHour: 0.05 };
    expect((await explain(job, [{ grid: { importPricePerKwh: 0.1 } }])).costShares).toBeNull();
  });
});

describe('a slot that lies partly in the window', () => {
  test('12 units for 20 minutes are a mean of 4: one more would spare an hour at 0.5', async () => {
    const pool = { unitsAvailable: 12 };
    const site: SiteInput = { grid: { importPricePerKwh: [0.1, 0.5, 0.6, 0.7] }, compute: { pools: [pool] } };
    const explanation = await explain({ work: 5, maximumUnits: 20, earliestStart: at(2 / 3) }, [site]);
    expect(explanation.binding).toContainEqual({
      kind: 'partSlot',
      site: expect.any(String),
      slot: 0,
      savingPerUnitHour: closeTo(0.4),
    });
  });

  test('a slot in which there is room binds nothing', async () => {
    const site: SiteInput = { grid: { importPricePerKwh: [0.1, 0.5, 0.6, 0.7] } };
    const explanation = await explain({ work: 1, maximumUnits: 20, earliestStart: at(2 / 3) }, [site]);
    expect(explanation.binding.filter(({ kind }) => kind === 'partSlot')).toEqual([]);
  });
});

describe('sites that may not run a job', () => {
  test('each says the first reason that holds', async () => {
    const site = (id: string, terms: SiteInput = {}): SiteInput => ({ id, jurisdictions: ['EU'], ...terms });
    const link = (from: string, to: string, latencyMilliseconds: number) => ({ from, to, latencyMilliseconds });
    const sites = [
      site('home'),
      site('empty', { compute: { pools: [{ id: 'other' }] } }),
      site('abroad', { jurisdictions: ['US'] }),
      site('far'),
      site('unlinked'),
      site('left-out'),
    ];
    const job: JobInput = {
      work: 1,
      sites: ['home'],
      residency: ['EU'],
      latency: { homeSite: 'home', maximumMilliseconds: 20 },
      data: { site: 'store', gigabytesPerUnitHour: 1 },
    };
    const links = [
      link('home', 'far', 50),
      link('home', 'unlinked', 5),
      link('home', 'left-out', 5),
      link('store', 'left-out', 5),
      link('store', 'home', 5),
    ];
    const { closedSites } = await explain(job, [...sites, site('store')], { links });
    expect(closedSites).toEqual([
      { site: 'abroad', reason: 'residency' },
      { site: 'empty', reason: 'pool' },
      { site: 'far', reason: 'latency' },
      { site: 'left-out', reason: 'sites' },
      { site: 'store', reason: 'latency' },
      { site: 'unlinked', reason: 'link' },
    ]);
  });
});
