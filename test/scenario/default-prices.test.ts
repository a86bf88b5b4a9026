import { describe, expect, it } from 'vitest';
import { fleetOf, type Loose, type SmallScenario, smallScenario } from './small-scenario.ts';

const OPEN_LIMITS: Loose = {
  contractedLimits: [{ id: 'contract', direction: 'import', limitKw: 500 }],
  ramp: { limitKwPerMinute: 5 },
};

const read = (change: (scenario: SmallScenario) => void) => fleetOf(smallScenario(change));

describe('prices of promises that the scenario does not give', () => {
  it('keep the promised level no cheaper than energy beyond it', () => {
    const fleet = read((scenario) => {
      scenario.sites[0].batteries[0].endValue = [{ energyKwh: 1, pricePerKwh: 30 }];
    });
    expect(fleet.sites[0].batteries[0].endShortfallPricePerKwh).toBe(30);
  });

  it('are multiples of the dearest energy', () => {
    const fleet = read((scenario) => {
      Object.assign(scenario.sites[0].grid, OPEN_LIMITS);
      scenario.sites[0].compute.overheadFraction = 0.1;
    });
    const { grid, batteries } = fleet.sites[0];
    // The dearest slot costs 0.5; a unit draws 0.7 kW and 10 % more are lost on the way.
    expect(grid.contractedLimits[0].breachPricePerKwh).toBeCloseTo(50 * 0.5, 9);
    expect(grid.ramp?.breachPricePerKw).toBeCloseTo(20 * 0.5, 9);
    expect(batteries[0].endShortfallPricePerKwh).toBeCloseTo(20 * 0.5, 9);
    expect(fleet.jobs[0].unservedPricePerUnitHour).toBeCloseTo(100 * 0.5 * 0.7 * 1.1, 9);
    // Later work costs the mean price of 0.35 for the 0.6 kW that it adds to idle power.
    expect(fleet.jobs[0].leftoverPricePerUnitHour).toBeCloseTo(0.35 * 0.6 * 1.1, 9);
  });

  it('count the carbon that is charged, and only that', () => {
    const carbon = { carbonPricePerTonne: 100, carbonSignal: 'average' };
    const charged = read((scenario) => void Object.assign(scenario, { objective: carbon }));
    const included = read(
      (scenario) => void Object.assign(scenario, { objective: { ...carbon, priceIncludesCarbon: true } }),
    );
    // 600 g/kWh at 100 a tonne are 0.06 a kWh.
    expect(charged.sites[0].batteries[0].endShortfallPricePerKwh).toBeCloseTo(20 * 0.56, 9);
    expect(charged.jobs[0].leftoverPricePerUnitHour).toBeCloseTo((0.35 + 0.06) * 0.6, 9);
    expect(included.sites[0].batteries[0].endShortfallPricePerKwh).toBeCloseTo(20 * 0.5, 9);
    expect(included.jobs[0].leftoverPricePerUnitHour).toBeCloseTo(0.35 * 0.6, 9);
  });

  it('stay above zero where energy is free, and use the size of prices below zero', () => {
    const free = read((scenario) => {
      scenario.sites[0].grid.importPrice = 0;
    });
    const paid = read((scenario) => {
      scenario.sites[0].grid.importPrice = [-3, 0, 0, 0];
    });
    expect(free.sites[0].batteries[0].endShortfallPricePerKwh).toBeCloseTo(20 * 0.1, 9);
    expect(paid.sites[0].batteries[0].endShortfallPricePerKwh).toBeCloseTo(20 * 3, 9);
  });

  it('stand above what a new peak costs', () => {
    const fleet = read((scenario) => {
      Object.assign(scenario.sites[0].grid, OPEN_LIMITS, {
        demandCharge: { pricePerKwMonth: 40, meteringMinutes: 60 },
      });
    });
    const { grid, batteries } = fleet.sites[0];
    // A kWh within one hour raises the peak by 1 kW: 40, twice.
    expect(batteries[0].endShortfallPricePerKwh).toBeCloseTo(20 * 0.5 + 80, 9);
    expect(grid.contractedLimits[0].breachPricePerKwh).toBeCloseTo(50 * 0.5 + 80, 9);
    expect(grid.ramp?.breachPricePerKw).toBeCloseTo(20 * 0.5 + 80, 9);
    expect(fleet.jobs[0].unservedPricePerUnitHour).toBeCloseTo((100 * 0.5 + 80) * 0.7, 9);
  });

  it('make late or interrupted work cheaper than none', () => {
    const fleet = read((scenario) => {
      Object.assign(scenario.jobs[0], { deadlinePolicy: 'priced', pricePerHourLate: 1000, restartPricePerUnit: 6 });
    });
    // One hour of the timeline lies after the deadline: at most 1000 for 80 unit-hours.
    expect(fleet.jobs[0].unservedPricePerUnitHour).toBeCloseTo(100 * 0.5 * 0.7 + 1000 / 80 + 6, 9);
  });

  it('take the cheapest allowed site for work that is left for later', () => {
    const change = (scenario: SmallScenario) => {
      const cheap = structuredClone(scenario.sites[0]);
      scenario.sites.push({ ...cheap, id: 'cheap', grid: { ...cheap.grid, importPrice: 0.1 } });
      scenario.jobs = [scenario.jobs[0], { ...scenario.jobs[0], id: 'bound', sites: ['hohhot'] }];
    };
    const [anywhere, bound] = read(change).jobs;
    expect(anywhere.leftoverPricePerUnitHour).toBeCloseTo(0.1 * 0.6, 9);
    expect(bound.leftoverPricePerUnitHour).toBeCloseTo(0.35 * 0.6, 9);
  });

  it('give way to stated ones, and leave a note for each kind that was made up', () => {
    const messages = (change: (scenario: SmallScenario) => void) =>
      read(change)
        .dataQuality.filter(({ kind }) => kind === 'assumed')
        .map(({ subject, message }) => `${subject}: ${message}`);
    expect(
      messages((scenario) => {
        Object.assign(scenario.sites[0].grid, OPEN_LIMITS);
        scenario.jobs.push({ ...scenario.jobs[0], id: 'second', deadline: '2026-06-02T00:00Z' });
      }),
    ).toEqual([
      'contractedLimits: 1 contracted limit states no price for exceeding it, so 25 CNY per kWh is taken',
      'ramp: 1 ramp limit states no price for exceeding it, so 10 CNY per kW is taken',
      'batteries: 1 battery states no price for too little energy at the end, so 10 CNY per kWh is taken',
      'jobs: 2 jobs state no price for work that is not done, so 35 CNY per unit-hour is taken',
      'jobs: 1 job states no price for work left for after the timeline, so 0.21 CNY per unit-hour is taken',
    ]);
    expect(
      messages((scenario) => {
        Object.assign(scenario.sites[0].batteries[0], { endValue: [{ energyKwh: 1, pricePerKwh: 50 }] });
      }),
    ).toContain('batteries: 1 battery states no price for too little energy at the end, so 50 CNY per kWh is taken');
    expect(
      messages((scenario) => {
        scenario.sites[0].grid.contractedLimits = [{ id: 'c', direction: 'import', limitKw: 1, breachPricePerKwh: 0 }];
        scenario.sites[0].grid.ramp = { limitKwPerMinute: 1, breachPricePerKw: 0 };
        scenario.sites[0].batteries[0].endShortfallPricePerKwh = 0;
        scenario.jobs[0].unservedPricePerUnitHour = 0;
      }),
    ).toEqual([]);
  });
});
