import { describe, expect, it } from 'vitest';
import { type LinkedScenario, linkedScenario } from './linked-scenario.ts';
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

  it('make a contiguous run that is late cheaper than none, however late it is done and however slowly', () => {
    const fleet = read((scenario) => {
      const { id, unitCount } = scenario.sites[0].compute.pools[0];
      const operatingPoints = [
        { id: 'slow', kwPerUnit: 0.5, speed: 0.5 },
        { id: 'fast', kwPerUnit: 1, speed: 0.8 },
      ];
      scenario.sites[0].compute.pools = [{ id, unitCount, operatingPoints }];
      Object.assign(scenario.jobs[0], { shape: 'contiguous', deadlinePolicy: 'priced', pricePerHourLate: 1000 });
    });
    // 1 h lies between deadline and end of the timeline; 2 h of work take 4 h at speed 0.5. A unit-hour draws 1.25 kWh.
    expect(fleet.jobs[0].unservedPricePerUnitHour).toBeCloseTo(100 * 0.5 * 1.25 + (1000 * 5) / 80, 9);
  });

  it('make work at the dearest end of a link cheaper than none, its energy counted', () => {
    const priced = (change: (scenario: LinkedScenario) => void) => fleetOf(linkedScenario(change)).jobs[0];
    const data = { dataSite: 'dublin', dataGigabytes: 160 };
    // 2 GB for each of 80 unit-hours: 0.5 a GB to hohhot; 0.25 kWh a GB to oslo, drawn beside the 0.7 kW of a unit.
    const anywhere = priced((s) => void Object.assign(s.jobs[0], data));
    expect(anywhere.unservedPricePerUnitHour).toBeCloseTo(100 * 0.5 * (0.7 + 2 * 0.25) + 2 * 0.5, 9);
    const nearby = priced((s) => void Object.assign(s.jobs[0], data, { sites: ['dublin', 'oslo'] }));
    expect(nearby.unservedPricePerUnitHour).toBeCloseTo(100 * 0.5 * (0.7 + 2 * 0.25), 9);
    const athome = priced((s) => void Object.assign(s.jobs[0], data, { sites: ['dublin'] }));
    expect(athome.unservedPricePerUnitHour).toBeCloseTo(100 * 0.5 * 0.7, 9);
  });

  it('count the moving of data for work that is left for later, which is nothing where they lie', () => {
    const leftover = (sites: readonly string[], change: (scenario: LinkedScenario) => void = () => {}) =>
      fleetOf(
        linkedScenario((s) => {
          Object.assign(s.jobs[0], { dataSite: 'dublin', dataGigabytes: 160, sites });
          change(s);
        }),
      ).jobs[0].leftoverPricePerUnitHour;
    expect(leftover(['dublin', 'hohhot', 'oslo'])).toBeCloseTo(0.35 * 0.6, 9);
    expect(leftover(['hohhot'])).toBeCloseTo(0.35 * 0.6 + 2 * 0.5, 9);
    expect(leftover(['oslo'])).toBeCloseTo(0.35 * (0.6 + 2 * 0.25), 9);
    // Energy of 0.01 at hohhot does not make up for the price of the way there; of oslo, it does.
    expect(
      leftover(['dublin', 'hohhot'], (s) => void Object.assign(s.sites[0].grid, { importPrice: 0.01 })),
    ).toBeCloseTo(0.35 * 0.6, 9);
    expect(leftover(['dublin', 'oslo'], (s) => void Object.assign(s.sites[2].grid, { importPrice: 0.01 }))).toBeCloseTo(
      0.01 * (0.6 + 2 * 0.25),
      9,
    );
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
