import type { Site } from '../domain/fleet.ts';
import type { PlantSeriesName } from '../domain/plan.ts';
import type { AbsorptionChiller, Chiller, HeatShare } from '../domain/plant.ts';
import type { Store } from '../domain/store.ts';

/**
 * How much more machines may draw at a site with its plant as it stands: each loop has to be rid of their heat, towers of
 * what chillers make of it, and stores have to keep enough for an emergency. Whatever fits all of them can be cooled.
 */
export interface PlantRoom {
  readonly key: string;
  /** What is left, slot by slot. */
  readonly freeKw: Float64Array;
  /** What a kW of IT power of a pool takes of it, at the most and at the least. */
  readonly mostPerItKw: (pool: string) => number;
  readonly leastPerItKw: (pool: string) => number;
}

/** A site as it stands, slot by slot. */
export interface StandingSite {
  /** Zeros where there is no such series. */
  readonly series: (name: PlantSeriesName, component: string) => ArrayLike<number>;
  /** Base load and machines. */
  readonly itKw: ArrayLike<number>;
}

export function plantRooms(site: Site, standing: StandingSite): PlantRoom[] {
  const { plant } = site;
  return [
    ...plant.loops.map(({ id }) => loopRoom(site, standing, id)),
    ...condenserRooms(site, standing),
    ...site.batteries.flatMap((store) => reserveRooms(site.id, store, standing.itKw, () => 1)),
    ...plant.coldStores.flatMap((store) =>
      reserveRooms(
        site.id,
        store,
        standing.series('loopHeat', store.dischargesTo),
        heatPerItKw(site, store.dischargesTo),
      ),
    ),
  ];
}

/** Heat on a loop for each kW of IT power of a pool, losses of distribution included. */
function heatPerItKw({ compute, plant }: Site, loop: string): (pool: string) => number {
  const on = (shares: readonly HeatShare[] = []) =>
    shares.reduce((sum, share) => (share.loop === loop ? sum + share.fraction : sum), 0);
  const losses = on(plant.heatOf.distribution) * compute.overheadFraction;
  return (pool) => on(plant.heatOf.pools[pool]) + losses;
}

/** What the coolers of a loop do not give yet; where it has none, what its networks would still take of recovery. */
function loopRoom(site: Site, standing: StandingSite, loop: string): PlantRoom {
  const { plant } = site;
  const on = <Device extends { readonly loop: string }>(devices: readonly Device[]) =>
    devices.filter((device) => device.loop === loop);
  const spare = (series: PlantSeriesName, devices: readonly { id: string; coolingLimitKw: Float64Array }[]) =>
    devices.map(({ id, coolingLimitKw }) => ({ limitKw: coolingLimitKw, usedKw: standing.series(series, id) }));
  const coolers = [
    ...spare('chillerCooling', on(plant.chillers)),
    ...spare('freeCooling', on(plant.freeCoolers)),
    ...spare('absorptionCooling', on(plant.absorptionChillers)),
  ];
  const freeKw = Float64Array.from(standing.itKw, (_, t) =>
    coolers.length > 0
      ? coolers.reduce((sum, { limitKw, usedKw }) => sum + limitKw[t] - usedKw[t], 0)
      : recoverableKw(site, standing, loop, t),
  );
  const perItKw = heatPerItKw(site, loop);
  return { key: roomKey(site.id, 'loop', loop), freeKw, mostPerItKw: perItKw, leastPerItKw: perItKw };
}

/** Heat that pumps and exchangers could still take off a loop in the place of boilers and bought heat. */
function recoverableKw({ plant }: Site, { series }: StandingSite, loop: string, t: number): number {
  const appetite = (network: string) => {
    const boilers = plant.boilers.filter((device) => device.network === network);
    const bought = plant.heatContracts.filter((device) => device.network === network && device.direction === 'buy');
    const found = plant.heatNetworks.find(({ id }) => id === network);
    return (
      boilers.reduce((sum, { id }) => sum + series('boilerHeat', id)[t], 0) +
      bought.reduce((sum, { id, minimumKw }) => sum + series('contractHeat', id)[t] - minimumKw[t], 0) +
      (found === undefined ? 0 : found.spillLimitKw - series('heatSpilled', network)[t])
    );
  };
  const pumps = plant.heatPumps
    .filter(({ tap }) => tap.kind === 'loop' && tap.loop === loop)
    .map(({ id, network, heatLimitKw, cop }) => {
      return Math.min(heatLimitKw[t] - series('heatPumpHeat', id)[t], appetite(network)) * Math.max(0, 1 - 1 / cop[t]);
    });
  const exchangers = plant.heatExchangers
    .filter(({ tap }) => tap.kind === 'loop' && tap.loop === loop)
    .map(({ id, network, heatLimitKw }) =>
      Math.min(heatLimitKw[t] - series('exchangerHeat', id)[t], appetite(network)),
    );
  return [...pumps, ...exchangers].reduce((sum, kw) => sum + Math.max(0, kw), 0);
}

/** What towers and dry coolers do not take yet; where one loop alone has chillers, its free coolers spare them some. */
function condenserRooms(site: Site, { series, itKw }: StandingSite): PlantRoom[] {
  const { chillers, absorptionChillers, freeCoolers, heatRejection, loops } = site.plant;
  const byHeat = [...chillers, ...absorptionChillers];
  if (byHeat.length === 0) return [];
  const ratios = new Map(loops.map(({ id }) => [id, condenserRatios(byHeat.filter(({ loop }) => loop === id))]));
  const bringing = loops.filter(({ id }) => (ratios.get(id)?.most ?? 0) > 0);
  const [first] = bringing;
  const sparing = bringing.length === 1 ? freeCoolers.filter(({ loop }) => loop === first.id) : [];
  const freeKw = Float64Array.from(itKw, (_, t) => {
    const towers = heatRejection.reduce((sum, { id, heatLimitKw }) => {
      return sum + heatLimitKw[t] - series('heatRejected', id)[t];
    }, 0);
    const spared = sparing.reduce((sum, { id, coolingLimitKw }) => {
      return sum + coolingLimitKw[t] - series('freeCooling', id)[t];
    }, 0);
    return towers + spared * (ratios.get(first?.id)?.most ?? 0);
  });
  const perItKw = (of: 'most' | 'least') => (pool: string) =>
    bringing.reduce((sum, { id }) => {
      const isFreeToo = of === 'least' && freeCoolers.some(({ loop }) => loop === id);
      return sum + (isFreeToo ? 0 : heatPerItKw(site, id)(pool) * (ratios.get(id)?.[of] ?? 0));
    }, 0);
  const key = roomKey(site.id, 'condenser water', '');
  return [{ key, freeKw, mostPerItKw: perItKw('most'), leastPerItKw: perItKw('least') }];
}

/** Condenser heat for each kW of cold, over all devices and slots. */
function condenserRatios(devices: readonly (Chiller | AbsorptionChiller)[]): { most: number; least: number } {
  const all = devices.flatMap(({ cop }) => Array.from(cop, (value) => 1 + 1 / value));
  return all.length === 0
    ? { most: 0, least: 0 }
    : { most: all.reduce((a, b) => Math.max(a, b)), least: all.reduce((a, b) => Math.min(a, b)) };
}

/** The load that a full store could stand behind (in the first slot: what it holds at the start), less the present one. */
function reserveRooms(
  site: string,
  store: Store,
  loadKw: ArrayLike<number>,
  perItKw: (pool: string) => number,
): PlantRoom[] {
  const { reserve } = store;
  if (reserve === null || reserve.hours * reserve.loadFraction === 0) return [];
  const perKwh = store.dischargeEfficiency / (reserve.hours * reserve.loadFraction);
  const held = (t: number) =>
    t === 0 && !store.startsWhereItEnds ? store.initialEnergyKwh : (store.energyCapacityKwh as number);
  const freeKw = Float64Array.from(loadKw, (load, t) => held(t) * perKwh - load);
  return [{ key: roomKey(site, 'reserve', store.id), freeKw, mostPerItKw: perItKw, leastPerItKw: perItKw }];
}

const roomKey = (...parts: readonly string[]): string => JSON.stringify(parts);
