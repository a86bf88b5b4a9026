import { afterAll, describe, expect, it } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import { seriesOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';
import { type BadCase, itRefuses } from './bad-cases.ts';
import { fleetOf, type Loose, smallScenario } from './small-scenario.ts';

const solver = makeSolverPool();
afterAll(() => solver.close());

const CHAIN: Loose = {
  id: 'chain',
  electrolyserKw: 50,
  electrolyserEfficiency: 0.8,
  tankKwh: 200,
  initialKwh: 60,
  fuelCellKw: 40,
  fuelCellEfficiency: 0.5,
};

const withChain =
  (...changes: Loose[]): BadCase[1] =>
  (scenario) => {
    scenario.sites[0].hydrogenChains = changes.map((change) => ({ ...CHAIN, ...change }));
  };
const chainOf = (change: Loose) => fleetOf(smallScenario(withChain(change))).sites[0].batteries[1];

describe('a hydrogen chain', () => {
  it('is the battery that its electrolyser, tank and fuel cell are', () => {
    const terms: Loose = {
      minimumEnergyKwh: 10,
      endEnergyKwh: 50,
      endEnergyMaximumKwh: 150,
      endShortfallPricePerKwh: 3,
      endValue: [{ energyKwh: 20, pricePerKwh: 0.1 }],
      selfDischargePerHour: 0.001,
      chargePricePerKwh: 0.01,
      wearPricePerKwh: 0.02,
      cycleBudget: 2,
      reserve: { hours: 0.1, loadFraction: 0.5 },
    };
    const asBattery = fleetOf(
      smallScenario((scenario) => {
        scenario.sites[0].batteries.push({
          ...terms,
          id: 'chain',
          kind: 'hydrogen',
          energyCapacityKwh: 200,
          initialEnergyKwh: 60,
          chargeLimitKw: 50,
          dischargeLimitKw: 40,
          chargeEfficiency: 0.8,
          dischargeEfficiency: 0.5,
        });
      }),
    );
    expect(chainOf(terms)).toEqual(asBattery.sites[0].batteries[1]);
    expect(chainOf(terms)).toMatchObject({ kind: 'hydrogen', energyCapacityKwh: 200, chargeLimitKw: 50 });
  });

  it('stands after the batteries, and its promise for the end is priced with theirs', () => {
    const fleet = fleetOf(smallScenario(withChain({}, { id: 'second' })));
    expect(fleet.sites[0].batteries.map(({ id }) => id)).toEqual(['container', 'chain', 'second']);
    const [note] = fleet.dataQuality.filter(({ subject }) => subject === 'batteries');
    expect(note.message).toMatch(/^3 batteries state no price for too little energy at the end/);
  });

  it('carries cheap hours into dear ones where that pays for what is lost', async () => {
    // 100 kW at 0.1, then at 0.5. The tank is as full at the end as at the start, 60 kWh. The electrolyser takes 50 kW
    // for two hours: 80 kWh of hydrogen, 40 of electricity at the fuel cell: 200 x 0.1 + 100 x 0.1 + (200 - 40) x 0.5
    // = 110, against 120 without. A round trip of 0.4 pays wherever prices differ by more than 2.5.
    const scenario = smallScenario((small) => {
      withChain({})(small);
      const [site] = small.sites;
      Object.assign(site, { batteries: [], renewables: [], compute: { baseLoadKw: 100 } });
      site.grid.importPrice = [0.1, 0.1, 0.5, 0.5];
    });
    const { plan } = await planned(solver, fleetOf({ ...scenario, jobs: [] }));
    expect(plan.objective).toBeCloseTo(110, 6);
    const stored = seriesOf(plan, 'batteryStored', 'hohhot', 'chain');
    expect(stored[1]).toBeCloseTo(140, 5);
    expect(stored[3]).toBeCloseTo(60, 5);
  });
});

const wrong: BadCase[] = [
  [
    'more hydrogen than the tank holds',
    withChain({ initialKwh: 250 }),
    'sites[0].hydrogenChains[0].initialKwh: found 250 kWh, expected an energy from 0 to 200 kWh',
  ],
  [
    'a tank below what it must hold',
    withChain({ minimumEnergyKwh: 100 }),
    'sites[0].hydrogenChains[0].initialKwh: found 60 kWh, expected an energy from 100 to 200 kWh',
  ],
  [
    'a tank in words, once',
    withChain({ tankKwh: 'large' }),
    'sites[0].hydrogenChains[0].tankKwh: found the text "large", expected a number from 0 to 1e12',
  ],
  [
    'an efficiency in percent',
    withChain({ electrolyserEfficiency: 70 }),
    'sites[0].hydrogenChains[0].electrolyserEfficiency: found 70, expected a number above 0, at most 1',
  ],
  [
    'a fuel cell that is not there',
    withChain({ fuelCellKw: undefined }),
    'sites[0].hydrogenChains[0].fuelCellKw: found nothing, expected a number from 0 to',
  ],
  [
    'a key of batteries',
    withChain({ chargeLimitKw: 50 }),
    'sites[0].hydrogenChains[0].chargeLimitKw: found an unknown key',
  ],
  [
    'the name of a battery',
    withChain({ id: 'container' }),
    'sites[0].hydrogenChains[0].id: found the id "container" a second time, expected an id of its own (sites[0].batteries[0].id has it already)',
  ],
  [
    'a reserve that is not in the tank',
    // 108 kW of base load and idle machines x 0.5 h / 0.5.
    withChain({ reserve: { hours: 0.5 } }),
    'sites[0].hydrogenChains[0].initialKwh: found 60 kWh, expected at least 108 kWh: the reserve of 0.5 h of base load and idle machines, discharge losses counted',
  ],
  [
    'a reserve that no tank of this size holds',
    withChain({ reserve: { hours: 1 } }),
    'sites[0].hydrogenChains[0].tankKwh: found 200 kWh, expected at least 216 kWh: the reserve of 1 h of base load and idle machines, discharge losses counted',
  ],
];

describe('a hydrogen chain that is wrong', () => itRefuses(wrong));
