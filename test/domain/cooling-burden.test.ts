import { describe, expect, it } from 'vitest';
import { type CooledSite, coolingBurden } from '../../src/domain/cooling-burden.ts';
import { NO_PLANT, type Plant } from '../../src/domain/plant.ts';
import { fraction } from '../../src/units/index.ts';

const all = [{ loop: 'air', fraction: fraction(1) }];
const slots = (...values: number[]) => Float64Array.from(values);

/** A loop with fans of 0.05, and whatever else of a plant. */
const siteWith = (plant: Partial<Plant>, overheadFraction = 0): CooledSite => ({
  compute: { overheadFraction: fraction(overheadFraction) },
  plant: {
    ...NO_PLANT,
    loops: [{ id: 'air', medium: 'air', supplyCelsius: 18, returnCelsius: 28, circulationKwPerKw: 0.05 }],
    ...plant,
  },
});

const chiller = (id: string, coolingLimitKw: Float64Array, cop: Float64Array) => ({
  id,
  loop: 'air',
  coolingLimitKw,
  cop,
  operatingPricePerKwh: 0,
});
const tower = (heatLimitKw: Float64Array, electricityKwPerKw: number, id = 'tower') => ({
  id,
  kind: 'tower' as const,
  heatLimitKw,
  electricityKwPerKw,
  waterLitresPerKwh: 0,
});
const freeCooler = (coolingLimitKw: Float64Array) => ({
  id: 'free',
  loop: 'air',
  coolingLimitKw,
  electricityKwPerKw: 0.03,
  waterLitresPerKwh: 0,
});

describe('what cooling adds to a kW of IT power', () => {
  it('is the fixed fraction where cooling is not modelled, and nothing limits it', () => {
    const site = siteWith({ loops: [], fixedCoolingFraction: 0.2 });
    const { leastKwPerKw, mostKwPerKw, coolableKw } = coolingBurden(site, [], 2);
    expect([...leastKwPerKw, ...mostKwPerKw]).toEqual([0.2, 0.2, 0.2, 0.2]);
    expect([...coolableKw]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  it('lies between free cooling and the worst chiller, slot by slot', () => {
    const site = siteWith({
      chillers: [chiller('good', slots(100, 100), slots(5, 4)), chiller('bad', slots(0, 100), slots(2, 2))],
      freeCoolers: [freeCooler(slots(80, 0))],
      heatRejection: [tower(slots(1000, 1000), 0.02), tower(slots(1000, 1000), 0.04, 'second')],
    });
    const { leastKwPerKw, mostKwPerKw } = coolingBurden(site, all, 2);
    // Slot 0: free cooler 0.03, or 0.2 + 1.2 x 0.04. Slot 1: 0.25 + 1.25 x 0.02, or 0.5 + 1.5 x 0.04.
    expect(leastKwPerKw[0]).toBeCloseTo(0.05 + 0.03, 12);
    expect(mostKwPerKw[0]).toBeCloseTo(0.05 + 0.2 + 1.2 * 0.04, 12);
    expect(leastKwPerKw[1]).toBeCloseTo(0.05 + 0.25 + 1.25 * 0.02, 12);
    expect(mostKwPerKw[1]).toBeCloseTo(0.05 + 0.5 + 1.5 * 0.04, 12);
  });

  it('counts the losses of power distribution where a loop takes them', () => {
    const plant = {
      chillers: [chiller('c', slots(100), slots(5))],
      heatRejection: [tower(slots(1000), 0)],
    };
    const heatOf = { baseLoad: all, distribution: all, pools: {} };
    expect(coolingBurden(siteWith({ ...plant, heatOf }, 0.1), all, 1).leastKwPerKw[0]).toBeCloseTo(0.25 * 1.1, 12);
    expect(coolingBurden(siteWith(plant, 0.1), all, 1).leastKwPerKw[0]).toBeCloseTo(0.25, 12);
  });

  it('is what a heat pump draws where nothing else cools the loop', () => {
    const heatPump = {
      id: 'pump',
      tap: { kind: 'loop', loop: 'air' } as const,
      network: 'town',
      heatLimitKw: slots(60),
      cop: slots(4),
      operatingPricePerKwh: 0,
    };
    const { leastKwPerKw, coolableKw } = coolingBurden(siteWith({ heatPumps: [heatPump] }), all, 1);
    // 60 kW of heat take 45 kW from the loop with 15 kW of electricity.
    expect(leastKwPerKw[0]).toBeCloseTo(0.05 + 1 / 3, 12);
    expect(coolableKw[0]).toBeCloseTo(45, 9);
  });
});

describe('the IT power that can be cooled', () => {
  it('is that of all coolers of the loop together, less what the losses bring', () => {
    const site = siteWith(
      {
        heatOf: { baseLoad: all, distribution: all, pools: {} },
        chillers: [chiller('c', slots(100, 100), slots(5, 5))],
        freeCoolers: [freeCooler(slots(32, 10))],
        heatRejection: [tower(slots(1000, 1000), 0)],
      },
      0.1,
    );
    const { coolableKw } = coolingBurden(site, all, 2);
    expect(coolableKw[0]).toBeCloseTo(132 / 1.1, 9);
    expect(coolableKw[1]).toBeCloseTo(110 / 1.1, 9);
  });

  it('is bounded by what takes the condenser heat', () => {
    const site = siteWith({
      chillers: [chiller('c', slots(100), slots(5))],
      freeCoolers: [freeCooler(slots(32))],
      heatRejection: [tower(slots(60), 0)],
    });
    // 60 kW of condenser heat are 50 kW of cold, beside 32 kW of free cooling.
    expect(coolingBurden(site, all, 1).coolableKw[0]).toBeCloseTo(82, 6);
  });

  it('is bounded by the loop that is short', () => {
    const shares = [
      { loop: 'air', fraction: fraction(0.2) },
      { loop: 'liquid', fraction: fraction(0.8) },
    ];
    const { plant } = siteWith({});
    const site = siteWith({
      loops: [...plant.loops, { ...plant.loops[0], id: 'liquid' }],
      freeCoolers: [freeCooler(slots(40)), { ...freeCooler(slots(80)), id: 'radiator', loop: 'liquid' }],
    });
    expect(coolingBurden(site, shares, 1).coolableKw[0]).toBeCloseTo(100, 9);
  });
});
