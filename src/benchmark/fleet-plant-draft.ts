import { hump, type Random, round } from '../scenario/sample-series.ts';

/** What is drawn for the devices of a site; the power of its machines scales all of them. */
export interface PlantDraft {
  readonly heatShare: number;
  readonly coldShare: number;
  readonly engineShare: number;
  readonly fuelPricePerKwh: number;
  readonly renewableShare: number;
  readonly tankEndShare: number;
  readonly outsideCelsius: readonly number[];
  readonly slotCount: number;
}

/** Powers that a site is sized by. */
export interface SitePowers {
  /** All machines busy. */
  readonly poolKw: number;
  readonly highestBaseLoadKw: number;
  readonly overheadFraction: number;
  /** All of it, losses of power distribution counted, cooling not. */
  readonly fullKw: number;
}

export const SLOTS_PER_HOUR = 4;
export const GAS_GRAMS_PER_KWH = 202;

/** Shares, prices and the weather of a day in March, by the hour. */
export function drawPlant(random: Random, slotCount: number): PlantDraft {
  const heatShare = 0.2 + 0.2 * random();
  const coldShare = 0.03 + 0.04 * random();
  const engineShare = 0.05 + 0.05 * random();
  const fuelPricePerKwh = round(0.03 + 0.02 * random(), 0.0001);
  const renewableShare = round(0.2 + 0.3 * random(), 0.01);
  const tankEndShare = 0.45 + 0.1 * random();
  const meanCelsius = 2 + 12 * random();
  const outsideCelsius = Array.from({ length: Math.ceil(slotCount / SLOTS_PER_HOUR) }, (_, hour) =>
    round(meanCelsius + 8 * hump(hour % 24, 15, 6) - 4 + (2 * random() - 1), 0.1),
  );
  return {
    heatShare,
    coldShare,
    engineShare,
    fuelPricePerKwh,
    renewableShare,
    tankEndShare,
    outsideCelsius,
    slotCount,
  };
}

/** A value of each hour of the horizon in all its slots. */
export function bySlot({ slotCount }: { slotCount: number }, valueIn: (hour: number) => number): number[] {
  return Array.from({ length: slotCount }, (_, slot) => valueIn(Math.floor(slot / SLOTS_PER_HOUR)));
}

/** The hump of every day of the horizon. */
export const ofDay = (hour: number, centre: number, width: number) => hump(hour % 24, centre, width);

/** A store of heat or cold for some hours at its power, half full. */
export function storeOf(id: string, powerKw: number, hours: number) {
  return {
    id,
    energyCapacityKwh: hours * powerKw,
    initialEnergyKwh: round(0.5 * hours * powerKw, 1),
    chargeLimitKw: powerKw,
    dischargeLimitKw: powerKw,
    selfDischargePerHour: 0.003,
    chargePricePerKwh: 0.0005,
  };
}
