import { afterAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { hourly, makeFleet, series } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

/** A solver that is stopped at once, so that the plan of the rules takes its place. */
const stopped = { limits: { iterationLimit: 1 }, status: ['fallback'] } as const;

const timeline = hourly(3);

/** Base load of 10, 30 and 30 kW of import at 100 g: 7 kg. The battery stands idle. */
const fleetWith = (targets: NonNullable<Parameters<typeof makeFleet>[0]['targets']>) =>
  makeFleet({
    timeline,
    targets,
    sites: [
      {
        grid: { carbonGramsPerKwh: { average: series(timeline, 100) }, importPricePerKwh: [0.3, 0.1, 0.2] },
        compute: { baseLoadKw: [10, 30, 30] },
        batteries: [{}],
      },
    ],
    jobs: [{ work: 0.001 }],
  });

describe('targets that the rules miss', () => {
  test('are named, and paid for: 3 kg beyond 4, 35 kWh short of a half, a step of 20 kW where 5 are allowed', async () => {
    const fleet = fleetWith({
      carbonBudget: { limitKg: 4, breachPricePerKg: 2 },
      renewableShare: { minimum: 0.5 as never, breachPricePerKwh: 0.1 },
      zoneRamps: [{ marketZone: 'zone', limitKwPerMinute: 1, transitionMinutes: 5, breachPricePerKw: 0.2 }],
    });
    const { plan } = await planned(solver, fleet, stopped);
    const broken = plan.brokenPromises.map(({ kind, site, from, amount, cost }) => {
      return { kind, site, from, amount: Number(amount.toFixed(2)), cost: Number(cost.toFixed(2)) };
    });
    const midnight = '2026-06-01T00:00:00Z';
    expect(broken).toEqual([
      { kind: 'carbonBudget', site: null, from: midnight, amount: 3, cost: 6 },
      { kind: 'renewableShare', site: null, from: midnight, amount: 35, cost: 3.5 },
      { kind: 'zoneRamp', site: null, from: '2026-06-01T01:00:00Z', amount: 15, cost: 3 },
    ]);
  });

  test('a carbon budget without a price is a limit: rules that exceed it give no orders', async () => {
    const limit = (limitKg: number) => fleetWith({ carbonBudget: { limitKg, breachPricePerKg: null } });
    const { plan } = await planned(solver, limit(6.9), stopped);
    expect(plan.baselines?.ruleBasedStorage.physicallySound).toBe(false);
    expect(plan.statusReason).toMatch(/no orders are given/);
    const kept = await planned(solver, limit(7.1), stopped);
    expect(kept.plan.baselines?.ruleBasedStorage.physicallySound).toBe(true);
    expect(kept.plan.setpoints.length).toBeGreaterThan(0);
  });
});
