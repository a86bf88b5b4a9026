import type { Compute } from '../domain/fleet.ts';
import type { HeatOf } from '../domain/plant.ts';
import { quote } from '../tables/index.ts';
import { child, items, type Node, trustedValue } from './context.ts';
import type { PlantFrame } from './plant-frame.ts';
import type { ModelledCoolingSource } from './schema/cooling.ts';
import type { SiteSource } from './schema/site.ts';
import { isRecord } from './validate.ts';

/** What holds between the devices of a site, by what the scenario says of them. */

/** Condenser water without anything that takes its heat. */
export function checkHeatRejection(
  { context }: PlantFrame,
  site: Node<SiteSource>,
  cooling: Node<Partial<ModelledCoolingSource>>,
): void {
  const rejection = child(cooling, 'heatRejection');
  if (items(rejection).length > 0) return;
  const condensing = [
    ...items(child(cooling, 'chillers')),
    ...items(child(cooling, 'absorptionChillers')),
    ...items(child(site, 'dualModePlants')),
    ...[...items(child(site, 'heatPumps')), ...items(child(site, 'heatExchangers'))].filter(
      (device) => child(device, 'tap').value === 'condenserWater',
    ),
  ];
  if (condensing.length === 0 || !context.trusted(rejection.path)) return;
  const [{ value }] = condensing;
  const id = isRecord(value) && typeof value.id === 'string' ? quote(value.id) : 'a chiller';
  context.fault({
    path: rejection.path,
    found: `condenser heat, of ${id}${condensing.length > 1 ? ` and ${condensing.length - 1} more` : ''}, and nothing that removes it`,
    expected: 'at least one tower or dryCooler',
    hint: 'an air-cooled chiller is a chiller and a dryCooler',
  });
}

/** IT heat on a loop that no device cools. */
export function checkCooled(
  frame: PlantFrame,
  site: Node<SiteSource>,
  cooling: Node<Partial<ModelledCoolingSource>>,
  heatOf: HeatOf | null,
  compute: Compute | null,
): void {
  const cooled = cooledLoops(frame, site, cooling);
  if (cooled === null || heatOf === null || compute === null) return;
  const sources = [
    ...(compute.baseLoadKw.some((kw) => kw > 0) ? [{ what: 'the base load', shares: heatOf.baseLoad }] : []),
    ...(compute.overheadFraction > 0 ? [{ what: 'power distribution', shares: heatOf.distribution }] : []),
    ...compute.pools.map(({ id }) => ({ what: `pool ${quote(id)}`, shares: heatOf.pools[id] ?? [] })),
  ];
  const bare = [...frame.loops.keys()].flatMap((loop) => {
    if (cooled.has(loop)) return [];
    const heating = sources.filter(({ shares }) => shares.some((share) => share.loop === loop && share.fraction > 0));
    return heating.length === 0 ? [] : [{ loop, heating }];
  });
  for (const { loop, heating } of bare) {
    frame.context.fault({
      path: child(cooling, 'loops').path,
      found: `the loop ${quote(loop)}, which takes heat of ${heating.map(({ what }) => what).join(', ')} and which nothing cools`,
      expected: 'a chiller, a free cooler or a heat pump on it, or heat that goes to other loops',
    });
  }
}

/** Loops that some device takes heat from; null where a device does not say which one it means. */
function cooledLoops(
  { context, loops }: PlantFrame,
  site: Node<SiteSource>,
  cooling: Node<Partial<ModelledCoolingSource>>,
): ReadonlySet<string> | null {
  const only = loops.size === 1 ? [...loops.keys()][0] : null;
  const nameOf = (node: Node<string | undefined>) => (node.value === undefined ? only : trustedValue(context, node));
  const onLoops = [
    ...items(child(cooling, 'chillers')),
    ...items(child(cooling, 'absorptionChillers')),
    ...items(child(cooling, 'freeCoolers')),
    ...items(child(site, 'dualModePlants')),
  ].map((device) => nameOf(child(device as Node<{ loop?: string }>, 'loop')));
  const tapping = [...items(child(site, 'heatPumps')), ...items(child(site, 'heatExchangers'))].flatMap((device) => {
    const tap = child(device, 'tap');
    return isRecord(tap.value) ? [nameOf(child(tap as Node<{ loop: string }>, 'loop'))] : [];
  });
  const fromOthers = items(child(site, 'coldStores')).flatMap((store) => {
    const to = nameOf(child(store, 'dischargesTo'));
    const fromNode = child(store, 'chargesFrom');
    return fromNode.value !== undefined && trustedValue(context, fromNode) !== to ? [to] : [];
  });
  const names = [...onLoops, ...tapping, ...fromOthers];
  const known = names.filter((name): name is string => name !== null && loops.has(name));
  return known.length === names.length ? new Set(known) : null;
}
