import fc from 'fast-check';
import type { Fleet } from '../../src/domain/fleet.ts';
import type { Plain } from '../support/fleets.ts';
import { type BatteryInput, makeFleet, type SiteInput, slotsOf } from '../support/fleets.ts';
import { makePlant, type PlantInput } from '../support/plants.ts';

/**
 * Random sites with cooling, heat and generation that always have a plan: every loop has a chiller and the site a tower
 * that are wide enough, customers may go short and heat may be thrown away. Everything else is left to chance.
 *
 * kW, kWh and money have four digits behind the point, as meters and price lists have them; ratios are parts of 700, with
 * all the digits of a double. Finer amounts are left out on purpose: the solver keeps rows to 1e-9 of a MW, and demands
 * of 1e-6 kW were seen to leave up to 2.4e-6 kW.
 */
const from = (min: number, max: number) => inParts(min, max, 10_000);
const ratio = (min: number, max: number) => inParts(min, max, 700);
const inParts = (min: number, max: number, parts: number) =>
  fc.integer({ min: Math.round(min * parts), max: Math.round(max * parts) }).map((n) => n / parts);
const chance = (weight = 0.5) => from(0, 1).map((x) => x < weight);
/** Nothing, or one of it. */
const maybe = <T>(one: fc.Arbitrary<T>, weight = 0.6): fc.Arbitrary<readonly T[]> =>
  fc.tuple(chance(weight), one).map(([there, made]) => (there ? [made] : []));
const perSlot = (count: number, min: number, max: number, value = from(min, max)) =>
  fc.array(value, { minLength: count, maxLength: count });
const cops = (count: number, min: number, max: number) => perSlot(count, min, max, ratio(min, max));

const arbitraryStore: fc.Arbitrary<BatteryInput> = fc.record({
  energyCapacityKwh: from(20, 100),
  initialEnergyKwh: from(0, 20),
  chargeLimitKw: from(5, 50),
  dischargeLimitKw: from(5, 50),
  chargeEfficiency: ratio(0.6, 1),
  dischargeEfficiency: ratio(0.6, 1),
  selfDischargePerHour: fc.constantFrom(0, 0.01, 0.2),
  startsWhereItEnds: chance(0.3),
  wearPricePerKwh: from(0, 0.02),
  cycleBudget: fc.option(from(0.2, 2)),
});

const LOOPS = ['room', 'cold-plate'] as const;

function coolingOf(slots: number) {
  const loop = fc.constantFrom(...LOOPS);
  return fc.record({
    circulation: ratio(0, 0.1),
    chillers: fc
      .tuple(...LOOPS.map(() => perSlot(slots, 2, 7)))
      .map((cops) =>
        cops.map((cop, i) => ({ id: `chiller-${LOOPS[i]}`, loop: LOOPS[i], cop, operatingPricePerKwh: 0.001 })),
      ),
    heatRejection: fc
      .record({ electricityKwPerKw: ratio(0, 0.05), waterLitresPerKwh: from(0, 2) })
      .map((tower) => [tower]),
    freeCoolers: maybe(fc.record({ loop, coolingLimitKw: perSlot(slots, 0, 60), electricityKwPerKw: ratio(0, 0.1) })),
    absorptionChillers: maybe(
      fc.record({
        loop,
        coolingLimitKw: perSlot(slots, 0, 40),
        cop: cops(slots, 0.5, 1.2),
        electricityKwPerKw: ratio(0, 0.05),
      }),
    ),
    coldStores: maybe(
      fc.tuple(arbitraryStore, loop, loop).map(([store, chargesFrom, dischargesTo]) => ({
        ...(store as Plain<BatteryInput>),
        kind: 'chilledWater' as const,
        chargesFrom,
        dischargesTo,
      })),
    ),
    coldNetworks: maybe(
      fc.record({
        loop,
        demandKw: perSlot(slots, 0, 30),
        lossFraction: ratio(0, 0.3),
        pricePerKwh: perSlot(slots, 0, 0.1),
      }),
    ),
    shares: fc.record({ base: ratio(0, 1), pool: ratio(0, 1), losses: chance() }),
  });
}

function heatOf(slots: number) {
  const tap = fc.constantFrom(
    { kind: 'loop' as const, loop: 'room' },
    { kind: 'loop' as const, loop: 'cold-plate' },
    { kind: 'condenserWater' as const },
  );
  const fuel = fc.record({ pricePerKwh: perSlot(slots, 0.01, 0.2), emissionGramsPerKwh: from(0, 300) });
  return fc.record({
    heatNetworks: fc
      .record({
        demandKw: perSlot(slots, 0, 80),
        lossFraction: ratio(0, 0.3),
        pricePerKwh: perSlot(slots, 0, 0.1),
        spillPricePerKwh: from(0, 0.02),
      })
      .map((network) => [{ ...network, unservedPricePerKwh: 2, spillLimitKw: 200 }]),
    heatPumps: fc
      .tuple(maybe(tap, 0.8), maybe(fc.constant({ kind: 'ambient' as const }), 0.3), cops(slots, 1.5, 6))
      .map(([taps, ambient, cop]) =>
        [...taps, ...ambient].map((each, i) => ({ id: `pump-${i}`, tap: each, cop, heatLimitKw: 40 })),
      ),
    heatExchangers: maybe(fc.record({ tap, heatLimitKw: perSlot(slots, 0, 30), electricityKwPerKw: ratio(0, 0.05) })),
    boilers: maybe(fc.record({ efficiency: ratio(0.7, 1), heatLimitKw: perSlot(slots, 0, 80), fuel: fc.option(fuel) })),
    heatContracts: fc
      .tuple(maybe(perSlot(slots, 0, 20)), maybe(perSlot(slots, 0, 20)), perSlot(slots, 0, 0.1))
      .map(([bought, sold, pricePerKwh]) => [
        ...bought.map((minimumKw) => ({ id: 'bought', minimumKw, limitKw: 60, pricePerKwh })),
        ...sold.map((limitKw) => ({ id: 'sold', direction: 'sell' as const, limitKw, pricePerKwh })),
      ]),
    hotStores: maybe(arbitraryStore.map((store) => store as object)),
    generators: maybe(
      fc.record({
        electricityLimitKw: perSlot(slots, 40, 120),
        minimumLoadKw: fc.constantFrom(0, 30, 50),
        efficiency: ratio(0.3, 0.5),
        fuel,
        energyBudgetKwh: fc.option(from(20, 300)),
        runHoursBudget: fc.option(from(0.5, 4)),
        heatRecovery: fc.option(ratio(0.5, 1.5).map((heatKwPerKw) => ({ network: 'town', heatKwPerKw }))),
      }),
    ),
  });
}

function fleetOf(slots: number): fc.Arbitrary<Fleet> {
  return fc
    .record({
      hours: fc.array(fc.constantFrom(0.25, 0.5, 1, 2), { minLength: slots, maxLength: slots }),
      importPricePerKwh: perSlot(slots, -0.05, 0.4),
      exportLimitKw: fc.constantFrom(0, 60),
      baseLoadKw: perSlot(slots, 10, 80),
      overheadFraction: ratio(0, 0.1),
      sunKw: perSlot(slots, 0, 60),
      batteries: maybe(arbitraryStore),
      cooling: coolingOf(slots),
      heat: heatOf(slots),
      work: from(0, 20),
    })
    .map(({ hours, cooling, heat, ...input }) => {
      const timeline = slotsOf(...hours);
      const { circulation, shares, ...devices } = cooling;
      const [room, plate] = LOOPS;
      const split = (fraction: number) => [
        { loop: room, fraction },
        { loop: plate, fraction: 1 - fraction },
      ];
      const plant: PlantInput = {
        ...devices,
        ...heat,
        waterPricePerLitre: 0.002,
        loops: [{ circulationKwPerKw: circulation }, { id: plate, medium: 'liquid' }],
        heatOf: {
          baseLoad: split(shares.base),
          distribution: shares.losses ? split(1) : [],
          pools: { gpu: split(shares.pool) },
        },
      };
      const site: SiteInput = {
        grid: {
          importLimitKw: 2000,
          importPricePerKwh: input.importPricePerKwh,
          exportLimitKw: input.exportLimitKw,
          exportPricePerKwh: input.importPricePerKwh.map((price) => price - 0.05),
        },
        compute: {
          baseLoadKw: input.baseLoadKw,
          overheadFraction: input.overheadFraction,
          pools: [{ idleKwPerUnit: 0.1 }],
        },
        renewables: [{ availableKw: input.sunKw }],
        batteries: input.batteries,
        plant: makePlant(timeline, plant),
      };
      return makeFleet({ timeline, sites: [site], jobs: [{ work: input.work }] });
    });
}

export const arbitraryPlantFleet = (): fc.Arbitrary<Fleet> => fc.integer({ min: 1, max: 5 }).chain(fleetOf);
