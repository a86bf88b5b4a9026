import type { Compute, ComputePool, OperatingPoint } from '../domain/fleet.ts';
import { constantSeries } from '../time/timeline.ts';
import { fraction, kw } from '../units/index.ts';
import {
  checkUnique,
  child,
  type Fault,
  items,
  type Node,
  type ReadContext,
  soundOr,
  trustedValue,
} from './context.ts';
import type { SiteMoney } from './money.ts';
import type { Path } from './problems.ts';
import { LARGEST_NUMBER } from './schema/common.ts';
import type { ComputeSource, OperatingPointSource, PoolSource } from './schema/site.ts';
import { readSeries } from './series.ts';
import { isRecord } from './validate.ts';

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
  const points = readPoints(context, node);
  const source = trustedPool(context, node);
  if (source === null || points === null || series === null || context.timeline === null) return null;
  const unitsAvailable = seriesNode.value === undefined ? constantSeries(context.timeline, source.unitCount) : series;
  return { id: source.id, unitsAvailable, idleKwPerUnit: kw(source.idleKwPerUnit ?? 0), operatingPoints: points };
}

/** The pool, when everything but its series is sound by the schema. */
function trustedPool(context: ReadContext, node: Node<PoolSource>): PoolSource | null {
  const keys = ['id', 'unitCount', 'idleKwPerUnit', 'busyKwPerUnit', 'speed', 'operatingPoints'] as const;
  return isRecord(node.value) && keys.every((key) => context.trusted(child(node, key).path)) ? node.value : null;
}

/** An operating point and where its power stands; null in the place of what is wrong. */
interface PointDraft {
  readonly path: Path;
  readonly id: string | null;
  readonly kwPerUnit: number | null;
  readonly speed: number | null;
}

/** The operating points; null, and faults, when anything about them is wrong. Wrong numbers hide no others. */
function readPoints(context: ReadContext, node: Node<PoolSource>): OperatingPoint[] | null {
  if (!isRecord(node.value)) return null;
  const formSound = checkForm(context, node);
  const listed = items(child(node, 'operatingPoints'));
  checkUnique(context, listed);
  const drafts = child(node, 'operatingPoints').value === undefined ? [busyPoint(context, node)] : listed.map(draftOf);
  const faults = pointFaults(drafts, soundOr(context, child(node, 'idleKwPerUnit'), 0));
  for (const fault of faults) context.fault(fault);
  const points = drafts.flatMap(({ id, kwPerUnit, speed }): OperatingPoint[] =>
    id === null || kwPerUnit === null || speed === null ? [] : [{ id, kwPerUnit: kw(kwPerUnit), speed }],
  );
  return formSound && faults.length === 0 && points.length === drafts.length ? points : null;

  function draftOf(point: Node<OperatingPointSource>): PointDraft {
    return {
      path: point.path,
      id: trustedValue(context, child(point, 'id')),
      kwPerUnit: trustedValue(context, child(point, 'kwPerUnit')),
      speed: trustedValue(context, child(point, 'speed')),
    };
  }
}

const busyPoint = (context: ReadContext, node: Node<PoolSource>): PointDraft => {
  const busyNode = child(node, 'busyKwPerUnit');
  const speed = soundOr(context, child(node, 'speed'), 1);
  return { path: busyNode.path, id: 'busy', kwPerUnit: trustedValue(context, busyNode), speed };
};

/** Whether exactly one of the two ways to say what a unit draws was taken; else a fault. */
function checkForm(context: ReadContext, node: Node<PoolSource>): boolean {
  const { operatingPoints, busyKwPerUnit, speed } = node.value;
  const neither = operatingPoints === undefined && busyKwPerUnit === undefined;
  const both = operatingPoints !== undefined && (busyKwPerUnit !== undefined || speed !== undefined);
  if (!neither && !both) return true;
  context.fault({
    path: node.path,
    found: neither ? 'neither busyKwPerUnit nor operatingPoints' : 'operatingPoints beside busyKwPerUnit or speed',
    expected: 'either busyKwPerUnit (and speed) or operatingPoints',
  });
  return false;
}

/**
 * Power at least idle and ascending, speed ascending and concave in power: else a dearer point would be of no
 * use. Each point is held against those before it as far as their numbers are sound.
 */
function pointFaults(points: readonly PointDraft[], idleKw: number | null): Fault[] {
  const faults: Fault[] = [];
  let before: { readonly kwPerUnit: number; readonly speed: number } | null =
    idleKw === null ? null : { kwPerUnit: idleKw, speed: 0 };
  // Speed gained per kW between the two points before; null where they say nothing.
  let slopeBefore: number | null = null;
  for (const [index, { path, kwPerUnit, speed }] of points.entries()) {
    const known = kwPerUnit === null || speed === null ? null : { kwPerUnit, speed };
    let slope: number | null = null;
    if (index === 0 && kwPerUnit !== null && idleKw !== null && kwPerUnit < idleKw) {
      faults.push({ path, found: `${kwPerUnit} kW`, expected: `at least the idle power of ${idleKw} kW` });
    } else if (known !== null && before !== null) {
      const found = `${known.kwPerUnit} kW at speed ${known.speed} after ${before.kwPerUnit} kW at speed ${before.speed}`;
      if (index > 0 && (known.kwPerUnit <= before.kwPerUnit || known.speed <= before.speed)) {
        faults.push({ path, found, expected: 'points that ascend in power and in speed' });
      } else {
        slope = (known.speed - before.speed) / (known.kwPerUnit - before.kwPerUnit);
        if (slopeBefore !== null && slope > slopeBefore * (1 + 1e-9)) {
          const expected = 'speed concave in power: each further kW gains no more speed than the one before';
          faults.push({ path, found, expected });
        }
      }
    }
    before = known;
    slopeBefore = slope;
  }
  return faults;
}
