import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Fleet, Site } from '../../src/domain/fleet.ts';
import type { SeriesName } from '../../src/domain/plan.ts';
import type { Plant } from '../../src/domain/plant.ts';
import { type RuleName, verifyPlan } from '../../src/verification/index.ts';
import { type Draft, the } from '../support/hand-plan.ts';
import { type Planned, planned } from '../support/planned.ts';
import { plantFleet } from '../support/plant-fleet.ts';
import { billedBy, type DraftPlan, type Edit, expectRules, faultsIn } from '../support/planted-fault.ts';

const solver = makeSolverPool();
let sound: Planned;
beforeAll(async () => {
  sound = await planned(solver, plantFleet);
});
afterAll(() => solver.close());

/** The series of one device of the north. */
const of = (draft: DraftPlan, name: SeriesName, component: string | null = null, site = 'north') =>
  the(
    the(draft.sites, ({ id }) => id === site).series,
    (series) => series.name === name && series.component === component,
  ).values;
const told = (draft: DraftPlan, component: string) =>
  the(draft.setpoints, (setpoint) => setpoint.component === component).values;
const billed = (draft: DraftPlan, line: string, amount: number) => {
  billedBy(draft, line, 'north', amount);
  Object.assign(draft, { status: 'feasible', statusReason: 'changed by hand' });
};
const expectFound = (edit: Edit, ...rules: readonly RuleName[]) =>
  faultsIn(sound.problem, sound.plan).expectFound(edit, ...rules);
const firstFound = (rule: RuleName, edit: Edit) => faultsIn(sound.problem, sound.plan).firstFound(rule, edit);

/** The plan stays and the fleet is another: exactly these rules say that it is no plan for that one. */
function expectFoundInFleet(edit: (fleet: Draft<Fleet>) => void, ...rules: readonly RuleName[]) {
  const fleet: Draft<Fleet> = structuredClone(sound.problem.fleet) as Draft<Fleet>;
  edit(fleet);
  return expectRules(verifyPlan({ ...sound.problem, fleet }, sound.plan).violations, rules);
}

type DevicesOf = {
  [Key in keyof Plant]: Plant[Key] extends readonly { readonly id: string }[] ? Key : never;
}[keyof Plant];
type DeviceOf<Kind extends DevicesOf> = Draft<Plant[Kind][number]>;

const northOf = (fleet: Draft<Fleet>): Draft<Site> => the(fleet.sites, ({ id }) => id === 'north');
const every = (value: number) => new Float64Array(4).fill(value);

test('the plan uses every device, breaks every promise of the plant, and is sound to 1e-5', () => {
  const { problem, plan } = sound;
  expect(verifyPlan(problem, plan, { tolerance: 1e-5 }).violations).toEqual([]);
  const idle = plan.sites
    .flatMap(({ series }) => series)
    .filter(({ values }) => values.every((value) => value === 0))
    .map(({ site, name, component }) => `${site} ${name} ${component}`);
  // The brine loop serves an ice store alone, and the south has no job.
  expect(idle.sort()).toEqual([
    'north loopHeat brine',
    'north loopPower brine',
    'south gridExport null',
    'south poolBusyUnits gpu',
    'south poolPower gpu',
  ]);
  const kinds = new Set(plan.brokenPromises.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual([
    'baseLoadServed',
    'carbonBudget',
    'coldServed',
    'endEnergy',
    'heatServed',
    'renewableShare',
    'zoneRamp',
  ]);
});

describe('a device that is another than the plan believes', () => {
  const rows = <Kind extends DevicesOf>(
    kind: Kind,
    id: string,
    cases: readonly [what: string, change: Partial<DeviceOf<Kind>>, ...rules: RuleName[]][],
  ) =>
    cases.map(([what, change, ...rules]) => ({
      what: `${id}: ${what}`,
      rules,
      edit: (fleet: Draft<Fleet>) => {
        const devices = northOf(fleet).plant[kind] as { id: string }[];
        Object.assign(
          the(devices, (device) => device.id === id),
          change,
        );
      },
    }));

  test.each([
    ...rows('loops', 'room', [['more fans', { circulationKwPerKw: 0.05 }, 'coolingPower']]),
    ...rows('chillers', 'chiller', [
      ['smaller', { coolingLimitKw: every(44) }, 'coolingLimit'],
      ['another COP', { cop: every(6) }, 'coolingPower'],
      ['on another loop', { loop: 'plate' }, 'loopBalance'],
      ['dearer', { operatingPricePerKwh: 1 }, 'costLine'],
    ]),
    ...rows('absorptionChillers', 'absorption', [
      ['smaller', { coolingLimitKw: every(7) }, 'coolingLimit'],
      ['another COP', { cop: every(0.8) }, 'absorptionHeat'],
      ['more pumps', { electricityKwPerKw: 0.05 }, 'coolingPower'],
    ]),
    ...rows('freeCoolers', 'economiser', [
      ['smaller', { coolingLimitKw: every(15) }, 'coolingLimit'],
      ['more fans', { electricityKwPerKw: 0.05 }, 'coolingPower'],
      ['more water', { waterLitresPerKwh: 5 }, 'costLine', 'indicator'],
    ]),
    ...rows('heatRejection', 'tower', [
      ['smaller', { heatLimitKw: every(60) }, 'coolingLimit'],
      ['more fans', { electricityKwPerKw: 0.05 }, 'coolingPower'],
      ['more water', { waterLitresPerKwh: 5 }, 'costLine', 'indicator'],
    ]),
    ...rows('coldStores', 'chilled-water', [
      ['charges slower', { chargeLimitKw: 2 as never }, 'thermalStoreLimit'],
      ['discharges slower', { dischargeLimitKw: 10 as never }, 'thermalStoreLimit'],
      ['loses on the way in', { chargeEfficiency: 0.9 as never }, 'storedEnergy'],
      ['loses while it waits', { selfDischargePerHour: 0.05 }, 'storedEnergy'],
      ['began lower', { initialEnergyKwh: 14 as never }, 'storedEnergy'],
      ['smaller', { energyCapacityKwh: 16 as never }, 'storedEnergyLimit'],
      ['must not fall so low', { minimumEnergyKwh: 2 as never }, 'storedEnergyLimit'],
      ['must keep more', { reserve: { hours: 0.2, loadFraction: 0.8 as never } }, 'storeReserve'],
      ['fewer cycles', { cycleBudget: 0.3 }, 'cycleBudget'],
      ['charges another loop', { chargesFrom: 'brine' }, 'loopBalance'],
    ]),
    ...rows('coldStores', 'ice', [
      ['fewer cycles', { cycleBudget: 0.29 }, 'cycleBudget'],
      ['starts full', { startsWhereItEnds: false }, 'storedEnergy'],
      ['serves another loop', { dischargesTo: 'plate' }, 'loopBalance'],
    ]),
    ...rows('coldNetworks', 'offices', [
      ['more demand', { demandKw: every(10) }, 'coldDemand'],
      ['more loss', { lossFraction: 0.2 as never }, 'loopBalance'],
      ['a better price', { pricePerKwh: every(0.1) }, 'costLine'],
      ['dearer to leave unserved', { unservedPricePerKwh: 3 }, 'costLine', 'promiseCost', 'baseline'],
    ]),
    ...rows('heatNetworks', 'town', [
      ['more demand', { demandKw: every(130) }, 'heatDemand'],
      ['more loss', { lossFraction: 0.3 as never }, 'heatBalance'],
      ['less to be thrown away', { spillLimitKw: 10 as never }, 'heatSpill'],
      ['dearer to throw away', { spillPricePerKwh: 1 }, 'costLine'],
      ['dearer to leave unserved', { unservedPricePerKwh: 3 }, 'costLine', 'promiseCost', 'baseline'],
    ]),
    ...rows('heatPumps', 'loop-pump', [
      ['smaller', { heatLimitKw: every(11) }, 'heatLimit'],
      ['another COP', { cop: every(3.2) }, 'heatPumpLaw'],
      ['from the air', { tap: { kind: 'ambient' } }, 'loopBalance', 'indicator'],
    ]),
    ...rows('heatPumps', 'condenser-pump', [
      ['another COP', { cop: every(3) }, 'heatPumpLaw'],
      ['from the air', { tap: { kind: 'ambient' } }, 'condenserBalance', 'indicator'],
    ]),
    ...rows('heatPumps', 'air-pump', [
      ['another COP', { cop: every(3) }, 'heatPumpLaw'],
      ['from a loop', { tap: { kind: 'loop', loop: 'room' } }, 'loopBalance', 'indicator'],
    ]),
    ...rows('heatExchangers', 'exchanger', [
      ['smaller', { heatLimitKw: every(5) }, 'heatLimit'],
      ['more pumps', { electricityKwPerKw: 0.04 }, 'exchangerPower'],
      ['on the condenser water', { tap: { kind: 'condenserWater' } }, 'loopBalance', 'condenserBalance', 'indicator'],
    ]),
    ...rows('boilers', 'gas-boiler', [
      ['smaller', { heatLimitKw: every(14) }, 'heatLimit'],
      ['less efficient', { efficiency: 0.8 as never }, 'boilerInput'],
    ]),
    ...rows('boilers', 'electric-boiler', [['less efficient', { efficiency: 0.9 as never }, 'boilerInput']]),
    ...rows('heatContracts', 'waste', [
      ['more must be taken', { minimumKw: every(20) }, 'heatLimit'],
      ['less is to be had', { limitKw: every(30) }, 'heatLimit'],
    ]),
    ...rows('heatContracts', 'greenhouse', [
      ['more must be given', { minimumKw: every(3) }, 'heatLimit'],
      ['a better price', { pricePerKwh: every(0.2) }, 'costLine'],
    ]),
    ...rows('hotStores', 'tank', [
      ['discharges slower', { dischargeLimitKw: 10 as never }, 'thermalStoreLimit'],
      ['smaller', { energyCapacityKwh: 20 as never }, 'storedEnergyLimit'],
      ['fewer cycles', { cycleBudget: 0.1 }, 'cycleBudget'],
      ['dearer to end low', { endShortfallPricePerKwh: 1 }, 'costLine', 'promiseCost', 'baseline'],
    ]),
    ...rows('generators', 'engine', [
      ['smaller', { electricityLimitKw: every(25) }, 'generatorLimit', 'generatorRunning'],
      ['runs at 25 kW or above', { minimumLoadKw: 25 as never }, 'generatorLoad'],
      ['less energy', { energyBudgetKwh: 45 as never }, 'generatorBudget'],
      ['fewer hours', { runHoursBudget: 1.5 }, 'generatorBudget'],
      ['less efficient', { efficiency: 0.3 as never }, 'generatorInput'],
      ['less heat', { heatRecovery: { network: 'town', heatKwPerKw: 0.7 } }, 'generatorHeat'],
    ]),
    ...rows('generators', 'cell', [
      ['less energy', { energyBudgetKwh: 9 as never }, 'generatorBudget'],
      ['fewer hours', { runHoursBudget: 0.9 }, 'generatorBudget'],
    ]),
  ])('$what', ({ edit, rules }) => {
    expect(expectFoundInFleet(edit, ...rules).length).toBeGreaterThan(0);
  });
});

describe('a site or a fleet that is another than the plan believes', () => {
  test('heat of the base load on another loop', () => {
    const found = expectFoundInFleet((fleet) => {
      northOf(fleet).plant.heatOf.baseLoad = [{ loop: 'room', fraction: 1 as never }];
    }, 'loopHeat');
    expect(new Set(found.map(({ subject }) => subject))).toEqual(new Set(['room', 'plate']));
  });

  test('heat of machines, and of power distribution, on another loop', () => {
    expectFoundInFleet((fleet) => {
      northOf(fleet).plant.heatOf.pools.gpu = [{ loop: 'room', fraction: 1 as never }];
    }, 'loopHeat');
    expectFoundInFleet((fleet) => {
      northOf(fleet).plant.heatOf.distribution = [];
    }, 'loopHeat');
  });

  test('another fixed ratio of cooling', () => {
    expectFoundInFleet((fleet) => {
      fleet.sites[1].plant.fixedCoolingFraction = 0.3;
    }, 'fixedCooling');
  });

  test('a battery that must keep more of the IT load, and one with fewer cycles', () => {
    const found = expectFoundInFleet((fleet) => {
      northOf(fleet).batteries[0].reserve = { hours: 0.2, loadFraction: 1 as never };
    }, 'storeReserve');
    // After slot 2 it holds 7.5 kWh, half of 0.2 h x 62 kW / 0.9; after slot 3, too, half of what it should.
    expect(found.map(({ slot }) => slot)).toEqual([2, 3]);
    expectFoundInFleet((fleet) => {
      northOf(fleet).batteries[0].cycleBudget = 0.39;
    }, 'cycleBudget');
  });

  test.each([
    ['less in a slot', { limitKw: every(19) }],
    ['less within the horizon', { limitKwh: 29 as never }],
  ])('green power with %s', (_, change) => {
    const found = expectFoundInFleet((fleet) => {
      Object.assign(
        the(northOf(fleet).grid.greenPower, ({ id }) => id === 'wind'),
        change,
      );
    }, 'greenPower');
    expect(found[0].subject).toBe('wind');
  });

  test('import that is renewable already is not covered', () => {
    expectFoundInFleet(
      (fleet) => {
        northOf(fleet).grid.renewableFraction = every(0.5);
      },
      'greenPower',
      'brokenPromise',
      'costLine',
    );
  });

  test('a carbon budget that no price breaks', () => {
    const found = expectFoundInFleet(
      (fleet) => {
        fleet.targets.carbonBudget = { limitKg: 20, breachPricePerKg: null };
      },
      'carbonBudget',
      'baseline',
      'unfoundedPromise',
      'costLine',
    );
    // Import at the market signal and fuel, less green power and 25 kg of offsets.
    const { marketKg, fuelKg, coveredKg } = sound.plan.emissions;
    expect(the(found, ({ rule }) => rule === 'carbonBudget').found).toBeCloseTo(
      (marketKg ?? 0) + fuelKg - coveredKg - 25,
    );
  });

  test('targets that ask for more', () => {
    const edits: ((fleet: Draft<Fleet>) => void)[] = [
      ({ targets }) => targets.carbonBudget !== null && Object.assign(targets.carbonBudget, { limitKg: 15 }),
      ({ targets }) => targets.renewableShare !== null && Object.assign(targets.renewableShare, { minimum: 0.95 }),
      ({ targets }) => Object.assign(targets.zoneRamps[0], { limitKwPerMinute: 1 }),
    ];
    for (const edit of edits) expectFoundInFleet(edit, 'brokenPromise', 'costLine');
  });

  test('a ramp of another zone', () => {
    expectFoundInFleet(
      ({ targets }) => {
        targets.zoneRamps[0].marketZone = 'elsewhere';
      },
      'baseline',
      'unfoundedPromise',
      'costLine',
    );
  });

  test('offsets that are dearer, fewer, or more kinds', () => {
    const change = (values: object) => (fleet: Draft<Fleet>) => Object.assign(fleet.targets.offsets[0], values);
    expectFoundInFleet(change({ limitKg: 4 }), 'offset');
    expectFoundInFleet(change({ pricePerTonne: 200 }), 'offset', 'costLine');
    expectFoundInFleet(change({ id: 'another' }), 'offset', 'costLine');
  });
});

describe('energy from nowhere', () => {
  test('a heat pump that gives heat and draws nothing, less heat being bought for it', () => {
    const found = expectFound((draft) => {
      of(draft, 'heatPumpHeat', 'air-pump')[0] += 1;
      told(draft, 'air-pump')[0] += 1;
      of(draft, 'contractHeat', 'waste')[0] -= 1;
      told(draft, 'waste')[0] -= 1;
      // Half an hour at a price of -0.02.
      billed(draft, 'heatBought', 0.01);
    }, 'heatPumpLaw');
    expect(found).toEqual([expect.objectContaining({ subject: 'air-pump', slot: 0, found: 1, limit: 0 })]);
  });

  test('a heat pump that heats its source', () => {
    const found = expectFound(
      (draft) => {
        of(draft, 'heatPumpPower', 'air-pump')[0] += 1;
      },
      'heatPumpLaw',
      'powerBalance',
    );
    expect(found).toContainEqual(expect.objectContaining({ rule: 'heatPumpLaw', slot: 0, found: -1, limit: 0 }));
  });

  test('a heat pump whose heat comes from no loop', () => {
    const edit: Edit = (draft) => {
      of(draft, 'heatPumpHeat', 'loop-pump')[0] -= 3;
      of(draft, 'heatPumpPower', 'loop-pump')[0] -= 1;
    };
    // Its power goes on in the balance of electricity, its heat in those of the network and of the loop: 3 - 1 = 2 kW.
    expect(firstFound('heatPumpLaw', edit)).toBeUndefined();
    const onLoop = firstFound('loopBalance', edit);
    expect((onLoop?.limit ?? 0) - (onLoop?.found ?? 0)).toBeCloseTo(2, 5);
    const inNetwork = firstFound('heatBalance', edit);
    expect((inNetwork?.found ?? 0) - (inNetwork?.limit ?? 0)).toBeCloseTo(3, 5);
  });

  test('a chiller whose heat never reaches the condenser water', () => {
    expectFound(
      (draft) => {
        of(draft, 'heatRejected', 'tower')[0] -= 1;
        of(draft, 'heatRejectionPower', 'tower')[0] -= 0.025;
      },
      'condenserBalance',
      'powerBalance',
      'costLine',
      'indicator',
    );
  });

  test('a store of heat fuller than it was charged', () => {
    const found = expectFound((draft) => {
      of(draft, 'hotStoreStored', 'tank')[1] += 1;
    }, 'storedEnergy');
    // It comes from nowhere in slot 1 and goes nowhere in slot 2.
    expect(found.map(({ slot }) => slot)).toEqual([1, 2]);
  });

  test('a store that starts where it ends, and ends higher', () => {
    const found = expectFound((draft) => {
      of(draft, 'coldStoreStored', 'ice')[3] += 1;
    }, 'storedEnergy');
    expect(found.map(({ slot }) => slot)).toEqual([0, 3]);
  });

  test('a store of cold that cools more than it gives up', () => {
    expectFound(
      (draft) => {
        of(draft, 'coldStoreDischarge', 'chilled-water')[1] += 1;
      },
      'storedEnergy',
      'loopBalance',
      'setpoint',
    );
  });

  test('charging and discharging at once is no fault of a thermal store', () => {
    expectFound((draft) => {
      of(draft, 'hotStoreCharge', 'tank')[2] += 1;
      of(draft, 'hotStoreDischarge', 'tank')[2] += 1;
      billed(draft, 'wear', 0.002);
    });
  });

  test('more delivered than anybody wants', () => {
    const networks = [
      { delivered: 'heatDelivered', unserved: 'heatUnserved', id: 'town', rule: 'heatDemand' },
      { delivered: 'coldDelivered', unserved: 'coldUnserved', id: 'offices', rule: 'coldDemand' },
    ] as const;
    for (const { delivered, unserved, id, rule } of networks) {
      const found = firstFound(rule, (draft) => {
        of(draft, delivered, id)[0] += 1;
        of(draft, unserved, id)[0] -= 1;
      });
      expect(found).toMatchObject({ subject: id, slot: 0, found: -1, limit: 0 });
    }
  });

  test('negative flows', () => {
    const edits: [RuleName, SeriesName, string][] = [
      ['coolingLimit', 'chillerCooling', 'chiller'],
      ['coolingLimit', 'absorptionCooling', 'absorption'],
      ['coolingLimit', 'freeCooling', 'economiser'],
      ['coolingLimit', 'heatRejected', 'tower'],
      ['thermalStoreLimit', 'coldStoreCharge', 'ice'],
      ['thermalStoreLimit', 'hotStoreDischarge', 'tank'],
      ['coldDemand', 'coldUnserved', 'offices'],
      ['heatDemand', 'heatDelivered', 'town'],
      ['heatSpill', 'heatSpilled', 'town'],
      ['heatLimit', 'heatPumpHeat', 'air-pump'],
      ['heatLimit', 'exchangerHeat', 'exchanger'],
      ['heatLimit', 'boilerHeat', 'gas-boiler'],
      ['generatorLimit', 'generatorPower', 'engine'],
      ['generatorHeat', 'generatorHeat', 'engine'],
      ['greenPower', 'greenPower', 'wind'],
    ];
    for (const [rule, name, component] of edits) {
      const found = firstFound(rule, (draft) => {
        of(draft, name, component)[3] = -1;
      });
      expect(found, `${name} ${component}`).toMatchObject({ subject: component, slot: 3, found: -1 });
    }
  });
});

describe('faults of generators', () => {
  test('heat used beyond what comes with the power', () => {
    expectFound(
      (draft) => {
        of(draft, 'generatorHeat', 'engine')[1] += 1;
      },
      'generatorHeat',
      'heatBalance',
    );
  });

  test('a generator below its least load', () => {
    const found = firstFound('generatorLoad', (draft) => {
      of(draft, 'generatorPower', 'engine')[2] = 5;
    });
    expect(found).toMatchObject({ subject: 'engine', slot: 2, found: 5, limit: 12 });
  });

  test('a generator that runs and does not count as running, or the other way round', () => {
    const found = expectFound((draft) => {
      of(draft, 'generatorRunning', 'engine')[2] = 0;
    }, 'generatorRunning');
    expect(found[0]).toMatchObject({ slot: 2, found: 20, limit: 0 });
    expectFound(
      (draft) => {
        of(draft, 'generatorRunning', 'engine')[1] = 1;
      },
      'generatorRunning',
      'generatorBudget',
    );
    expectFound((draft) => {
      of(draft, 'generatorRunning', 'cell')[3] = 0.5;
    }, 'generatorRunning');
  });

  test('a generator that runs for more than the slot, or for less than nothing', () => {
    const share = (value: number, ...rules: RuleName[]) =>
      expectFound(
        (draft) => {
          of(draft, 'generatorRunning', 'cell')[0] = value;
        },
        ...rules,
      );
    const more = share(1.2, 'generatorRunning', 'generatorBudget');
    expect(more).toContainEqual(expect.objectContaining({ rule: 'generatorRunning', found: 1.2, limit: 1 }));
    expect(share(-0.1, 'generatorRunning')).toContainEqual(expect.objectContaining({ found: -0.1, limit: 0 }));
  });

  test('power without fuel', () => {
    const found = expectFound(
      (draft) => {
        of(draft, 'generatorInput', 'engine')[3] = 0;
      },
      'generatorInput',
      'costLine',
      'emissions',
      'brokenPromise',
    );
    expect(the(found, ({ rule }) => rule === 'generatorInput')).toMatchObject({ found: 0, limit: 75 });
  });
});

describe('faults of what the plant is told and what is said of it', () => {
  test('a setpoint that says something else than the series, of any device', () => {
    expect(sound.plan.setpoints.length).toBeGreaterThan(15);
    sound.plan.setpoints.forEach((_, index) => {
      expectFound((draft) => {
        draft.setpoints[index].values[2] += 1;
      }, 'setpoint');
    });
  });

  test('a setpoint left out, and one for a device that nobody commands', () => {
    const commanded = new Set(sound.plan.setpoints.map(({ quantity }) => quantity));
    expect(commanded).toContain('hotStoreNetCharge');
    expectFound((draft) => {
      draft.setpoints = draft.setpoints.filter(({ quantity }) => quantity !== 'coldStoreNetCharge');
    }, 'setpoint');
    expectFound((draft) => {
      draft.setpoints.push({ ...draft.setpoints[0], component: 'tower', quantity: 'freeCooling' });
    }, 'setpoint');
  });

  test.each(['itKwh', 'facilityKwh', 'pue', 'waterLitres', 'wueLitresPerKwh'] as const)('another %s', (figure) => {
    const found = expectFound((draft) => {
      const north = draft.indicators[0];
      north[figure] = (north[figure] ?? 0) + 0.01;
    }, 'indicator');
    expect(found).toHaveLength(1);
  });

  test.each(['reusedHeatKwh', 'energyReuseFactor', 'energyReuseEffectiveness'] as const)('another %s', (figure) => {
    const found = expectFound((draft) => {
      const north = draft.indicators[0];
      north[figure] = (north[figure] ?? 0) + 0.01;
    }, 'indicator');
    expect(found).toHaveLength(1);
  });

  test('indicators left out, doubled, of nobody, or not known', () => {
    const edits: Edit[] = [
      (draft) => draft.indicators.pop(),
      (draft) => draft.indicators.push({ ...draft.indicators[0] }),
      (draft) => draft.indicators.push({ ...draft.indicators[0], site: 'west' }),
      (draft) => {
        draft.indicators[0].pue = null;
      },
    ];
    for (const edit of edits) expect(expectFound(edit, 'indicator')).toHaveLength(1);
  });

  test.each(['coveredKg', 'fuelKg', 'offsetKg'] as const)('emissions with another %s', (figure) => {
    const rules: RuleName[] = figure === 'offsetKg' ? ['emissions'] : ['emissions', 'savings'];
    const found = expectFound(
      (draft) => {
        draft.emissions[figure] += 1;
      },
      ...rules,
    );
    expect(found[0].subject).toBe(figure);
  });

  test('offsets left out, negative, at another cost, or of nobody', () => {
    expectFound((draft) => draft.offsets.pop(), 'offset', 'emissions', 'costLine', 'brokenPromise');
    expect(firstFound('offset', (draft) => Object.assign(draft.offsets[0], { kg: -1 }))).toMatchObject({ found: -1 });
    expectFound((draft) => {
      draft.offsets[0].cost += 1;
    }, 'offset');
    expectFound((draft) => draft.offsets.push({ id: 'dream', kg: 0, cost: 0 }), 'offset');
  });
});

describe('faults of promises', () => {
  const kinds = ['heatServed', 'coldServed', 'endEnergy', 'carbonBudget', 'renewableShare', 'zoneRamp'] as const;
  const ofKind = (draft: DraftPlan, kind: string) => {
    const found = draft.brokenPromises.find((each) => each.kind === kind);
    if (found === undefined) throw new Error(`no promise ${kind} is broken`);
    return found;
  };

  test.each(kinds)('a broken %s kept quiet', (kind) => {
    const found = expectFound((draft) => {
      draft.brokenPromises = draft.brokenPromises.filter((each) => each.kind !== kind);
    }, 'brokenPromise');
    expect(found).toHaveLength(1);
  });

  test.each(kinds)('a broken %s at another price', (kind) => {
    expectFound((draft) => {
      ofKind(draft, kind).pricePerUnit += 1;
    }, 'promiseCost');
  });

  test.each(['carbonBudget', 'renewableShare'] as const)('a broken %s that names a part of the horizon', (kind) => {
    expectFound((draft) => {
      ofKind(draft, kind).to = '2026-06-01T02:00:00Z';
    }, 'promiseTime');
  });

  test.each(['heatServed', 'coldServed', 'zoneRamp'] as const)('a broken %s at another time', (kind) => {
    const found = expectFound((draft) => {
      for (const each of draft.brokenPromises) {
        if (each.kind === kind) Object.assign(each, { from: '2026-06-01T00:00:00Z', to: '2026-06-01T00:30:00Z' });
      }
    }, 'promiseTime');
    expect(found.at(-1)).toMatchObject({ slot: 3 });
  });

  test('a step of a zone may be named by the slot that it ends', () => {
    expectFound((draft) => {
      const last = draft.brokenPromises.filter(({ kind }) => kind === 'zoneRamp').at(-1);
      Object.assign(last ?? {}, { from: '2026-06-01T01:30:00Z', to: '2026-06-01T02:00:00Z' });
    });
  });

  test.each(['carbonBudget', 'renewableShare', 'zoneRamp'] as const)('a broken %s laid at one site’s door', (kind) => {
    expectFound(
      (draft) => {
        for (const each of draft.brokenPromises) if (each.kind === kind) each.site = 'north';
      },
      'brokenPromise',
      'unfoundedPromise',
    );
  });
});
