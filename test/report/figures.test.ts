import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/domain/plan.ts';
import { bindingLimits, jobFigures, siteFigures } from '../../src/report/index.ts';
import { handFleet } from '../support/hand-fleet.ts';
import { handPlan } from '../support/hand-plan.ts';
import { fixtureFleet, fixturePlan } from '../support/plan-fixture.ts';

describe('figures of a site', () => {
  // Slots of 30, 30, 60 and 60 minutes: import 121.4, 25, 1 and 0 kW; export 16.64 kW in the last.
  const north = siteFigures(handFleet, handPlan, 'north');

  test('energies count the hours of each slot', () => {
    expect(north.importedKwh).toBeCloseTo(121.4 / 2 + 25 / 2 + 1, 9);
    expect(north.exportedKwh).toBeCloseTo(16.64, 9);
    expect(north.renewableUsedKwh).toBeCloseTo(30 / 2 + 60 + 90, 9);
    expect(north.renewableCurtailedKwh).toBeCloseTo(10, 9);
    expect(north.baseLoadShedKwh).toBeCloseTo(4, 9);
  });

  test('the peak names its slot', () => {
    expect([north.peakImportKw, north.peakSlot]).toEqual([121.4, 0]);
  });

  test('cycles count what leaves the cells: 16 kWh / 0.8 of 100 kWh', () => {
    expect(north.batteries).toEqual([
      {
        id: 'store',
        chargedKwh: 30,
        dischargedKwh: 16,
        equivalentCycles: expect.closeTo(0.2, 9),
        lowestKwh: 46,
        highestKwh: 66,
        capacityKwh: 100,
      },
    ]);
  });

  test('the cost of a site is the sum of the lines that name it', () => {
    expect(siteFigures(fixtureFleet, fixturePlan, 'hohhot').cost).toBe(9000 + 30 + 1970);
  });
});

test('jobs: two run later than at full width from their earliest start, one is not finished', () => {
  const { count, shiftedCount, lateCount, unservedCount, doneUnitHours, workUnitHours } = jobFigures(
    fixtureFleet,
    fixturePlan,
  );
  expect({ count, shiftedCount, lateCount, unservedCount }).toEqual({
    count: 3,
    shiftedCount: 2,
    lateCount: 0,
    unservedCount: 1,
  });
  expect([doneUnitHours, workUnitHours]).toEqual([4000, 4100]);
});

describe('limits that bind', () => {
  test('one more unit all through is worth price x hours; prices of things are no limits', () => {
    expect(bindingLimits(fixturePlan)).toEqual([
      {
        name: 'poolCapacity',
        site: 'hohhot',
        component: 'h100',
        per: 'unit h',
        bindingSlotCount: 3,
        strongest: -0.2,
        strongestSlot: 4,
        worthOfOneMore: expect.closeTo(0.6, 12),
      },
    ]);
  });

  test('a price per kW is not multiplied by hours, and the dearest limit comes first', () => {
    const peak = {
      name: 'peak',
      site: 'hohhot',
      component: 'monthly 2026-06',
      per: 'kW',
      values: [null, -28, 0],
    } as const;
    const timeline = { ...fixturePlan.timeline, slotHours: new Array(24).fill(0.5) };
    const plan: Plan = { ...fixturePlan, timeline, shadowPrices: [...fixturePlan.shadowPrices, peak] };
    expect(bindingLimits(plan).map(({ name, worthOfOneMore }) => [name, worthOfOneMore])).toEqual([
      ['peak', 28],
      ['poolCapacity', expect.closeTo(0.3, 12)],
    ]);
  });
});
