import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSolverPool, type SolverPool } from '../../solver/index.ts';
import { NO_PLANT } from '../../src/domain/plant.ts';
import { wetBulbCelsius } from '../../src/physics/index.ts';
import { moneyOf, seriesOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';
import { folderWith } from './folder.ts';
import { type PlantScenario, plantScenario } from './plant-scenario.ts';
import { fleetOf, type Loose, smallScenario } from './small-scenario.ts';

const plantOf = (change: (scenario: PlantScenario) => void = () => {}) => fleetOf(plantScenario(change)).sites[0].plant;

function byId<Device extends { readonly id: string }>(devices: readonly Device[], id: string): Device {
  const found = devices.find((device) => device.id === id);
  if (found === undefined) throw new Error(`no ${id} among ${devices.map((device) => device.id).join(', ')}`);
  return found;
}

describe('cooling of a scenario', () => {
  it('is none where the scenario says nothing of it', () => {
    expect(fleetOf(smallScenario()).sites[0].plant).toEqual(NO_PLANT);
  });

  it('takes from a fixed PUE what power distribution leaves of it', () => {
    const scenario = smallScenario((s) => {
      s.sites[0].compute.overheadFraction = 0.06;
      s.sites[0].cooling = { fixedPue: 1.25 };
    });
    expect(fleetOf(scenario).sites[0].plant.fixedCoolingFraction).toBeCloseTo(0.19, 12);
  });

  it('sends heat by its shares, and to the first loop where there are none', () => {
    expect(plantOf().heatOf).toEqual({
      baseLoad: [{ loop: 'air', fraction: 1 }],
      distribution: [{ loop: 'air', fraction: 1 }],
      pools: {
        gpu: [
          { loop: 'air', fraction: 0.25 },
          { loop: 'liquid', fraction: 0.75 },
        ],
      },
    });
    const { heatOf } = plantOf((s) => {
      s.sites[0].cooling.heat = { baseLoad: { liquid: 1 }, distribution: {} };
    });
    expect(heatOf).toEqual({
      baseLoad: [{ loop: 'liquid', fraction: 1 }],
      distribution: [],
      pools: { gpu: [{ loop: 'air', fraction: 1 }] },
    });
  });

  it('lets outside air in as far as it is cold enough', () => {
    // 18 to 28 C with 5 K: all up to 13 C, none from 23 C; at 14, 17.5 and 20 C 9, 5.5 and 3 tenths.
    const { coolingLimitKw } = byId(plantOf().freeCoolers, 'economiser');
    [100, 90, 55, 30].forEach((kw, t) => {
      expect(coolingLimitKw[t]).toBeCloseTo(kw, 9);
    });
    const stated = plantOf((s) => void Object.assign(s.sites[0].cooling.freeCoolers[0], { availableFraction: 0.25 }));
    expect([...byId(stated.freeCoolers, 'economiser').coolingLimitKw]).toEqual([25, 25, 25, 25]);
  });

  it('gives towers water and prices it by the litre', () => {
    const { heatRejection, waterPricePerLitre } = plantOf();
    expect(waterPricePerLitre).toBeCloseTo(0.004, 12);
    expect(heatRejection.map(({ id, waterLitresPerKwh }) => [id, waterLitresPerKwh])).toEqual([
      ['tower', 1.8],
      ['dry', 0],
    ]);
  });
});

describe('the COP of a chiller', () => {
  const copOf = (cop: unknown, change: (scenario: PlantScenario) => void = () => {}) =>
    byId(
      plantOf((s) => {
        if (cop !== undefined) s.sites[0].cooling.chillers[0].cop = cop;
        change(s);
      }).chillers,
      'chiller',
    ).cop;

  const evaporating = 273.15 + 18 - 5;

  it('follows the warmest condenser water', () => {
    // A dry cooler leaves water at 12 + 12 C, a tower at less: condensing at 29 C.
    expect(copOf(undefined)[0]).toBeCloseTo((0.5 * evaporating) / (29 - 13), 9);
  });

  it('follows the wet-bulb temperature where there are towers only', () => {
    const towers = (s: PlantScenario) => void s.sites[0].cooling.heatRejection.splice(1, 1);
    const wetBulb = wetBulbCelsius(20, 0.5, 90);
    expect(copOf({ maximumCop: 100 }, towers)[3]).toBeCloseTo((0.5 * evaporating) / (wetBulb + 8 + 5 - 13), 9);
    // Stated instead of humidity.
    const stated = copOf(undefined, (s) => {
      towers(s);
      s.sites[0].weather = { wetBulbCelsius: [11, 12, 13, 18] };
      s.sites[0].cooling.freeCoolers[0].outside = 'wetBulb';
      s.sites[0].cooling.freeCoolers[1].outside = 'wetBulb';
      s.sites[0].heatPumps[2].cop = 4;
      s.sites[0].dualModePlants[0].heatingCop = 4;
    });
    expect(stated[3]).toBeCloseTo((0.5 * evaporating) / (18 + 8 + 5 - 13), 9);
  });

  it('is only ever lowered by its clamp', () => {
    const free = copOf(undefined);
    expect([...copOf({ maximumCop: 7 })]).toEqual(Array.from(free, (cop) => Math.min(cop, 7)));
    expect(Math.min(...copOf({ maximumCop: 7 }))).toBeLessThan(7);
  });

  it('is what the scenario states', () => {
    expect([...copOf([4, 5, 6, 7])]).toEqual([4, 5, 6, 7]);
    // 18 to 30 C at an approach of 3 K: 0.45 x 288.15 / 18.
    expect(copOf({ sinkCelsius: 30, carnotFraction: 0.45, approachKelvin: 3 })[2]).toBeCloseTo((0.45 * 288.15) / 18, 9);
  });

  it("follows a maker's table over the lift or over the temperature outside", () => {
    const rows = [
      { liftKelvin: 5, cop: 9 },
      { liftKelvin: 15, cop: 5 },
    ];
    // Condenser water at 24, 26, 29.5 and 32 C above 18 C.
    [8.6, 7.8, 6.4, 5.4].forEach((cop, t) => {
      expect(copOf({ liftTable: rows })[t]).toBeCloseTo(cop, 9);
    });
    const outsideTable = [
      { outsideCelsius: 14, cop: 8 },
      { outsideCelsius: 24, cop: 6 },
    ];
    [8, 8, 7.3, 6.8].forEach((cop, t) => {
      expect(copOf({ outsideTable })[t]).toBeCloseTo(cop, 9);
    });
    expect([...copOf({ outsideTable, maximumCop: 7 })].slice(0, 3)).toEqual([7, 7, 7]);
  });
});

describe('heat of a scenario', () => {
  it('is lifted from what each tap has', () => {
    const { heatPumps } = plantOf();
    // From 18 C of the loop: 0.5 x 338.15 / (65 - 13).
    expect(byId(heatPumps, 'recovery').cop[0]).toBeCloseTo((0.5 * 338.15) / 52, 9);
    // From 12 C outside to 35 C: 0.4 x 313.15 / (40 - 7).
    expect(byId(heatPumps, 'airsource').cop[0]).toBeCloseTo((0.4 * 313.15) / 33, 9);
    expect([...byId(heatPumps, 'booster').cop]).toEqual([3.5, 3.5, 3.5, 3.5]);
  });

  it('of a campus at 10 to 50 C has a COP of 3.28', () => {
    const plant = plantOf((s) => {
      Object.assign(s.sites[0].cooling.loops[0], { supplyCelsius: 10, returnCelsius: 15 });
      Object.assign(s.sites[0].heatNetworks[0], { supplyCelsius: 50, returnCelsius: 40 });
    });
    expect(byId(plant.heatPumps, 'recovery').cop[0]).toBeCloseTo(3.28, 2);
  });

  it('flows by itself in slots in which the condenser water is warmer', () => {
    const plant = plantOf((s) => {
      s.sites[0].cooling.heatRejection.splice(0, 1);
      s.sites[0].heatExchangers[0].tap = 'condenserWater';
      Object.assign(s.sites[0].heatNetworks[1], { supplyCelsius: 29, returnCelsius: 25 });
    });
    // Water of the dry cooler: 24, 26, 29.5 and 32 C.
    expect([...byId(plant.heatExchangers, 'plate').heatLimitKw]).toEqual([0, 0, 15, 15]);
  });

  it('of a generator comes beside its electricity', () => {
    const [engine] = plantOf().generators;
    expect(engine).toMatchObject({
      minimumLoadKw: 40,
      energyBudgetKwh: null,
      runHoursBudget: 3,
      heatRecovery: { network: 'town', heatKwPerKw: 1.1 },
    });
    expect(engine.fuel.emissionGramsPerKwh).toBe(202);
  });

  it('has a store that starts where it ends, of which nothing is promised', () => {
    const change = (s: PlantScenario) => void Object.assign(s.sites[0].hotStores[0], { initialEnergyKwh: 30 });
    const [store] = plantOf(change).hotStores;
    expect(store).toMatchObject({ startsWhereItEnds: true, endEnergyKwh: 0, chargeEfficiency: 1, kind: 'hotWater' });
    expect(plantOf().coldStores[0].endEnergyKwh).toBe(100);
    expect(plantOf().coldStores[0].reserve).toEqual({ hours: 0.1, loadFraction: 1 });
  });
});

describe('a plant that heats in winter and cools in summer', () => {
  const sidesOn = (start: string, heatingSeasons: readonly Loose[]) => {
    const { heatPumps, chillers } = plantOf((s) => {
      s.sites[0].dualModePlants[0].heatingSeasons = heatingSeasons;
      const hours = {
        start: `${start}T22:00+08:00`,
        segments: [{ until: `${next(start)}T02:00+08:00`, slotMinutes: 60 }],
      };
      s.timeline = hours;
      s.jobs = [];
    });
    return [[...byId(heatPumps, 'twin-heat').heatLimitKw], [...byId(chillers, 'twin-cold').coolingLimitKw]];
  };
  const next = (day: string) => new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  const winter = [{ from: '11-15', to: '03-15' }];

  it.each([
    ['2026-06-01', [0, 0, 0, 0], [40, 40, 40, 40]],
    ['2026-01-10', [50, 50, 50, 50], [0, 0, 0, 0]],
    // Midnight of the first day, and midnight after the last, by the clock of the site.
    ['2026-11-14', [0, 0, 50, 50], [40, 40, 0, 0]],
    ['2027-03-15', [50, 50, 0, 0], [0, 0, 40, 40]],
  ])('on %s', (day, heat, cold) => {
    expect(sidesOn(day, winter)).toEqual([heat, cold]);
  });

  it('shares a slot over midnight', () => {
    const plant = plantOf((s) => {
      s.timeline = { start: '2026-11-14T22:00+08:00', end: '2026-11-15T06:00+08:00', slotMinutes: 120 };
      s.timeline = { ...s.timeline, start: '2026-11-14T23:00+08:00', end: '2026-11-15T07:00+08:00' };
      s.jobs = [];
    });
    expect([...byId(plant.heatPumps, 'twin-heat').heatLimitKw]).toEqual([25, 50, 50, 50]);
  });
});

describe('temperatures and humidity from files', () => {
  it('come in the units that they state', () => {
    const rows = [12, 14, 17.5, 20].map((celsius, hour) => `2026-06-01T0${hour}:00+08:00,${celsius + 273.15},50,900`);
    const directory = folderWith({ 'weather.csv': ['time,t,rh,p', ...rows].join('\n') });
    const column = (name: string, unit: string) => ({
      file: 'weather.csv',
      column: name,
      unit,
      stamp: 'intervalStart',
    });
    const scenario = plantScenario((s) => {
      s.sites[0].weather = {
        dryBulbCelsius: column('t', 'K'),
        relativeHumidityFraction: column('rh', '%'),
        pressureKpa: column('p', 'hPa'),
      };
    });
    const [chiller] = fleetOf(scenario, { directory }).sites[0].plant.chillers;
    const [stated] = plantOf().chillers;
    chiller.cop.forEach((cop, t) => {
      expect(cop).toBeCloseTo(stated.cop[t], 9);
    });
  });
});

describe('prices of promises to customers of heat and cold', () => {
  it('are multiples of the dearest energy where the scenario does not say, with a note', () => {
    const fleet = fleetOf(
      plantScenario((s) => void Object.assign(s.sites[0].heatNetworks[1], { unservedPricePerKwh: 2 })),
    );
    const [{ plant }] = fleet.sites;
    // The dearest slot costs 0.5.
    expect(plant.heatNetworks.map(({ unservedPricePerKwh }) => unservedPricePerKwh)).toEqual([35, 2]);
    expect(plant.coldNetworks[0].unservedPricePerKwh).toBe(35);
    expect(plant.coldStores[0].endShortfallPricePerKwh).toBe(10);
    expect(plant.heatNetworks.map(({ spillLimitKw }) => spillLimitKw)).toEqual([0, 5]);
    expect(fleet.dataQuality.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        '1 cold store states no price for too little energy at the end, so 10 CNY per kWh is taken',
        '1 heat network states no price for demand that is not served, so 35 CNY per kWh is taken',
        '1 cold network states no price for demand that is not served, so 35 CNY per kWh is taken',
      ]),
    );
    expect(fleet.dataQuality.filter(({ subject }) => subject === 'hotStores')).toEqual([]);
  });

  it('are in the currency of the site, as all others', () => {
    const plant = plantOf((s) => {
      s.exchangeRates = { EUR: 8 };
      s.sites[0].currency = 'EUR';
      Object.assign(s.sites[0].heatNetworks[0], { unservedPricePerKwh: 2 });
    });
    expect(plant.heatNetworks[0].unservedPricePerKwh).toBe(16);
    expect(plant.waterPricePerLitre).toBeCloseTo(0.032, 12);
    expect(plant.boilers[0].fuel?.pricePerKwh[0]).toBeCloseTo(0.4, 12);
    expect(plant.heatContracts[0].pricePerKwh[0]).toBeCloseTo(0.16, 12);
  });
});

describe('work that is left for later', () => {
  it('needs cooling then too', () => {
    const leftover = (cooling: unknown) =>
      fleetOf(smallScenario((s) => void Object.assign(s.sites[0], { cooling }))).jobs[0].leftoverPricePerUnitHour;
    // 0.6 kW more at a mean price of 0.35.
    expect(leftover(undefined)).toBeCloseTo(0.35 * 0.6, 9);
    expect(leftover({ fixedPue: 1.3 })).toBeCloseTo(0.35 * 0.6 * 1.3, 9);
    // A chiller of COP 4 and fans of 0.02 on a loop with fans of 0.05: 0.05 + 0.25 + 1.25 x 0.02.
    const loops = [{ id: 'air', medium: 'air', supplyCelsius: 18, returnCelsius: 28, circulationKwPerKw: 0.05 }];
    const chillers = [{ id: 'chiller', coolingLimitKw: 500, cop: 4 }];
    const heatRejection = [{ id: 'tower', kind: 'tower', heatLimitKw: 900, electricityKwPerKw: 0.02 }];
    expect(leftover({ loops, chillers, heatRejection })).toBeCloseTo(0.35 * 0.6 * 1.325, 9);
  });
});

describe('a scenario with cooling, heat and generation of every kind', () => {
  let solver: SolverPool;
  beforeAll(() => {
    solver = makeSolverPool();
  });
  afterAll(() => solver.close());

  it('is planned, and serves everybody', async () => {
    const { plan } = await planned(solver, fleetOf(plantScenario()));
    expect(plan.brokenPromises).toEqual([]);
    // 270 kWh of heat at 0.3 and 80 kWh of cold at 0.1.
    expect(moneyOf(plan, 'heatSold')).toBeCloseTo(-81, 6);
    expect(moneyOf(plan, 'coldSold')).toBeCloseTo(-8, 6);
    expect(seriesOf(plan, 'heatDelivered', 'hohhot', 'town')).toEqual([80, 90, 60, 40]);
    // Out of season.
    expect(seriesOf(plan, 'heatPumpHeat', 'hohhot', 'twin-heat')).toEqual([0, 0, 0, 0]);
  });
});
