import {
  type CarnotMachine,
  chillerCop,
  DEFAULT_MACHINE,
  heatPumpCop,
  interpolate,
  type LeavingWater,
} from '../physics/index.ts';
import type { SlotSeries } from '../time/timeline.ts';
import { child, items, type Node, soundOr, trustedValue } from './context.ts';
import { type Given, isGiven, type PlantFrame, readCelsius, readRatio, WRONG } from './plant-frame.ts';
import type { CopFromLift, CopFromOutside, CopFromTemperatures, CopSource } from './schema/cop.ts';
import type { SeriesSource } from './schema/series.ts';
import { isRecord } from './validate.ts';

const LEAST_COP = 1;
const LARGEST_COP = 100;
const COP_HINT = 'a COP is what a machine gives per electricity that it takes; what gives less is a boiler';

/** What a machine works between where its `cop` does not say otherwise. */
export interface CopTerms {
  readonly kind: 'chiller' | 'heatPump';
  /** Water that leaves its cold and its warm side. */
  readonly source: Given;
  readonly sink: Given;
  /** The outside temperature that a table of a maker means. */
  readonly outside: 'dryBulb' | 'wetBulb';
}

type Curve = Node<CopFromTemperatures & Partial<CopFromLift> & Partial<CopFromOutside>>;

/** Coefficients of performance, one a slot; null, and faults, when they are wrong or cannot be found. */
export function readCop(frame: PlantFrame, node: Node<CopSource | undefined>, terms: CopTerms): SlotSeries | null {
  const { value } = node;
  if (value !== undefined && (!isRecord(value) || 'file' in value)) {
    const bounds = { minimum: LEAST_COP, maximum: LARGEST_COP, hint: (cop: number) => (cop < 1 ? COP_HINT : null) };
    const cop = readRatio(frame, node as Node<SeriesSource>, bounds);
    return cop !== null && isUphill(frame, node, terms) ? cop : null;
  }
  const curve = { path: node.path, value: value ?? {} } as Curve;
  if ('outsideTable' in curve.value) {
    const cop = copFromOutside(frame, curve, terms);
    return cop !== null && isUphill(frame, node, terms) ? cop : null;
  }
  const water = {
    ...terms,
    source: stated(frame, child(curve, 'sourceCelsius'), terms.source),
    sink: stated(frame, child(curve, 'sinkCelsius'), terms.sink),
  };
  const fromTemperatures = 'liftTable' in curve.value ? copFromLift : copFromMachine;
  const machineSound = fromTemperatures(frame, curve, water);
  return machineSound !== null && isUphill(frame, node, water) ? machineSound : null;
}

function stated(frame: PlantFrame, node: Node<SeriesSource | undefined>, otherwise: Given): Given {
  return node.value === undefined ? otherwise : (readCelsius(frame, node) ?? WRONG);
}

/** Temperatures of both sides; null, and faults, where one is not known. */
function bothSides(frame: PlantFrame, curve: Curve, { source, sink }: CopTerms) {
  for (const [key, given] of [['sourceCelsius', source] as const, ['sinkCelsius', sink] as const]) {
    if (isGiven(given) || given.lacking === null) continue;
    frame.context.fault({
      path: curve.path,
      found: `no ${key}, and nothing to make it from`,
      expected: `a cop, its ${key}, or ${given.lacking}`,
    });
  }
  return isGiven(source) && isGiven(sink) ? { source, sink } : null;
}

function copFromMachine(frame: PlantFrame, curve: Curve, terms: CopTerms): SlotSeries | null {
  const { context } = frame;
  const sides = bothSides(frame, curve, terms);
  const carnotFraction = soundOr(context, child(curve, 'carnotFraction'), DEFAULT_MACHINE.carnotFraction);
  const approachKelvin = soundOr(context, child(curve, 'approachKelvin'), DEFAULT_MACHINE.approachKelvin);
  const maximumCop = soundOr(context, child(curve, 'maximumCop'), DEFAULT_MACHINE.maximumCop);
  if (sides === null || carnotFraction === null || approachKelvin === null || maximumCop === null) return null;
  const machine: CarnotMachine = { carnotFraction, approachKelvin, maximumCop };
  const copOf = terms.kind === 'chiller' ? chillerCop : heatPumpCop;
  const waterAt = (t: number): LeavingWater => ({ sourceCelsius: sides.source[t], sinkCelsius: sides.sink[t] });
  const cop = sides.source.map((_, t) => copOf(waterAt(t), machine));
  const slot = cop.findIndex((value) => value < LEAST_COP);
  if (slot < 0) return cop;
  const { sourceCelsius, sinkCelsius } = waterAt(slot);
  context.fault({
    path: curve.path,
    found: `a COP of ${short(cop[slot])} in slot ${slot}, from ${short(sourceCelsius)} to ${short(sinkCelsius)} C`,
    expected: `a COP of at least ${LEAST_COP}`,
    hint: COP_HINT,
  });
  return null;
}

function copFromLift(frame: PlantFrame, curve: Curve, terms: CopTerms): SlotSeries | null {
  const sides = bothSides(frame, curve, terms);
  const points = readPoints(frame, curve, 'liftTable', 'liftKelvin');
  if (sides === null || points === null) return null;
  const lifts = sides.sink.map((sink, t) => sink - sides.source[t]);
  return fromTable(frame, curve, points, lifts, (lift) => `a lift of ${short(lift)} K`);
}

function copFromOutside(frame: PlantFrame, curve: Curve, terms: CopTerms): SlotSeries | null {
  const outsideNode = child(curve, 'outside');
  const which = soundOr(frame.context, outsideNode, terms.outside);
  const points = readPoints(frame, curve, 'outsideTable', 'outsideCelsius');
  const outside = which === null ? WRONG : frame.weather[which];
  if (!isGiven(outside)) {
    if (outside.lacking !== null) {
      const expected = `${outside.lacking}, which its outsideTable needs`;
      frame.context.fault({ path: curve.path, found: 'no outside temperature', expected });
    }
    return null;
  }
  return points === null ? null : fromTable(frame, curve, points, outside, (celsius) => `${short(celsius)} C outside`);
}

/** The points of a table, ascending; null, and a fault, when they do not. */
function readPoints<Place extends 'liftKelvin' | 'outsideCelsius'>(
  { context }: PlantFrame,
  curve: Curve,
  key: 'liftTable' | 'outsideTable',
  place: Place,
) {
  const rows = items(child(curve, key) as Node<readonly { readonly [Key in Place | 'cop']: number }[] | undefined>);
  if (!context.trusted(child(curve, key).path)) return null;
  const points = rows.map(({ value }) => ({ at: value[place], value: value.cop }));
  const wrong = points.findIndex(({ at }, index) => index > 0 && at <= points[index - 1].at);
  if (wrong < 0) return points;
  context.fault({
    path: [...rows[wrong].path, place],
    found: `${points[wrong].at} after ${points[wrong - 1].at}`,
    expected: 'rows that ascend',
  });
  return null;
}

function fromTable(
  { context }: PlantFrame,
  curve: Curve,
  points: readonly { readonly at: number; readonly value: number }[],
  places: SlotSeries,
  wordsFor: (place: number) => string,
): SlotSeries | null {
  const maximumCop = soundOr(context, child(curve, 'maximumCop'), LARGEST_COP);
  const cop = places.map((place) => interpolate(points, place) ?? Number.NaN);
  const slot = cop.findIndex(Number.isNaN);
  if (slot >= 0) {
    context.fault({
      path: curve.path,
      found: `${wordsFor(places[slot])} in slot ${slot}`,
      expected: `a table that reaches so far: its last row is for ${points[points.length - 1].at}`,
    });
    return null;
  }
  return maximumCop === null ? null : cop.map((value) => Math.min(value, maximumCop));
}

/** Whether a heat pump has something to lift; else a fault. What is not known is not asked about. */
function isUphill(frame: PlantFrame, node: Node<CopSource | undefined>, { kind, source, sink }: CopTerms): boolean {
  if (kind === 'chiller' || !isGiven(source) || !isGiven(sink)) return true;
  const curve = { path: node.path, value: isRecord(node.value) ? node.value : {} } as Curve;
  const approach = trustedValue(frame.context, child(curve, 'approachKelvin')) ?? DEFAULT_MACHINE.approachKelvin;
  const slot = source.findIndex((celsius, t) => celsius >= sink[t] + approach);
  if (slot < 0) return true;
  frame.context.fault({
    path: node.path.slice(0, -1),
    found: `a source of ${short(source[slot])} C, warmer than the sink of ${short(sink[slot])} C by the approach of ${approach} K`,
    expected: 'a sink that is warmer: there is nothing to lift',
    hint: 'heat that flows by itself is moved by a heatExchanger, with pumps only',
  });
  return false;
}

const short = (value: number): string => String(Number(value.toFixed(2)));
