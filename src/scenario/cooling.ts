import type { AbsorptionChiller, Chiller, CoolingLoop, FreeCooler, HeatRejection } from '../domain/plant.ts';
import { freeCoolingShare } from '../physics/index.ts';
import type { SlotSeries } from '../time/timeline.ts';
import { child, type Node, type ReadContext, soundOr, trustedValue } from './context.ts';
import { readCop } from './cop.ts';
import {
  type CondenserWater,
  type Given,
  isGiven,
  type PlantFrame,
  readFraction,
  readMoney,
  readName,
  readPower,
  readRatio,
  sound,
  type Temperatures,
  type Weather,
  WRONG,
} from './plant-frame.ts';
import type {
  AbsorptionChillerSource,
  ChillerSource,
  FreeCoolerSource,
  HeatRejectionSource,
  LoopSource,
} from './schema/cooling.ts';

/** Condenser water that leaves the chillers above the outside temperature that takes its heat, K. */
const REJECTION_APPROACH_KELVIN = { tower: 8, dryCooler: 12 } as const;
/** Evaporated and blown down, litres per kWh of heat. */
const WATER_LITRES_PER_KWH = { tower: 1.8, dryCooler: 0 } as const;
const FREE_COOLING_APPROACH_KELVIN = 5;
/** Single-effect machines. */
const ABSORPTION_COP = 0.7;

export function readLoop(context: ReadContext, node: Node<LoopSource>): CoolingLoop | null {
  const temperatures = loopTemperatures(context, node);
  const read = sound({
    id: trustedValue(context, child(node, 'id')),
    medium: trustedValue(context, child(node, 'medium')),
    circulationKwPerKw: soundOr(context, child(node, 'circulationKwPerKw'), 0),
  });
  checkWarmer(context, child(node, 'supplyCelsius'), child(node, 'returnCelsius'));
  return read === null || temperatures === null ? null : { ...read, ...temperatures };
}

/** Supply and return of a loop, colder first; null where they are wrong. */
export function loopTemperatures(context: ReadContext, node: Node<LoopSource>): Temperatures | null {
  const supplyCelsius = trustedValue(context, child(node, 'supplyCelsius'));
  const returnCelsius = trustedValue(context, child(node, 'returnCelsius'));
  if (supplyCelsius === null || returnCelsius === null || returnCelsius <= supplyCelsius) return null;
  return { supplyCelsius, returnCelsius };
}

/** A fault where what should be the warmer of two temperatures is not. */
export function checkWarmer(
  context: ReadContext,
  colder: Node<number | undefined>,
  warmer: Node<number | undefined>,
): void {
  const low = trustedValue(context, colder);
  const high = trustedValue(context, warmer);
  if (low === null || high === null || high > low) return;
  context.fault({
    path: warmer.path,
    found: `${high} C`,
    expected: `more than the ${low} C of ${colder.path.at(-1)}`,
  });
}

/** What leaves the condensers, by the towers and dry coolers of the site. */
export function condenserWaterOf(
  context: ReadContext,
  nodes: readonly Node<HeatRejectionSource>[],
  weather: Weather,
): CondenserWater {
  const kinds = nodes.map((node) => trustedValue(context, child(node, 'kind')));
  const outside = kinds.length > 0 && kinds.every((kind) => kind === 'tower') ? 'wetBulb' : 'dryBulb';
  const waters = nodes.map((node, index): Given => {
    const kind = kinds[index];
    if (kind === null) return WRONG;
    const air = weather[kind === 'tower' ? 'wetBulb' : 'dryBulb'];
    const approach = soundOr(context, child(node, 'approachKelvin'), REJECTION_APPROACH_KELVIN[kind]);
    if (!isGiven(air)) return air;
    return approach === null ? WRONG : air.map((celsius) => celsius + approach);
  });
  // Without heat rejection there is a fault of its own.
  const lack = waters.find((water) => !isGiven(water)) ?? (waters.length === 0 ? WRONG : undefined);
  if (lack !== undefined) return { warmest: lack, coldest: lack, outside };
  const given = waters.filter(isGiven);
  const overAll = (better: (a: number, b: number) => number) =>
    given.reduce((best, water) => best.map((celsius, t) => better(celsius, water[t])));
  return { warmest: overAll(Math.max), coldest: overAll(Math.min), outside };
}

export function readChiller(frame: PlantFrame, node: Node<ChillerSource>): Chiller | null {
  const loop = readName(frame, child(node, 'loop'), frame.loops, 'loop');
  return sound({
    id: trustedValue(frame.context, child(node, 'id')),
    loop,
    coolingLimitKw: readPower(frame, child(node, 'coolingLimitKw')),
    cop: readChillerCop(frame, child(node, 'cop'), loop),
    operatingPricePerKwh: readMoney(frame, child(node, 'operatingPricePerKwh')),
  });
}

/** Evaporation by the supply of its loop, condensation by the warmest condenser water. */
export function readChillerCop(
  frame: PlantFrame,
  node: Node<ChillerSource['cop']>,
  loop: string | null,
): SlotSeries | null {
  const temperatures = loop === null ? null : (frame.loops.get(loop) ?? null);
  const { warmest, outside } = frame.condenserWater;
  return readCop(frame, node, {
    kind: 'chiller',
    source: sameInEachSlot(frame, temperatures?.supplyCelsius ?? null),
    sink: warmest,
    outside,
  });
}

export function sameInEachSlot({ context: { timeline } }: PlantFrame, value: number | null): Given {
  return timeline === null || value === null ? WRONG : new Float64Array(timeline.slotCount).fill(value);
}

export function readAbsorptionChiller(
  frame: PlantFrame,
  node: Node<AbsorptionChillerSource>,
): AbsorptionChiller | null {
  const { context } = frame;
  return sound({
    id: trustedValue(context, child(node, 'id')),
    loop: readName(frame, child(node, 'loop'), frame.loops, 'loop'),
    heatNetwork: readName(frame, child(node, 'heatNetwork'), frame.heatNetworks, 'heat network'),
    coolingLimitKw: readPower(frame, child(node, 'coolingLimitKw')),
    cop: readRatio(frame, child(node, 'cop'), { minimum: 0.1, maximum: 3 }, ABSORPTION_COP),
    electricityKwPerKw: soundOr(context, child(node, 'electricityKwPerKw'), 0),
  });
}

export function readFreeCooler(frame: PlantFrame, node: Node<FreeCoolerSource>): FreeCooler | null {
  const { context } = frame;
  const loop = readName(frame, child(node, 'loop'), frame.loops, 'loop');
  const share = readFreeShare(frame, node, loop);
  const limitKw = readPower(frame, child(node, 'coolingLimitKw'));
  return sound({
    id: trustedValue(context, child(node, 'id')),
    loop,
    coolingLimitKw: share === null || limitKw === null ? null : limitKw.map((kw, t) => kw * share[t]),
    electricityKwPerKw: trustedValue(context, child(node, 'electricityKwPerKw')),
    waterLitresPerKwh: soundOr(context, child(node, 'waterLitresPerKwh'), 0),
  });
}

/** The share of its power that a free cooler can give in each slot, stated or by the temperatures. */
function readFreeShare(frame: PlantFrame, node: Node<FreeCoolerSource>, loop: string | null): SlotSeries | null {
  const { context, weather, loops } = frame;
  const approachKelvin = soundOr(context, child(node, 'approachKelvin'), FREE_COOLING_APPROACH_KELVIN);
  const which = soundOr(context, child(node, 'outside'), 'dryBulb');
  const statedNode = child(node, 'availableFraction');
  if (statedNode.value !== undefined) return readFraction(frame, statedNode);
  if (approachKelvin === null || which === null) return null;
  const outside = weather[which];
  if (!isGiven(outside)) {
    if (outside.lacking !== null) {
      const expected = `${outside.lacking}, or its availableFraction`;
      context.fault({ path: node.path, found: 'no outside temperature for a free cooler', expected });
    }
    return null;
  }
  const temperatures = loop === null ? undefined : loops.get(loop);
  if (temperatures === undefined || temperatures === null) return null;
  return outside.map((outsideCelsius) => freeCoolingShare({ ...temperatures, outsideCelsius, approachKelvin }));
}

export function readHeatRejection(frame: PlantFrame, node: Node<HeatRejectionSource>): HeatRejection | null {
  const { context } = frame;
  const kind = trustedValue(context, child(node, 'kind'));
  return sound({
    id: trustedValue(context, child(node, 'id')),
    kind,
    heatLimitKw: readPower(frame, child(node, 'heatLimitKw')),
    electricityKwPerKw: trustedValue(context, child(node, 'electricityKwPerKw')),
    waterLitresPerKwh:
      kind === null ? null : soundOr(context, child(node, 'waterLitresPerKwh'), WATER_LITRES_PER_KWH[kind]),
  });
}
