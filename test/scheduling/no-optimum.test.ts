import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool, type SolverPool } from '../../solver/index.ts';
import { makeProblem, planDispatch } from '../../src/scheduling/index.ts';
import { hourly, makeFleet, type SiteInput, unitsOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';
import { makePlant, type PlantInput } from '../support/plants.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const infeasible = async (site: SiteInput, slots = 3) =>
  (
    await planned(solver, makeFleet({ timeline: hourly(slots), sites: [site], jobs: [{ work: 5 }] }), {
      status: ['infeasible'],
    })
  ).plan;

describe('what physics cannot hold', () => {
  test('an import limit below base load: site, time and missing kW are named', async () => {
    const plan = await infeasible({ grid: { importLimitKw: [100, 70, 60] }, compute: { baseLoadKw: 90 } });
    expect(plan.conflicts).toEqual([
      {
        site: 'north',
        bus: 'electricity',
        from: '2026-06-01T01:00:00Z',
        to: '2026-06-01T03:00:00Z',
        shortfallKw: expect.closeTo(30, 6),
        message: expect.stringMatching(/north lacks 30\.0 kW.*01:00.*03:00/),
      },
    ]);
    expect(plan.statusReason).toBe(plan.conflicts[0].message);
    expect(plan.setpoints).toEqual([]);
    expect(plan.jobs).toEqual([]);
  });

  test('overhead counts: 95 kW of import do not carry 90 kW with a tenth of losses', async () => {
    const plan = await infeasible({
      grid: { importLimitKw: [200, 95, 200] },
      compute: { baseLoadKw: 90, overheadFraction: 0.1 },
    });
    expect(plan.conflicts).toEqual([
      expect.objectContaining({
        bus: 'electricity',
        from: '2026-06-01T01:00:00Z',
        to: '2026-06-01T02:00:00Z',
        shortfallKw: expect.closeTo(4, 6),
      }),
    ]);
  });

  test('idle machines alone may be too much', async () => {
    const plan = await infeasible({ grid: { importLimitKw: 4 }, compute: { pools: [{ idleKwPerUnit: 0.5 }] } });
    expect(plan.conflicts[0].shortfallKw).toBeCloseTo(1, 6);
  });

  test('a store bridges what it can; the rest is the conflict: 20 kW x 3 h - 25 kWh', async () => {
    const plan = await infeasible({
      grid: { importLimitKw: 70 },
      compute: { baseLoadKw: 90 },
      batteries: [{ initialEnergyKwh: 25 }],
    });
    const largest = plan.conflicts.reduce((most, { shortfallKw }) => Math.max(most, shortfallKw), 0);
    expect(plan.conflicts.every(({ bus, shortfallKw }) => bus === 'electricity' && shortfallKw > 0)).toBe(true);
    expect(largest).toBeLessThanOrEqual(20 + 1e-6);
    expect(largest).toBeGreaterThanOrEqual(35 / 3 - 1e-6);
  });

  test('a store that must fall through its minimum is named: 80 kWh lose a tenth an hour, 75 must stay', async () => {
    // After the first hour 72.4 are left: 2.6 kWh within the hour are missing.
    const plan = await infeasible(
      {
        batteries: [
          {
            initialEnergyKwh: 80,
            minimumEnergyKwh: 75,
            selfDischargePerHour: 0.1,
            chargeLimitKw: 0,
            dischargeLimitKw: 0,
          },
        ],
      },
      1,
    );
    expect(plan.conflicts).toEqual([
      expect.objectContaining({
        site: 'north',
        bus: 'store',
        shortfallKw: expect.closeTo(75 - 80 * Math.exp(-0.1), 6),
      }),
    ]);
    expect(plan.statusReason).toMatch(/store.*smallest and largest levels/);
  });

  test('a store that cannot come down to its largest end level is named: 70 kWh too many', async () => {
    const plan = await infeasible(
      { batteries: [{ initialEnergyKwh: 80, endEnergyMaximumKwh: 10, dischargeLimitKw: 0 }] },
      1,
    );
    expect(plan.conflicts).toEqual([
      expect.objectContaining({ site: 'north', bus: 'store', shortfallKw: expect.closeTo(-70, 6) }),
    ]);
  });

  const cooled = (plant: PlantInput, compute: SiteInput['compute'] = { baseLoadKw: 90 }) =>
    infeasible({ compute, plant: makePlant(hourly(3), plant) });

  test('a loop that its chillers cannot cool is named, and where to look: 90 kW of heat, 70 and 60 of cold', async () => {
    const plan = await cooled({ loops: [{}], chillers: [{ coolingLimitKw: [100, 70, 60] }], heatRejection: [{}] });
    expect(plan.conflicts).toEqual([
      {
        site: 'north',
        bus: 'loop room',
        from: '2026-06-01T01:00:00Z',
        to: '2026-06-01T03:00:00Z',
        shortfallKw: expect.closeTo(-30, 6),
        message:
          'site north cannot get rid of 30.0 kW (loop room) between 2026-06-01T01:00:00Z and 2026-06-01T03:00:00Z, even ' +
          'with every promise broken: compare its chillers, free coolers and cold stores with the heat of its machines',
      },
    ]);
  });

  test('towers that are too small are named as the condenser water: 90 x 1.25 kW, 100 can go', async () => {
    const plan = await cooled({ loops: [{}], chillers: [{}], heatRejection: [{ heatLimitKw: 100 }] });
    const [{ bus, shortfallKw, message }] = plan.conflicts;
    expect([bus, shortfallKw]).toEqual(['condenser water', expect.closeTo(-12.5, 6)]);
    expect(message).toMatch(/towers and dry coolers/);
  });

  test('heat that must be taken and that nobody wants is named by its network', async () => {
    const plan = await cooled(
      { heatNetworks: [{ demandKw: 10, spillLimitKw: 5 }], heatContracts: [{ minimumKw: 40 }] },
      {},
    );
    const [{ bus, shortfallKw, message }] = plan.conflicts;
    expect([bus, shortfallKw]).toEqual(['heat network town', expect.closeTo(-25, 6)]);
    expect(message).toMatch(/must be taken/);
  });

  test('load that a battery cannot stand behind is named with its reserve: 30 kWh for half an hour of 80 kW', async () => {
    const battery = { energyCapacityKwh: 30, initialEnergyKwh: 30, endEnergyKwh: 0, endEnergyMaximumKwh: 30 };
    const plan = await infeasible({
      compute: { baseLoadKw: 80 },
      batteries: [{ ...battery, id: 'ups', reserve: { hours: 0.5, loadFraction: 1 } }],
    });
    expect(plan.conflicts).toEqual([expect.objectContaining({ bus: 'it', shortfallKw: expect.closeTo(20, 6) })]);
    expect(plan.statusReason).toMatch(/what ups can hold with the reserve to be kept of it$/);
  });

  test('cooling that import cannot carry is a lack of power: 80 kW and 20 at the chiller, 90 of import', async () => {
    const plan = await infeasible({
      grid: { importLimitKw: 90 },
      compute: { baseLoadKw: 80 },
      plant: makePlant(hourly(3), { loops: [{}], chillers: [{}], heatRejection: [{}] }),
    });
    expect(plan.conflicts).toEqual([
      expect.objectContaining({ bus: 'electricity', shortfallKw: expect.closeTo(10, 6) }),
    ]);
  });

  test('where everything may be broken nothing is infeasible: shed, late, over contract and short', async () => {
    const fleet = makeFleet({
      timeline: hourly(2),
      sites: [
        {
          grid: { importLimitKw: 50 },
          compute: { baseLoadKw: 90, baseLoadShedPricePerKwh: 3 },
          batteries: [{ endEnergyKwh: 100, chargeLimitKw: 20 }],
        },
      ],
      jobs: [{ work: 10, unservedPricePerUnitHour: 2 }],
    });
    const { plan } = await planned(solver, fleet);
    expect(plan.status).toBe('optimal');
    expect(new Set(plan.brokenPromises.map(({ kind }) => kind))).toEqual(
      new Set(['baseLoadServed', 'deadlineKept', 'endEnergy']),
    );
  });
});

describe('a solver that is stopped', () => {
  const fleet = makeFleet({
    timeline: hourly(6),
    sites: [
      {
        grid: { importPricePerKwh: [0.3, 0.1, 0.2, 0.4, 0.1, 0.2], importLimitKw: 26 },
        compute: { baseLoadKw: 20 },
        batteries: [{ initialEnergyKwh: 10, endEnergyKwh: 10, chargeLimitKw: 5, dischargeLimitKw: 5 }],
      },
    ],
    jobs: [
      { id: 'a', work: 12 },
      { id: 'b', work: 8 },
    ],
  });
  const stopped = { limits: { iterationLimit: 1 }, status: ['fallback'] } as const;

  test('the plan of the rules takes its place, verified, with the reason', async () => {
    const { plan } = await planned(solver, fleet, stopped);
    expect(plan.statusReason).toMatch(/iteration limit.*rules/);
    // 6 kW of supply for jobs: a runs hours 0 and 1, b in hours 2 and 3.
    expect(unitsOf(plan, 'a')).toEqual([6, 6, 0, 0, 0, 0]);
    expect(unitsOf(plan, 'b')).toEqual([0, 0, 6, 2, 0, 0]);
    expect(plan.objective).toBe(plan.baselines?.ruleBasedStorage.objective);
    expect(plan.shadowPrices).toEqual([]);
    expect(plan.savings).toBeNull();
  });

  test('rules that break a physical limit do not take its place: no orders rather than wrong ones', async () => {
    // 20 kW of base load behind 15 kW of import in the first hour: only the store can bridge it, and the rules
    // keep it for its promised end.
    const narrow = makeFleet({
      timeline: hourly(2),
      sites: [
        {
          grid: { importLimitKw: [15, 40] },
          compute: { baseLoadKw: 20 },
          batteries: [{ initialEnergyKwh: 20, endEnergyKwh: 20 }],
        },
      ],
      jobs: [{ work: 10 }],
    });
    const solved = await planned(solver, narrow);
    expect(solved.plan.status).toBe('optimal');
    const { plan } = await planned(solver, narrow, stopped);
    expect(plan.baselines?.ruleBasedStorage.physicallySound).toBe(false);
    expect(plan.statusReason).toMatch(/iteration limit.*no orders are given/);
    expect([plan.setpoints, plan.jobs, plan.quotaCurves, plan.conflicts]).toEqual([[], [], [], []]);
  });

  test('without limits the same fleet costs no more', async () => {
    const fallback = await planned(solver, fleet, stopped);
    const solved = await planned(solver, fleet);
    expect(solved.plan.objective).toBeLessThan(fallback.plan.objective);
  });

  test('an interrupted plan says so', async () => {
    const abort = new AbortController();
    abort.abort();
    const { plan } = await planned(solver, fleet, { signal: abort.signal, status: ['fallback'] });
    expect(plan.statusReason).toMatch(/interrupted/);
  });

  test('limits and interrupts reach every solve, those that break ties and split savings too', async () => {
    const asked: unknown[] = [];
    const watched: SolverPool = {
      ...solver,
      solve(model, limits, signal) {
        asked.push([limits?.timeLimitSeconds, signal]);
        return solver.solve(model, limits, signal);
      },
    };
    const { signal } = new AbortController();
    await planDispatch(makeProblem(fleet), { solver: watched, limits: { timeLimitSeconds: 600 }, signal });
    // The plan, jobs alone and stores alone, and at least one choice among equals at these flat prices.
    expect(asked.length).toBeGreaterThan(3);
    expect(asked).toEqual(asked.map(() => [600, signal]));
  });
});
