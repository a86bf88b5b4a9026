import type { Chiller, HeatPump } from '../domain/plant.ts';
import { civilPieces } from '../time/civil.ts';
import {
  instant,
  overlapHours,
  type SlotSeries,
  slotAt,
  type Timeline,
  timelineEnd,
  timelineStart,
} from '../time/timeline.ts';
import { child, items, type Node, trustedValue } from './context.ts';
import { readChillerCop } from './cooling.ts';
import { readHeatPumpCop, readTap } from './heat.ts';
import { type PlantFrame, readMoney, readName, readPower, sound } from './plant-frame.ts';
import { describe } from './problems.ts';
import type { DualModePlantSource } from './schema/heat.ts';

type Seasons = DualModePlantSource['heatingSeasons'];

/** What the two sides of a plant are called. */
export const heatSideOf = (id: string): string => `${id}-heat`;
export const coldSideOf = (id: string): string => `${id}-cold`;

/** A plant that gives heat in heating seasons and cold otherwise: a heat pump and a chiller, each idle out of season. */
export function readDualModePlant(
  frame: PlantFrame,
  node: Node<DualModePlantSource>,
): { readonly heatPump: HeatPump; readonly chiller: Chiller } | null {
  const { context, timeZone } = frame;
  const tap = readTap(frame, child(node, 'tap'));
  const network = readName(frame, child(node, 'network'), frame.heatNetworks, 'heat network');
  const loop = readName(frame, child(node, 'loop'), frame.loops, 'loop');
  const read = sound({
    id: trustedValue(context, child(node, 'id')),
    tap,
    network,
    loop,
    heatLimitKw: readPower(frame, child(node, 'heatLimitKw')),
    coolingLimitKw: readPower(frame, child(node, 'coolingLimitKw')),
    heatingCop: readHeatPumpCop(frame, child(node, 'heatingCop'), tap, network),
    coolingCop: readChillerCop(frame, child(node, 'coolingCop'), loop),
    operatingPricePerKwh: readMoney(frame, child(node, 'operatingPricePerKwh')),
    seasons: readSeasons(frame, child(node, 'heatingSeasons')),
  });
  if (read === null || context.timeline === null || timeZone === null) return null;
  const { id, heatLimitKw, coolingLimitKw, operatingPricePerKwh } = read;
  const heating = heatingShare(context.timeline, timeZone, read.seasons);
  return {
    heatPump: {
      id: heatSideOf(id),
      tap: read.tap,
      network: read.network,
      heatLimitKw: heatLimitKw.map((limit, t) => limit * heating[t]),
      cop: read.heatingCop,
      operatingPricePerKwh,
    },
    chiller: {
      id: coldSideOf(id),
      loop: read.loop,
      coolingLimitKw: coolingLimitKw.map((limit, t) => limit * (1 - heating[t])),
      cop: read.coolingCop,
      operatingPricePerKwh,
    },
  };
}

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function readSeasons({ context }: PlantFrame, node: Node<Seasons | undefined>): Seasons | null {
  let areDays = true;
  for (const season of items(node)) {
    for (const dayNode of [child(season, 'from'), child(season, 'to')]) {
      const day = trustedValue(context, dayNode);
      if (day === null || Number(day.slice(3)) <= DAYS_OF_MONTH[Number(day.slice(0, 2)) - 1]) continue;
      areDays = false;
      context.fault({ path: dayNode.path, found: describe(day), expected: 'a day that the calendar has' });
    }
  }
  const seasons = trustedValue(context, node);
  return areDays ? seasons : null;
}

/** Share of each slot that lies in a season, both of its days included, by the calendar of the site. */
function heatingShare(timeline: Timeline, timeZone: string, seasons: Seasons): SlotSeries {
  const hours = new Float64Array(timeline.slotCount);
  for (const piece of civilPieces({ start: timelineStart(timeline), end: timelineEnd(timeline) }, timeZone)) {
    const day = piece.date.slice(5);
    if (!seasons.some(({ from, to }) => (from <= to ? from <= day && day <= to : from <= day || day <= to))) continue;
    const last = slotAt(timeline, instant(piece.end - 1));
    for (let slot = slotAt(timeline, piece.start); slot <= last; slot += 1) {
      hours[slot] += overlapHours(timeline, slot, piece);
    }
  }
  // What fills a slot fills it exactly, whatever its pieces add up to.
  return hours.map((heating, slot) => Math.min(1, heating / timeline.hours[slot]));
}
