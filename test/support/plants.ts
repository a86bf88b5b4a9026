import type {
  AbsorptionChiller,
  Boiler,
  Chiller,
  ColdNetwork,
  CoolingLoop,
  FreeCooler,
  Fuel,
  Generator,
  HeatContract,
  HeatExchanger,
  HeatNetwork,
  HeatOf,
  HeatPump,
  HeatRejection,
  Plant,
} from '../../src/domain/plant.ts';
import type { ColdStore, HotStore } from '../../src/domain/store.ts';
import type { Timeline } from '../../src/time/timeline.ts';
import { makeBattery, type Plain, type SeriesInput, series, slotsOf, type WithSeries } from './fleets.ts';

/**
 * Plants for tests: a default for every device, overridden field by field. By default a device is wide, without losses,
 * and costs nothing but the energy it takes, so that an optimum can be worked out in the head. Everything cools the
 * loop `room` and serves the network `town`; a series may be given as one number for all slots.
 */
export interface PlantInput {
  readonly fixedCoolingFraction?: number;
  readonly waterPricePerLitre?: number;
  readonly loops?: readonly Partial<Plain<CoolingLoop>>[];
  /** All heat of base load, losses and each pool goes to the first loop; losses stay outside by default. */
  readonly heatOf?: Partial<Plain<HeatOf>>;
  readonly chillers?: readonly WithSeries<Chiller, 'coolingLimitKw' | 'cop'>[];
  readonly absorptionChillers?: readonly WithSeries<AbsorptionChiller, 'coolingLimitKw' | 'cop'>[];
  readonly freeCoolers?: readonly WithSeries<FreeCooler, 'coolingLimitKw'>[];
  readonly heatRejection?: readonly WithSeries<HeatRejection, 'heatLimitKw'>[];
  readonly coldStores?: readonly Partial<Plain<ColdStore>>[];
  readonly coldNetworks?: readonly WithSeries<ColdNetwork, 'demandKw' | 'pricePerKwh'>[];
  readonly heatNetworks?: readonly WithSeries<HeatNetwork, 'demandKw' | 'pricePerKwh'>[];
  readonly heatPumps?: readonly WithSeries<HeatPump, 'heatLimitKw' | 'cop'>[];
  readonly heatExchangers?: readonly WithSeries<HeatExchanger, 'heatLimitKw'>[];
  readonly boilers?: readonly BoilerInput[];
  readonly heatContracts?: readonly WithSeries<HeatContract, 'minimumKw' | 'limitKw' | 'pricePerKwh'>[];
  readonly hotStores?: readonly Partial<Plain<HotStore>>[];
  readonly generators?: readonly GeneratorInput[];
}

export type FuelInput = WithSeries<Fuel, 'pricePerKwh'>;
export type BoilerInput = WithSeries<Omit<Boiler, 'fuel'>, 'heatLimitKw'> & { readonly fuel?: FuelInput | null };
export type GeneratorInput = WithSeries<Omit<Generator, 'fuel'>, 'electricityLimitKw'> & { readonly fuel?: FuelInput };

/** More than any device of a small plant needs. */
const WIDE_KW = 10_000;

export function makePlant(timeline: Timeline, input: PlantInput = {}): Plant {
  const all = (value: SeriesInput | undefined, otherwise: number) => series(timeline, value ?? otherwise);
  const { loops = [] } = input;
  const wholeLoad = loops.length === 0 ? [] : [{ loop: loops[0].id ?? 'room', fraction: 1 }];
  const plain: Plain<Plant> = {
    fixedCoolingFraction: 0,
    waterPricePerLitre: 0,
    ...input,
    loops: loops.map((loop) => ({ ...AIR_LOOP, ...loop })),
    heatOf: { baseLoad: wholeLoad, distribution: [], pools: { gpu: wholeLoad }, ...input.heatOf },
    chillers: (input.chillers ?? []).map(({ coolingLimitKw, cop, ...rest }) => ({
      id: 'chiller',
      loop: 'room',
      operatingPricePerKwh: 0,
      ...rest,
      coolingLimitKw: all(coolingLimitKw, WIDE_KW),
      cop: all(cop, 4),
    })),
    absorptionChillers: (input.absorptionChillers ?? []).map(({ coolingLimitKw, cop, ...rest }) => ({
      id: 'absorption',
      loop: 'room',
      heatNetwork: 'town',
      electricityKwPerKw: 0,
      ...rest,
      coolingLimitKw: all(coolingLimitKw, WIDE_KW),
      cop: all(cop, 0.7),
    })),
    freeCoolers: (input.freeCoolers ?? []).map(({ coolingLimitKw, ...rest }) => ({
      id: 'economiser',
      loop: 'room',
      electricityKwPerKw: 0,
      waterLitresPerKwh: 0,
      ...rest,
      coolingLimitKw: all(coolingLimitKw, WIDE_KW),
    })),
    heatRejection: (input.heatRejection ?? []).map(({ heatLimitKw, ...rest }) => ({
      id: 'tower',
      kind: 'tower' as const,
      electricityKwPerKw: 0,
      waterLitresPerKwh: 0,
      ...rest,
      heatLimitKw: all(heatLimitKw, WIDE_KW),
    })),
    coldStores: (input.coldStores ?? []).map((store) => ({
      ...makeBattery({ energyCapacityKwh: 100, ...storeNumbers(store), id: store.id ?? 'cold-tank' }),
      kind: store.kind ?? 'chilledWater',
      chargesFrom: store.chargesFrom ?? 'room',
      dischargesTo: store.dischargesTo ?? 'room',
    })),
    coldNetworks: (input.coldNetworks ?? []).map(({ demandKw, pricePerKwh, ...rest }) => ({
      id: 'offices',
      loop: 'room',
      lossFraction: 0,
      unservedPricePerKwh: 10,
      ...rest,
      demandKw: all(demandKw, 10),
      pricePerKwh: all(pricePerKwh, 0),
    })),
    heatNetworks: (input.heatNetworks ?? []).map(({ demandKw, pricePerKwh, ...rest }) => ({
      id: 'town',
      supplyCelsius: 60,
      returnCelsius: 45,
      lossFraction: 0,
      unservedPricePerKwh: 10,
      spillLimitKw: 0,
      spillPricePerKwh: 0,
      ...rest,
      demandKw: all(demandKw, 10),
      pricePerKwh: all(pricePerKwh, 0),
    })),
    heatPumps: (input.heatPumps ?? []).map(({ heatLimitKw, cop, ...rest }) => ({
      id: 'heat-pump',
      tap: { kind: 'ambient' as const },
      network: 'town',
      operatingPricePerKwh: 0,
      ...rest,
      heatLimitKw: all(heatLimitKw, WIDE_KW),
      cop: all(cop, 4),
    })),
    heatExchangers: (input.heatExchangers ?? []).map(({ heatLimitKw, ...rest }) => ({
      id: 'exchanger',
      tap: { kind: 'loop' as const, loop: 'room' },
      network: 'town',
      electricityKwPerKw: 0,
      ...rest,
      heatLimitKw: all(heatLimitKw, WIDE_KW),
    })),
    boilers: (input.boilers ?? []).map(({ heatLimitKw, fuel = null, ...rest }) => ({
      id: 'boiler',
      network: 'town',
      efficiency: 1,
      operatingPricePerKwh: 0,
      ...rest,
      heatLimitKw: all(heatLimitKw, WIDE_KW),
      fuel: fuel === null ? null : makeFuel(timeline, fuel),
    })),
    heatContracts: (input.heatContracts ?? []).map(({ minimumKw, limitKw, pricePerKwh, ...rest }) => ({
      id: 'contract',
      network: 'town',
      direction: 'buy' as const,
      ...rest,
      minimumKw: all(minimumKw, 0),
      limitKw: all(limitKw, WIDE_KW),
      pricePerKwh: all(pricePerKwh, 0),
    })),
    hotStores: (input.hotStores ?? []).map((store) => ({
      ...makeBattery({ energyCapacityKwh: 100, ...storeNumbers(store), id: store.id ?? 'hot-tank' }),
      kind: store.kind ?? 'hotWater',
      network: store.network ?? 'town',
    })),
    generators: (input.generators ?? []).map(({ electricityLimitKw, fuel = {}, ...rest }) => ({
      id: 'genset',
      kind: 'gas' as const,
      minimumLoadKw: 0,
      efficiency: 0.4,
      operatingPricePerKwh: 0,
      energyBudgetKwh: null,
      runHoursBudget: null,
      heatRecovery: null,
      ...rest,
      electricityLimitKw: all(electricityLimitKw, 100),
      fuel: makeFuel(timeline, fuel),
    })),
  };
  return plain as Plant;
}

const AIR_LOOP: CoolingLoop = {
  id: 'room',
  medium: 'air',
  supplyCelsius: 20,
  returnCelsius: 32,
  circulationKwPerKw: 0,
};

/** 0.04 a kWh and no carbon: at an efficiency of 0.4 a kWh of electricity costs 0.1. */
function makeFuel(timeline: Timeline, { pricePerKwh, ...rest }: FuelInput) {
  return { emissionGramsPerKwh: 0, ...rest, pricePerKwh: series(timeline, pricePerKwh ?? 0.04) };
}

function storeNumbers<Store extends { readonly kind?: unknown }>({ kind: _kind, ...numbers }: Store) {
  return numbers;
}

/** Some hours in slots of these minutes, and how a series by the hour looks on them. */
export function hoursOf(count: number, slotMinutes: number) {
  const slotsPerHour = 60 / slotMinutes;
  const timeline = slotsOf(...new Array<number>(count * slotsPerHour).fill(1 / slotsPerHour));
  const held = (hourly: readonly number[]): number[] =>
    hourly.flatMap((value) => new Array<number>(slotsPerHour).fill(value));
  return { timeline, held };
}
