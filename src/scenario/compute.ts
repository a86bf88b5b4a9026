import type { Compute, ComputePool, OperatingPoint } from '../domain/fleet.ts';
import { constantSeries } from '../time/timeline.ts';
import { fraction, kw } from '../units/index.ts';
import { checkUnique, child, items, type Node, type ReadContext, trustedValue } from './context.ts';
import type { SiteMoney } from './money.ts';
import { LARGEST_NUMBER } from './schema/common.ts';
import type { ComputeSource, PoolSource } from './schema/site.ts';
import { readSeries } from './series.ts';

/** Base load and pools of a site; null, and faults, when something is wrong. An absent block is no compute at all. */
export function readCompute(
  context: ReadContext,
  node: Node<ComputeSource | undefined>,
  timeZone: string | null,
  money: SiteMoney | null,
): Compute | null {
  const source: Node<ComputeSource> = { path: node.path, value: node.value ?? {} };
  const power = { dimension: 'power', minimum: 0, maximum: LARGEST_NUMBER, timeZone, money: null } as const;
  const baseLoadKw = readSeries(context, child(source, 'baseLoadKw'), power, 0);
  const poolNodes = items(child(source, 'pools'));
  checkUnique(context, poolNodes);
  const pools = poolNodes.map((pool) => readPool(context, pool, timeZone));
  const shedNode = child(source, 'baseLoadShedPricePerKwh');
  const overheadNode = child(source, 'overheadFraction');
  const shed = trustedValue(context, shedNode);
  const overhead = trustedValue(context, overheadNode);
  const sound = pools.filter((pool) => pool !== null);
  if (baseLoadKw === null || sound.length < pools.length || money === null) return null;
  return {
    baseLoadKw,
    baseLoadShedPricePerKwh: shed === null ? null : shed * money.rate,
    overheadFraction: fraction(overhead ?? 0),
    pools: sound,
  };
}

function readPool(context: ReadContext, node: Node<PoolSource>, timeZone: string | null): ComputePool | null {
  const unitCount = trustedValue(context, child(node, 'unitCount'));
  const demand = {
    dimension: 'units',
    minimum: 0,
    maximum: unitCount ?? LARGEST_NUMBER,
    timeZone,
    money: null,
  } as const;
  const seriesNode = child(node, 'unitsAvailable');
  const series = readSeries(context, seriesNode, demand, unitCount ?? undefined);
  const source = trustedPool(context, node);
  const points = source === null ? null : readPoints(context, { ...node, value: source });
  if (source === null || points === null || series === null || context.timeline === null) return null;
  const unitsAvailable = seriesNode.value === undefined ? constantSeries(context.timeline, source.unitCount) : series;
  return { id: source.id, unitsAvailable, idleKwPerUnit: kw(source.idleKwPerUnit ?? 0), operatingPoints: points };
}

/** The pool, when everything but its series is sound by the schema. */
function trustedPool(context: ReadContext, node: Node<PoolSource>): PoolSource | null {
  const keys = ['id', 'unitCount', 'idleKwPerUnit', 'busyKwPerUnit', 'speed', 'operatingPoints'] as const;
  return typeof node.value === 'object' &&
    node.value !== null &&
    keys.every((key) => context.trusted(child(node, key).path))
    ? node.value
    : null;
}

function readPoints(context: ReadContext, node: Node<PoolSource>): OperatingPoint[] | null {
  const { operatingPoints, busyKwPerUnit, speed } = node.value;
  const idle = node.value.idleKwPerUnit ?? 0;
  if (
    (operatingPoints === undefined) === (busyKwPerUnit === undefined) ||
    (operatingPoints !== undefined && speed !== undefined)
  ) {
    context.fault({
      path: node.path,
      found:
        operatingPoints === undefined
          ? 'neither busyKwPerUnit nor operatingPoints'
          : 'operatingPoints beside busyKwPerUnit or speed',
      expected: 'either busyKwPerUnit (and speed) or operatingPoints',
    });
    return null;
  }
  const points =
    operatingPoints === undefined
      ? [{ id: 'busy', kwPerUnit: kw(busyKwPerUnit ?? 0), speed: speed ?? 1 }]
      : operatingPoints.map((point) => ({ id: point.id, kwPerUnit: kw(point.kwPerUnit), speed: point.speed }));
  checkUnique(context, items(child(node, 'operatingPoints')));
  const fault = pointsFault(points, idle);
  if (fault === null) return points;
  const path =
    operatingPoints === undefined
      ? child(node, 'busyKwPerUnit').path
      : [...child(node, 'operatingPoints').path, fault.index];
  context.fault({ path, found: fault.found, expected: fault.expected });
  return null;
}

/** Power at least idle and ascending, speed ascending and concave in power: else a dearer point would be of no use. */
function pointsFault(points: readonly OperatingPoint[], idleKw: number) {
  for (const [index, point] of points.entries()) {
    const before = index === 0 ? { kwPerUnit: idleKw, speed: 0 } : points[index - 1];
    const found = `${point.kwPerUnit} kW at speed ${point.speed} after ${before.kwPerUnit} kW at speed ${before.speed}`;
    if (index === 0 && point.kwPerUnit < idleKw) {
      return { index, found: `${point.kwPerUnit} kW`, expected: `at least the idle power of ${idleKw} kW` };
    }
    if (index === 0) continue;
    if (point.kwPerUnit <= before.kwPerUnit || point.speed <= before.speed) {
      return { index, found, expected: 'points that ascend in power and in speed' };
    }
    const earlier = index === 1 ? { kwPerUnit: idleKw, speed: 0 } : points[index - 2];
    const slope = (point.speed - before.speed) / (point.kwPerUnit - before.kwPerUnit);
    const slopeBefore = (before.speed - earlier.speed) / (before.kwPerUnit - earlier.kwPerUnit);
    if (slope > slopeBefore * (1 + 1e-9)) {
      return {
        index,
        found,
        expected: 'speed concave in power: each further kW gains no more speed than the one before',
      };
    }
  }
  return null;
}
