import { describe, expect, it } from 'vitest';
import { NO_TARGETS } from '../../src/domain/targets.ts';
import { type BadCase, itRefuses } from './bad-cases.ts';
import { fleetOf, type Loose, type SmallScenario, smallScenario } from './small-scenario.ts';

const withFleet =
  (fleet: Loose): BadCase[1] =>
  (scenario) =>
    void Object.assign(scenario, { fleet });
const withGrid =
  (grid: Loose): BadCase[1] =>
  (scenario) =>
    void Object.assign(scenario.sites[0].grid, grid);

const read = (change: (scenario: SmallScenario) => void) => fleetOf(smallScenario(change));
const notesOf = (fleet: ReturnType<typeof read>) =>
  fleet.dataQuality.filter(({ subject }) => subject === 'fleet').map(({ message }) => message);

describe('targets of the fleet', () => {
  it('are none where the scenario has none', () => {
    expect(read(() => {}).targets).toEqual(NO_TARGETS);
    expect(read(withFleet({})).targets).toEqual(NO_TARGETS);
  });

  it('keep the prices that are given, without a note', () => {
    const fleet = read(
      withFleet({
        carbonBudgetKg: 500,
        carbonBudgetBreachPricePerKg: 2,
        renewableShareMinimum: 0.4,
        renewableShareBreachPricePerKwh: 3,
        offsets: [{ id: 'forest', pricePerTonne: 90, limitKg: 100 }],
        zoneRamps: [{ marketZone: 'west', limitKwPerMinute: 10, transitionMinutes: 2, breachPricePerKw: 4 }],
      }),
    );
    expect(fleet.targets).toEqual({
      carbonBudget: { limitKg: 500, breachPricePerKg: 2 },
      renewableShare: { minimum: 0.4, breachPricePerKwh: 3 },
      offsets: [{ id: 'forest', pricePerTonne: 90, limitKg: 100 }],
      zoneRamps: [{ marketZone: 'west', limitKwPerMinute: 10, transitionMinutes: 2, breachPricePerKw: 4 }],
    });
    expect(notesOf(fleet)).toEqual([]);
  });

  it('take prices that are not given from the dearest energy, and say so', () => {
    const fleet = read(
      withFleet({
        carbonBudgetKg: 500,
        renewableShareMinimum: 0.4,
        zoneRamps: [{ marketZone: 'west', limitKwPerMinute: 10 }],
      }),
    );
    // 20 x 0.5 a kWh; 600 g a kWh make that 10 / 0.6 a kg.
    expect(fleet.targets.renewableShare?.breachPricePerKwh).toBeCloseTo(10, 9);
    expect(fleet.targets.carbonBudget?.breachPricePerKg).toBeCloseTo(10 / 0.6, 9);
    expect(fleet.targets.zoneRamps).toEqual([
      { marketZone: 'west', limitKwPerMinute: 10, transitionMinutes: 5, breachPricePerKw: expect.closeTo(10, 9) },
    ]);
    expect(notesOf(fleet)).toEqual([
      '1 carbon budget states no price for exceeding it, so 16.67 CNY per kg is taken',
      '1 renewable share states no price for missing it, so 10 CNY per kWh is taken',
      '1 ramp limit of a zone states no price for exceeding it, so 10 CNY per kW is taken',
    ]);
  });

  it('count a kg as no more than 20 kWh where electricity is clean, and demand prices with the rest', () => {
    const fleet = read((scenario) => {
      withFleet({ carbonBudgetKg: 5, zoneRamps: [{ marketZone: 'west', limitKwPerMinute: 1 }] })(scenario);
      withGrid({ carbon: 10, demandCharge: { pricePerKwMonth: 40, meteringMinutes: 60 } })(scenario);
    });
    // 20 x 0.5 + 2 x 40 a kWh and a kW; 50 g a kWh are the least.
    expect(fleet.targets.carbonBudget?.breachPricePerKg).toBeCloseTo(90 / 0.05, 9);
    expect(fleet.targets.zoneRamps[0].breachPricePerKw).toBeCloseTo(90, 9);
  });
});

describe('charges and purchases of a grid connection', () => {
  it('are read by the slot, prices in the currency of the scenario', () => {
    const fleet = read((scenario) => {
      Object.assign(scenario, { exchangeRates: { EUR: 8 } });
      scenario.sites[0].currency = 'EUR';
      withGrid({
        coincidentPeaks: [{ id: 'transmission', pricePerKw: 30, probability: [0, 0.1, 0.6, 0] }],
        renewableFraction: [0.2, 0.3, 0.4, 1],
        greenPower: [
          { id: 'wind', kind: 'contract', pricePerKwh: 0.01, limitKw: [10, 20, 30, 40] },
          { id: 'certificates', kind: 'certificate', pricePerKwh: 0.02, limitKwh: 700 },
        ],
      })(scenario);
    });
    const { coincidentPeaks, renewableFraction, greenPower } = fleet.sites[0].grid;
    const [peak] = coincidentPeaks;
    expect(peak.pricePerKw).toBe(240);
    expect(Array.from(peak.probability)).toEqual([0, 0.1, 0.6, 0]);
    expect(Array.from(renewableFraction ?? [])).toEqual([0.2, 0.3, 0.4, 1]);
    const purchases = greenPower.map(({ pricePerKwh, limitKw, ...rest }) => ({
      ...rest,
      price: pricePerKwh[0],
      limits: Array.from(limitKw),
    }));
    expect(purchases).toEqual([
      { id: 'wind', kind: 'contract', price: 0.08, limits: [10, 20, 30, 40], limitKwh: 100 },
      { id: 'certificates', kind: 'certificate', price: 0.16, limits: [1000, 1000, 1000, 1000], limitKwh: 700 },
    ]);
  });

  it('are none where the scenario has none, and the renewable share of import is then not known', () => {
    const { coincidentPeaks, renewableFraction, greenPower } = read(() => {}).sites[0].grid;
    expect({ coincidentPeaks, renewableFraction, greenPower }).toEqual({
      coincidentPeaks: [],
      renewableFraction: null,
      greenPower: [],
    });
  });
});

const ramp = (marketZone: string): Loose => ({ marketZone, limitKwPerMinute: 10 });

const wrongTargets: BadCase[] = [
  [
    'a ramp of an unknown zone',
    withFleet({ zoneRamps: [ramp('west'), ramp('wset')] }),
    'fleet.zoneRamps[1].marketZone: found "wset", expected the market zone of a site: west',
  ],
  [
    'two ramps of a zone',
    withFleet({ zoneRamps: [ramp('west'), ramp('west')] }),
    'fleet.zoneRamps[1].marketZone: found the zone "west" a second time, expected each zone once',
  ],
  [
    'only the zone of a site that cannot be read, which a ramp might name',
    (scenario) => {
      const [site] = scenario.sites;
      scenario.sites.push({ ...site, id: 'east', grid: { ...site.grid, marketZone: 7 } });
      withFleet({ zoneRamps: [ramp('east')] })(scenario);
    },
    'sites[1].grid.marketZone: found 7',
  ],
  [
    'a budget without a carbon intensity',
    (scenario) => {
      delete scenario.sites[0].grid.carbon;
      withFleet({ carbonBudgetKg: 0 })(scenario);
    },
    'sites[0].grid.carbon: found no average carbon intensity, expected one, since fleet.carbonBudgetKg counts by it',
  ],
  [
    'a budget that counts by another signal than there is',
    (scenario) => {
      Object.assign(scenario, { objective: { carbonSignal: 'market' } });
      withFleet({ carbonBudgetKg: 100 })(scenario);
    },
    'sites[0].grid.carbon: found no market carbon intensity, expected one, since fleet.carbonBudgetKg counts by it',
  ],
  [
    'a budget and a carbon price without an intensity once',
    (scenario) => {
      delete scenario.sites[0].grid.carbon;
      Object.assign(scenario, { objective: { carbonPricePerTonne: 10 } });
      withFleet({ carbonBudgetKg: 100 })(scenario);
    },
    'expected one, since objective.carbonPricePerTonne is 10 and its signal is average',
  ],
  [
    'a share in percent',
    withFleet({ renewableShareMinimum: 40 }),
    'fleet.renewableShareMinimum: found 40, expected a number from 0 to 1',
  ],
  [
    'two offsets of a name',
    withFleet({
      offsets: [
        { id: 'forest', pricePerTonne: 90, limitKg: 1 },
        { id: 'forest', pricePerTonne: 80, limitKg: 2 },
      ],
    }),
    'fleet.offsets[1].id: found the id "forest" a second time, expected an id of its own (fleet.offsets[0].id has it already)',
  ],
  ['a budget in tonnes', withFleet({ carbonBudgetTonnes: 5 }), 'fleet.carbonBudgetTonnes: found an unknown key'],
  [
    'a budget below zero',
    withFleet({ carbonBudgetKg: -1 }),
    'fleet.carbonBudgetKg: found -1, expected a number from 0',
  ],
];

const peak: Loose = { id: 'system', pricePerKw: 30, probability: 0.1 };
const green: Loose = { id: 'wind', kind: 'contract', pricePerKwh: 0.01 };

const wrongGrid: BadCase[] = [
  [
    'a probability above 1',
    withGrid({ coincidentPeaks: [{ ...peak, probability: [0, 0.5, 1.2, 0] }] }),
    'sites[0].grid.coincidentPeaks[0].probability[2]: found 1.2 in slot 2, expected values from 0 to 1',
  ],
  [
    'a probability in percent',
    withGrid({ coincidentPeaks: [{ ...peak, probability: 20 }] }),
    'sites[0].grid.coincidentPeaks[0].probability: found 20, expected values from 0 to 1',
  ],
  [
    'two peaks of a name',
    withGrid({ coincidentPeaks: [peak, peak] }),
    'sites[0].grid.coincidentPeaks[1].id: found the id "system" a second time',
  ],
  [
    'a renewable fraction in percent',
    withGrid({ renewableFraction: [20, 30, 40, 50] }),
    'sites[0].grid.renewableFraction[0]: found 20 in slot 0, expected values from 0 to 1',
  ],
  [
    'green power of an unknown kind',
    withGrid({ greenPower: [{ ...green, kind: 'promise' }] }),
    'sites[0].grid.greenPower[0].kind: found',
  ],
  [
    'green power of a name twice',
    withGrid({ greenPower: [green, green] }),
    'sites[0].grid.greenPower[1].id: found the id "wind" a second time',
  ],
  [
    'a limit of green power below zero',
    withGrid({ greenPower: [{ ...green, limitKw: [1, 1, -1, 1] }] }),
    'sites[0].grid.greenPower[0].limitKw[2]: found -1 in slot 2, expected values from 0 to',
  ],
  [
    'a misspelt key of green power',
    withGrid({ greenPower: [{ ...green, limitKWh: 5 }] }),
    'sites[0].grid.greenPower[0].limitKWh: found an unknown key, expected only id, kind, pricePerKwh, limitKw, limitKwh (did you mean limitKwh?)',
  ],
];

describe('a target that is wrong', () => itRefuses(wrongTargets));
describe('a charge or purchase that is wrong', () => itRefuses(wrongGrid));
