import type { Compute, Renewable } from '../domain/fleet.ts';
import { isTimeZone } from '../time/civil.ts';
import { readCompute } from './compute.ts';
import {
  checkEachOnce,
  checkUnique,
  child,
  items,
  type Node,
  type ReadContext,
  soundOr,
  trustedValue,
} from './context.ts';
import { type GridDraft, readGrid } from './grid.ts';
import { readHydrogenChain } from './hydrogen.ts';
import { readSiteMoney } from './money.ts';
import { type PlantDraft, plantIds, readPlant } from './plant.ts';
import { describe } from './problems.ts';
import type { SiteSource } from './schema/site.ts';
import { type BatteryDraft, readBattery, readRenewable } from './storage.ts';

/** A site but for the prices of promises that may be defaults. */
export interface SiteDraft {
  readonly id: string;
  readonly timeZone: string;
  readonly jurisdictions: readonly string[];
  readonly grid: GridDraft;
  readonly compute: Compute;
  readonly batteries: readonly BatteryDraft[];
  readonly renewables: readonly Renewable[];
  readonly plant: PlantDraft;
}

/**
 * A site; null, and faults, when something of it is wrong. Every part is read, whatever its neighbours are. Its grid is
 * back `delaysMinutes` after each outage, by its position.
 */
export function readSite(
  context: ReadContext,
  node: Node<SiteSource>,
  delaysMinutes: readonly number[] = [],
): SiteDraft | null {
  const id = trustedValue(context, child(node, 'id'));
  const timeZone = readTimeZone(context, child(node, 'timeZone'));
  const jurisdictions = readJurisdictions(context, child(node, 'jurisdictions'));
  const money = readSiteMoney(context, node);
  const gridNode = child(node, 'grid');
  const grid =
    gridNode.value === undefined
      ? null
      : readGrid(context, { path: gridNode.path, value: gridNode.value }, timeZone, money, delaysMinutes);
  const compute = readCompute(context, child(node, 'compute'), timeZone, money);
  const batteryNodes = items(child(node, 'batteries'));
  const chainNodes = items(child(node, 'hydrogenChains'));
  checkUnique(context, [...batteryNodes, ...chainNodes, ...plantIds(node)]);
  const batteries = [
    ...batteryNodes.map((battery) => readBattery(context, battery, money, compute)),
    ...chainNodes.map((chain) => readHydrogenChain(context, chain, money, compute)),
  ];
  const renewableNodes = items(child(node, 'renewables'));
  checkUnique(context, renewableNodes);
  const renewables = renewableNodes.map((renewable) => readRenewable(context, renewable, timeZone));
  const plant = readPlant(context, node, timeZone, money, compute);
  const soundBatteries = batteries.filter((battery) => battery !== null);
  const soundRenewables = renewables.filter((renewable) => renewable !== null);
  if (id === null || timeZone === null || jurisdictions === null || grid === null || compute === null || plant === null)
    return null;
  if (soundBatteries.length < batteries.length || soundRenewables.length < renewables.length) return null;
  return { id, timeZone, jurisdictions, grid, compute, batteries: soundBatteries, renewables: soundRenewables, plant };
}

function readTimeZone(context: ReadContext, node: Node<string | undefined>): string | null {
  const timeZone = trustedValue(context, node);
  if (timeZone === null || isTimeZone(timeZone)) return timeZone;
  context.fault({
    path: node.path,
    found: describe(timeZone),
    expected: 'an IANA time zone like Asia/Shanghai or UTC',
  });
  return null;
}

function readJurisdictions(context: ReadContext, node: Node<readonly string[] | undefined>): readonly string[] | null {
  const eachOnce = checkEachOnce(context, items(node), 'jurisdiction');
  const jurisdictions = soundOr<readonly string[], readonly string[]>(context, node, []);
  return eachOnce ? jurisdictions : null;
}
