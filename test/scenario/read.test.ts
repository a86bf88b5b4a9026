import { describe, expect, it } from 'vitest';
import { fleetOf, smallScenario } from './small-scenario.ts';

describe('readScenario', () => {
  it('turns a scenario into a fleet, with the stated defaults', () => {
    const fleet = fleetOf(smallScenario());
    const [site] = fleet.sites;
    expect(fleet.timeline.slotCount).toBe(4);
    expect(fleet.timeline.edges[0]).toBe(Date.parse('2026-05-31T16:00Z'));
    expect(fleet.objective).toEqual({
      minimise: 'cost',
      carbonPricePerTonne: 0,
      carbonSignal: 'average',
      creditExports: false,
      priceIncludesCarbon: false,
    });
    expect([...site.grid.importPricePerKwh]).toEqual([0.2, 0.3, 0.4, 0.5]);
    expect([...site.grid.exportLimitKw, ...site.grid.exportPricePerKwh]).toEqual(Array(8).fill(0));
    expect([...(site.grid.carbonGramsPerKwh.average ?? [])]).toEqual(Array(4).fill(600));
    expect(site.grid.carbonGramsPerKwh.marginal).toBeUndefined();
    expect(site.grid).toMatchObject({ demandCharges: [], contractedLimits: [], ramp: null });
    expect(site.compute).toMatchObject({ overheadFraction: 0, baseLoadShedPricePerKwh: null });
    expect(site.compute.pools).toEqual([
      {
        id: 'gpu',
        unitsAvailable: Float64Array.of(80, 80, 80, 80),
        idleKwPerUnit: 0.1,
        operatingPoints: [{ id: 'busy', kwPerUnit: 0.7, speed: 1 }],
      },
    ]);
    expect(site.batteries[0]).toMatchObject({
      endEnergyKwh: 100,
      endEnergyMaximumKwh: 200,
      selfDischargePerHour: 0,
      wearPricePerKwh: 0,
      endValue: [],
    });
    expect(site.renewables).toEqual([{ id: 'roof', kind: 'pv', availableKw: Float64Array.of(0, 1, 2, 3) }]);
    expect(fleet.jobs[0]).toMatchObject({
      shape: 'preemptible',
      work: 80,
      maximumUnits: 40,
      earliestStart: Date.parse('2026-05-31T16:00Z'),
      deadline: Date.parse('2026-05-31T19:00Z'),
      deadlinePolicy: { kind: 'hard' },
      sites: ['hohhot'],
      restartPricePerUnit: 0,
      gang: null,
    });
  });

  it('does not touch the object it reads', () => {
    const scenario = smallScenario();
    const before = structuredClone(scenario);
    fleetOf(scenario);
    expect(scenario).toEqual(before);
  });

  it('makes slots of different lengths from segments', () => {
    const fleet = fleetOf(
      smallScenario((scenario) => {
        scenario.timeline = {
          start: '2026-06-01T00:00+08:00',
          segments: [
            { until: '2026-06-01T00:30+08:00', slotMinutes: 15 },
            { until: '2026-06-01T02:30+08:00', slotMinutes: 60 },
          ],
        };
        scenario.jobs = [];
      }),
    );
    expect([...fleet.timeline.hours]).toEqual([0.25, 0.25, 1, 1]);
  });

  it('reads each carbon signal by its name', () => {
    const fleet = fleetOf(
      smallScenario((scenario) => {
        scenario.objective = { carbonPricePerTonne: 50, carbonSignal: 'marginal' };
        scenario.sites[0].grid.carbon = { marginal: [-5, 0, 5, 10], market: 300 };
      }),
    );
    const { average, marginal, market } = fleet.sites[0].grid.carbonGramsPerKwh;
    expect([average, [...(marginal ?? [])], [...(market ?? [])]]).toEqual([
      undefined,
      [-5, 0, 5, 10],
      [300, 300, 300, 300],
    ]);
  });

  it('turns every price of a site into the currency of the scenario, and says so', () => {
    const fleet = fleetOf(
      smallScenario((scenario) => {
        scenario.exchangeRates = { EUR: 8 };
        const [site] = scenario.sites;
        site.currency = 'EUR';
        site.grid = {
          ...site.grid,
          exportPrice: { tariff: [{ from: '00:00', to: '24:00', pricePerKwh: 0.5 }] },
          demandCharge: { pricePerKwMonth: 10 },
          contractedLimits: [{ id: 'contract', direction: 'import', limitKw: 500, breachPricePerKwh: 2 }],
          ramp: { limitKwPerMinute: 5, breachPricePerKw: 3 },
        };
        site.compute.baseLoadShedPricePerKwh = 4;
        Object.assign(site.batteries[0], {
          wearPricePerKwh: 0.25,
          endShortfallPricePerKwh: 1.5,
          endValue: [{ energyKwh: 10, pricePerKwh: 0.125 }],
        });
      }),
    );
    const { grid, compute, batteries } = fleet.sites[0];
    expect([...grid.importPricePerKwh]).toEqual([0.2 * 8, 0.3 * 8, 0.4 * 8, 0.5 * 8]);
    expect([...grid.exportPricePerKwh]).toEqual([4, 4, 4, 4]);
    expect(grid.demandCharges[0].pricePerKw).toBe(80);
    expect(grid.contractedLimits[0].breachPricePerKwh).toBe(16);
    expect(grid.ramp).toEqual({
      limitKwPerMinute: 5,
      transitionMinutes: 5,
      measuredNetImportKw: null,
      breachPricePerKw: 24,
    });
    expect(compute.baseLoadShedPricePerKwh).toBe(32);
    expect(batteries[0]).toMatchObject({
      wearPricePerKwh: 2,
      endShortfallPricePerKwh: 12,
      endValue: [{ energyKwh: 10, pricePerKwh: 1 }],
    });
    expect(fleet.dataQuality).toContainEqual({
      subject: 'sites/hohhot/currency',
      kind: 'converted',
      slots: [],
      message: 'prices in EUR converted at 8 CNY',
    });
  });

  it('keeps operating points, a series of available units and the terms of jobs', () => {
    const fleet = fleetOf(
      smallScenario((scenario) => {
        scenario.sites[0].compute.pools = [
          {
            id: 'gpu',
            unitCount: 80,
            unitsAvailable: [80, 40, 0, 80],
            idleKwPerUnit: 0.1,
            operatingPoints: [
              { id: 'capped', kwPerUnit: 0.5, speed: 0.8 },
              { id: 'full', kwPerUnit: 0.7, speed: 1 },
            ],
          },
        ];
        scenario.jobs = [
          {
            id: 'batch',
            pool: 'gpu',
            units: 10,
            hours: 3,
            shape: 'divisible',
            earliestStart: '2026-06-01T01:00+08:00',
            deadline: '2026-06-01T02:00+08:00',
            sites: ['hohhot'],
            deadlinePolicy: 'priced',
            pricePerHourLate: 7,
            unservedPricePerUnitHour: 9,
            leftoverPricePerUnitHour: 0,
          },
          { ...scenario.jobs[0], deadlinePolicy: 'bestEffort', restartPricePerUnit: 0.5 },
        ];
      }),
    );
    expect([...fleet.sites[0].compute.pools[0].unitsAvailable]).toEqual([80, 40, 0, 80]);
    expect(fleet.sites[0].compute.pools[0].operatingPoints.map(({ id }) => id)).toEqual(['capped', 'full']);
    expect(fleet.jobs[0]).toMatchObject({
      shape: 'divisible',
      earliestStart: Date.parse('2026-05-31T17:00Z'),
      deadlinePolicy: { kind: 'priced', pricePerHourLate: 7 },
      unservedPricePerUnitHour: 9,
      leftoverPricePerUnitHour: 0,
    });
    expect(fleet.jobs[1]).toMatchObject({ deadlinePolicy: { kind: 'bestEffort' }, restartPricePerUnit: 0.5 });
  });

  it('reads a site without compute, and work that is overdue already where its policy bears it', () => {
    const fleet = fleetOf(
      smallScenario((scenario) => {
        scenario.sites.push({ id: 'solar', timeZone: 'UTC', grid: { ...scenario.sites[0].grid } } as never);
        Object.assign(scenario.jobs[0], {
          earliestStart: '2026-05-30T00:00Z',
          deadline: '2026-05-31T00:00Z',
          deadlinePolicy: 'bestEffort',
        });
      }),
    );
    expect(fleet.sites[1].compute.pools).toEqual([]);
    expect(fleet.sites[1].batteries).toEqual([]);
    expect(fleet.jobs[0].sites).toEqual(['hohhot']);
    expect(fleet.jobs[0].deadline).toBeLessThan(fleet.timeline.edges[0]);
  });
});
