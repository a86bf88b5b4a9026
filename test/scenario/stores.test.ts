import { describe, expect, it } from 'vitest';
import { type BadCase, itRefuses } from './bad-cases.ts';
import { fleetOf, type Loose, problemsOf, type SmallScenario, smallScenario } from './small-scenario.ts';

/** The battery of the small scenario: 200 kWh, 100 of them at the start, 0.9 on the way out; 100 kW of base load. */
const withBattery =
  (battery: Loose): BadCase[1] =>
  (scenario) =>
    void Object.assign(scenario.sites[0].batteries[0], battery);
const read = (change: (scenario: SmallScenario) => void) => fleetOf(smallScenario(change));
const batteryOf = (battery: Loose) => read(withBattery(battery)).sites[0].batteries[0];

describe('a battery in a scenario', () => {
  it('is of no kind, free to charge and to cycle, and keeps no reserve where nothing is said', () => {
    expect(batteryOf({})).toMatchObject({
      kind: 'other',
      startsWhereItEnds: false,
      chargePricePerKwh: 0,
      cycleBudget: null,
      reserve: null,
      endEnergyKwh: 100,
    });
  });

  it('is read with all that it may have, prices in the currency of the scenario', () => {
    const fleet = read((scenario) => {
      Object.assign(scenario, { exchangeRates: { EUR: 8 } });
      scenario.sites[0].currency = 'EUR';
      withBattery({
        kind: 'flow',
        chargePricePerKwh: 0.5,
        cycleBudget: 1.5,
        reserve: { hours: 0.25, loadFraction: 0.5 },
      })(scenario);
    });
    expect(fleet.sites[0].batteries[0]).toMatchObject({
      kind: 'flow',
      chargePricePerKwh: 4,
      cycleBudget: 1.5,
      reserve: { hours: 0.25, loadFraction: 0.5 },
    });
  });

  it('stands behind all of the load where its share is not given', () => {
    expect(batteryOf({ reserve: { hours: 0.25 } }).reserve).toEqual({ hours: 0.25, loadFraction: 1 });
  });

  it('promises nothing for the end where its start is free, and needs no price for it', () => {
    const change = withBattery({ startsWhereItEnds: true, cycleBudget: 0 });
    const fleet = read(change);
    expect(fleet.sites[0].batteries[0]).toMatchObject({ startsWhereItEnds: true, endEnergyKwh: 20, cycleBudget: 0 });
    const priced = ({ dataQuality }: typeof fleet) =>
      dataQuality.filter(({ subject }) => subject === 'batteries').length;
    expect(priced(fleet)).toBe(0);
    expect(priced(read(() => {}))).toBe(1);
  });
});

describe('a reserve', () => {
  it('may be all that is stored at the start', () => {
    // 108 kW x 0.9 h x 0.9 of the load / 0.9 = 97.2 kWh.
    expect(problemsOf(smallScenario(withBattery({ reserve: { hours: 0.9, loadFraction: 0.9 } })))).toEqual([]);
    const exact = { reserve: { hours: 0.9, loadFraction: 0.9 }, initialEnergyKwh: 97.2 };
    expect(problemsOf(smallScenario(withBattery(exact)))).toEqual([]);
  });

  it('asks for an energy that is enough when it is written down', () => {
    // 108 x 0.35 / 0.89 = 42.471910...: no digit of the message may fall short of it.
    const battery = { reserve: { hours: 0.35 }, dischargeEfficiency: 0.89, initialEnergyKwh: 30 };
    const [problem] = problemsOf(smallScenario(withBattery(battery)));
    const asked = Number(/at least ([\d.]+) kWh/.exec(problem.expected)?.[1]);
    expect(asked).toBeCloseTo((108 * 0.35) / 0.89, 3);
    expect(problemsOf(smallScenario(withBattery({ ...battery, initialEnergyKwh: asked })))).toEqual([]);
  });

  it('is not held against the start where that is free', () => {
    const battery = { reserve: { hours: 1.5 }, initialEnergyKwh: 20, startsWhereItEnds: true };
    expect(batteryOf(battery).reserve?.hours).toBe(1.5);
  });

  it('asks nothing for base load that may be shed', () => {
    const scenario = smallScenario((one) => {
      one.sites[0].compute.baseLoadShedPricePerKwh = 50;
      withBattery({ reserve: { hours: 5 } })(one);
    });
    // Idle machines are left: 8 kW x 5 h / 0.9 = 44.4 kWh of the 100.
    expect(problemsOf(scenario)).toEqual([]);
  });
});

const wrong: BadCase[] = [
  [
    'a reserve that is not there at the start',
    withBattery({ reserve: { hours: 1 } }),
    'sites[0].batteries[0].initialEnergyKwh: found 100 kWh, expected at least 120 kWh: the reserve of 1 h of base load and idle machines, discharge losses counted',
  ],
  [
    'a reserve beyond the capacity',
    withBattery({ reserve: { hours: 2 } }),
    'sites[0].batteries[0].energyCapacityKwh: found 200 kWh, expected at least 240 kWh: the reserve of 2 h of base load and idle machines, discharge losses counted',
  ],
  [
    'a reserve beyond the capacity where the load is largest',
    (scenario) => {
      scenario.sites[0].compute.baseLoadKw = [0, 0, 0, 352];
      withBattery({ reserve: { hours: 1 } })(scenario);
    },
    'sites[0].batteries[0].energyCapacityKwh: found 200 kWh, expected at least 400 kWh',
  ],
  [
    'a reserve of idle machines that is not there',
    (scenario) => {
      scenario.sites[0].compute.baseLoadShedPricePerKwh = 50;
      withBattery({ reserve: { hours: 18 } })(scenario);
    },
    'sites[0].batteries[0].initialEnergyKwh: found 100 kWh, expected at least 160 kWh: the reserve of 18 h of idle machines, discharge losses counted',
  ],
  [
    'a reserve of no time',
    withBattery({ reserve: { hours: 0 } }),
    'sites[0].batteries[0].reserve.hours: found 0, expected a number above 0',
  ],
  [
    'a reserve of more than the load',
    withBattery({ reserve: { hours: 0.1, loadFraction: 2 } }),
    'sites[0].batteries[0].reserve.loadFraction: found 2, expected a number from 0 to 1',
  ],
  [
    'a reserve in minutes',
    withBattery({ reserve: { hours: 0.1, minutes: 15 } }),
    'sites[0].batteries[0].reserve.minutes: found an unknown key',
  ],
  [
    'a promise for the end beside a free start',
    withBattery({ startsWhereItEnds: true, endEnergyKwh: 50 }),
    'sites[0].batteries[0].endEnergyKwh: found a promise for the end beside startsWhereItEnds, expected one of the two: with startsWhereItEnds the level at the end is that at the start',
  ],
  ['an unknown kind', withBattery({ kind: 'lithum' }), 'sites[0].batteries[0].kind: found the text "lithum"'],
  ['cycles below zero', withBattery({ cycleBudget: -1 }), 'sites[0].batteries[0].cycleBudget: found -1'],
  [
    'a price of charging below zero',
    withBattery({ chargePricePerKwh: -0.1 }),
    'sites[0].batteries[0].chargePricePerKwh: found -0.1',
  ],
];

describe('a battery that is wrong', () => itRefuses(wrong));
