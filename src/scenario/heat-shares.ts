import type { HeatOf, HeatShare } from '../domain/plant.ts';
import { quote } from '../tables/index.ts';
import { fraction } from '../units/index.ts';
import { child, type Node, trustedValue } from './context.ts';
import { allSound, type PlantFrame, readName } from './plant-frame.ts';
import type { HeatSharesSource, HeatSource } from './schema/cooling.ts';
import { oneOfKnown } from './suggest.ts';
import { isRecord } from './validate.ts';

/** Shares are written with few digits. */
const ROUNDING = 1e-6;

/** Which loops take the heat of what draws IT power: where the scenario does not say, all of it the first. */
export function readHeatOf(
  frame: PlantFrame,
  node: Node<HeatSource | undefined>,
  poolIds: readonly string[],
): HeatOf | null {
  const source: Node<HeatSource> = { path: node.path, value: node.value ?? {} };
  const [first] = frame.loops.keys();
  const allInFirst: HeatShare[] = first === undefined ? [] : [{ loop: first, fraction: fraction(1) }];
  const baseLoad = readShares(frame, child(source, 'baseLoad'), allInFirst);
  const distribution = readShares(frame, child(source, 'distribution'), allInFirst, true);
  const poolsNode = child(source, 'pools');
  const given = isRecord(poolsNode.value) ? Object.keys(poolsNode.value) : [];
  const known = given.map((id) => checkPool(frame, { path: [...poolsNode.path, id], value: id }, poolIds));
  const entries = (first === undefined ? given : poolIds).map((id) => {
    const shares = readShares(frame, child({ path: poolsNode.path, value: poolsNode.value ?? {} }, id), allInFirst);
    return shares === null ? null : ([id, shares] as const);
  });
  const pools = allSound(entries);
  if (baseLoad === null || distribution === null || pools === null || known.includes(false)) return null;
  return frame.context.trusted(node.path) ? { baseLoad, distribution, pools: Object.fromEntries(pools) } : null;
}

function checkPool({ context }: PlantFrame, { path, value }: Node<string>, poolIds: readonly string[]): boolean {
  if (poolIds.includes(value)) return true;
  context.fault({ path, found: `the pool ${quote(value)}`, ...oneOfKnown(value, poolIds, 'pool') });
  return false;
}

function readShares(
  frame: PlantFrame,
  node: Node<HeatSharesSource | undefined>,
  fallback: readonly HeatShare[],
  mayBeNone = false,
): readonly HeatShare[] | null {
  if (node.value === undefined) return fallback;
  if (!isRecord(node.value)) return null;
  const shares = Object.keys(node.value).map((key): HeatShare | null => {
    const path = [...node.path, key];
    const loop = readName(frame, { path, value: key }, frame.loops, 'loop');
    const share = trustedValue(frame.context, { path, value: node.value?.[key] });
    return loop === null || share === null ? null : { loop, fraction: fraction(share) };
  });
  const known = allSound(shares);
  if (known === null || !frame.context.trusted(node.path) || (mayBeNone && known.length === 0)) return known;
  const sum = known.reduce((total, share) => total + share.fraction, 0);
  if (Math.abs(sum - 1) <= ROUNDING) return known;
  frame.context.fault({
    path: node.path,
    found: known.length === 0 ? 'no shares' : `shares that add up to ${Number(sum.toFixed(6))}`,
    expected: 'shares that add up to 1: all heat goes somewhere',
  });
  return null;
}
