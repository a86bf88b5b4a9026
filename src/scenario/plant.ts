import type { Compute } from '../domain/fleet.ts';
import { NO_PLANT, type Plant } from '../domain/plant.ts';
import { child, items, type Node, type ReadContext, soundOr, trustedValue } from './context.ts';
import {
  condenserWaterOf,
  loopTemperatures,
  readAbsorptionChiller,
  readChiller,
  readFreeCooler,
  readHeatRejection,
  readLoop,
} from './cooling.ts';
import { coldSideOf, heatSideOf, readDualModePlant } from './dual-mode.ts';
import { readGenerator } from './generators.ts';
import {
  type ColdNetworkDraft,
  type HeatNetworkDraft,
  networkTemperatures,
  readBoiler,
  readColdNetwork,
  readHeatContract,
  readHeatExchanger,
  readHeatNetwork,
  readHeatPump,
} from './heat.ts';
import { readHeatOf } from './heat-shares.ts';
import type { SiteMoney } from './money.ts';
import { checkCooled, checkHeatRejection } from './plant-checks.ts';
import { allSound, type PlantFrame, readMoney, sound, type Temperatures } from './plant-frame.ts';
import type { ModelledCoolingSource } from './schema/cooling.ts';
import type { SiteSource } from './schema/site.ts';
import { type ColdStoreDraft, type HotStoreDraft, readColdStore, readHotStore } from './thermal-store.ts';
import { isRecord } from './validate.ts';
import { readWeather } from './weather.ts';

/** Cooling, heat and generation of a site, but for the prices of promises that may be defaults of the fleet. */
export type PlantDraft = Omit<Plant, 'coldStores' | 'hotStores' | 'coldNetworks' | 'heatNetworks'> & {
  readonly coldStores: readonly ColdStoreDraft[];
  readonly hotStores: readonly HotStoreDraft[];
  readonly coldNetworks: readonly ColdNetworkDraft[];
  readonly heatNetworks: readonly HeatNetworkDraft[];
};

const LITRES_PER_CUBIC_METRE = 1000;

type CoolingNode = Node<Partial<ModelledCoolingSource> & { readonly fixedPue?: number }>;

/** The plant of a site; null, and faults, when something of it is wrong. Every device is read, whatever its neighbours are. */
export function readPlant(
  context: ReadContext,
  site: Node<SiteSource>,
  timeZone: string | null,
  money: SiteMoney | null,
  compute: Compute | null,
): PlantDraft | null {
  const coolingNode = child(site, 'cooling');
  const cooling = { path: coolingNode.path, value: coolingNode.value ?? {} } as CoolingNode;
  const frame = makeFrame(context, site, cooling, timeZone, money);
  const each = <Source, Read>(
    node: Node<readonly Source[] | undefined>,
    read: (of: PlantFrame, n: Node<Source>) => Read | null,
  ) => allSound(items(node).map((one) => read(frame, one)));
  const heatOf = readHeatOf(frame, child(cooling, 'heat'), poolIdsOf(context, site));
  const waterPrice = readMoney(frame, child(cooling, 'waterPricePerCubicMetre'));
  const plants = each(child(site, 'dualModePlants'), readDualModePlant);
  const chillers = each(child(cooling, 'chillers'), readChiller);
  const heatPumps = each(child(site, 'heatPumps'), readHeatPump);
  const draft = sound({
    fixedCoolingFraction: readFixedCooling(context, cooling, compute),
    waterPricePerLitre: waterPrice === null ? null : waterPrice / LITRES_PER_CUBIC_METRE,
    loops: each(child(cooling, 'loops'), (_, node) => readLoop(context, node)),
    heatOf,
    chillers: chillers === null || plants === null ? null : [...chillers, ...plants.map(({ chiller }) => chiller)],
    absorptionChillers: each(child(cooling, 'absorptionChillers'), readAbsorptionChiller),
    freeCoolers: each(child(cooling, 'freeCoolers'), readFreeCooler),
    heatRejection: each(child(cooling, 'heatRejection'), readHeatRejection),
    coldStores: each(child(site, 'coldStores'), readColdStore),
    coldNetworks: each(child(site, 'coldNetworks'), readColdNetwork),
    heatNetworks: each(child(site, 'heatNetworks'), readHeatNetwork),
    heatPumps: heatPumps === null || plants === null ? null : [...heatPumps, ...plants.map(({ heatPump }) => heatPump)],
    heatExchangers: each(child(site, 'heatExchangers'), readHeatExchanger),
    boilers: each(child(site, 'boilers'), readBoiler),
    heatContracts: each(child(site, 'heatContracts'), readHeatContract),
    hotStores: each(child(site, 'hotStores'), readHotStore),
    generators: each(child(site, 'generators'), readGenerator),
  });
  checkHeatRejection(frame, site, cooling);
  checkCooled(frame, site, cooling, heatOf, compute);
  return draft;
}

/** Everything of a site's plant that a plan calls by its id. */
export function plantIds(site: Node<SiteSource>): Node<{ readonly id: string }>[] {
  const coolingNode = child(site, 'cooling');
  const cooling = { path: coolingNode.path, value: coolingNode.value ?? {} } as CoolingNode;
  const sides = items(child(site, 'dualModePlants')).flatMap(({ path, value }) => {
    const id = isRecord(value) ? value.id : undefined;
    return typeof id === 'string'
      ? [heatSideOf(id), coldSideOf(id)].map((side) => ({ path, value: { id: side } }))
      : [];
  });
  return [
    ...items(child(cooling, 'loops')),
    ...items(child(cooling, 'chillers')),
    ...items(child(cooling, 'absorptionChillers')),
    ...items(child(cooling, 'freeCoolers')),
    ...items(child(cooling, 'heatRejection')),
    ...items(child(site, 'coldStores')),
    ...items(child(site, 'coldNetworks')),
    ...items(child(site, 'heatNetworks')),
    ...items(child(site, 'heatPumps')),
    ...items(child(site, 'heatExchangers')),
    ...items(child(site, 'boilers')),
    ...items(child(site, 'heatContracts')),
    ...items(child(site, 'hotStores')),
    ...items(child(site, 'generators')),
    ...sides,
  ];
}

function makeFrame(
  context: ReadContext,
  site: Node<SiteSource>,
  cooling: CoolingNode,
  timeZone: string | null,
  money: SiteMoney | null,
): PlantFrame {
  const weather = readWeather(context, child(site, 'weather'), timeZone);
  return {
    context,
    timeZone,
    money,
    weather,
    loops: byName(context, items(child(cooling, 'loops')), loopTemperatures),
    heatNetworks: byName(context, items(child(site, 'heatNetworks')), networkTemperatures),
    condenserWater: condenserWaterOf(context, items(child(cooling, 'heatRejection')), weather),
  };
}

function byName<Source extends { readonly id: string }>(
  context: ReadContext,
  nodes: readonly Node<Source>[],
  temperaturesOf: (context: ReadContext, node: Node<Source>) => Temperatures | null,
): Map<string, Temperatures | null> {
  return new Map(
    nodes.flatMap((node) => {
      const id: unknown = trustedValue(context, child(node as Node<{ id: string }>, 'id'));
      return typeof id === 'string' ? [[id, temperaturesOf(context, node)] as const] : [];
    }),
  );
}

function poolIdsOf(context: ReadContext, site: Node<SiteSource>): string[] {
  const { path, value } = child(site, 'compute');
  const pools = items(child({ path, value: value ?? {} }, 'pools'));
  return pools.map((pool) => trustedValue(context, child(pool, 'id'))).filter((id) => id !== null);
}

/** What a fixed PUE leaves for cooling beside the losses of power distribution; 0 without one. */
function readFixedCooling(context: ReadContext, cooling: CoolingNode, compute: Compute | null): number | null {
  const node = child(cooling, 'fixedPue');
  const pue = soundOr(context, node, null);
  if (node.value === undefined) return context.trusted(cooling.path) ? NO_PLANT.fixedCoolingFraction : null;
  if (pue === null || compute === null) return null;
  const { overheadFraction } = compute;
  if (pue >= 1 + overheadFraction) return pue - 1 - overheadFraction;
  context.fault({
    path: node.path,
    found: `${pue}, below what power distribution alone makes of it`,
    expected: `at least ${Number((1 + overheadFraction).toFixed(6))}, since overheadFraction is ${overheadFraction}`,
  });
  return null;
}
