import type { Site } from '../../domain/fleet.ts';
import type { ColdStore, HotStore } from '../../domain/store.ts';
import type { Timeline } from '../../time/timeline.ts';
import { agreedHeat, suppliersWithoutRecovery } from './rule-heat.ts';
import { clamp, floorOf, pathByRule, priceWishes, type StoragePath } from './store-rule.ts';

/**
 * Today's way with a cold store: charged where cold is cheapest in each 24 hours (cheap power, or a cool night that
 * chillers like) as far as the coolers of its loop have room, used where it is dearest as far as its loop has heat, and
 * back at its promised level at the end. `heatKw`: heat of a loop; `standingKw`: what its emergency cold stands behind.
 */
export function ruleBasedColdStore(
  site: Site,
  timeline: Timeline,
  store: ColdStore,
  heatKw: (loop: string) => Float64Array,
  standingKw: Float64Array,
): StoragePath {
  const { chillers, freeCoolers } = site.plant;
  const coolers = [...chillers, ...freeCoolers].filter(({ loop }) => loop === store.chargesFrom);
  const charged = heatKw(store.chargesFrom);
  return pathByRule(timeline, store, {
    largestChargeKw: charged.map((heat, t) => {
      const limitKw = coolers.reduce((sum, { coolingLimitKw }) => sum + coolingLimitKw[t], 0);
      return clamp(limitKw - heat, 0, store.chargeLimitKw);
    }),
    surplusKw: new Float64Array(timeline.slotCount),
    largestDischargeKw: heatKw(store.dischargesTo),
    floorKwh: floorOf(store, standingKw),
    wish: priceWishes(coldPrice(site, store.chargesFrom), timeline, store),
  });
}

/** Electricity of the cheapest cold on a loop, slot by slot. */
function coldPrice({ grid, plant }: Site, loop: string): Float64Array {
  return grid.importPricePerKwh.map((price, t) => {
    const drawn = [
      ...plant.chillers
        .filter((device) => device.loop === loop && device.coolingLimitKw[t] > 0)
        .map(({ cop }) => 1 / cop[t]),
      ...plant.freeCoolers
        .filter((device) => device.loop === loop && device.coolingLimitKw[t] > 0)
        .map(({ electricityKwPerKw }) => electricityKwPerKw),
    ];
    return drawn.length === 0 ? price : price * Math.min(...drawn);
  });
}

/**
 * The same with a hot store: charged where the next kWh of heat from boilers or bought heat is cheapest, as far as these
 * have room, used where it is dearest. `wantedKw`: what its network wants beyond what must be taken; negative is surplus.
 */
export function ruleBasedHotStore(
  site: Site,
  timeline: Timeline,
  store: HotStore,
  wantedKw: Float64Array,
): StoragePath {
  const supply = wantedKw.map((_, t) => {
    return suppliersWithoutRecovery(site, store.network, t).reduce((sum, { limitKw }) => sum + limitKw, 0);
  });
  return pathByRule(timeline, store, {
    largestChargeKw: wantedKw.map((kw, t) => clamp(supply[t] - kw, 0, store.chargeLimitKw)),
    surplusKw: wantedKw.map((kw) => Math.max(0, -kw)),
    largestDischargeKw: wantedKw,
    floorKwh: floorOf(store, new Float64Array(timeline.slotCount)),
    wish: priceWishes(
      wantedKw.map((kw, t) => heatPrice(site, store.network, t, kw)),
      timeline,
      store,
    ),
  });
}

/** What customers of a network and its agreed contracts want, slot by slot. */
export function wantedHeat(site: Site, network: string, slotCount: number): Float64Array {
  const found = site.plant.heatNetworks.find(({ id }) => id === network);
  return Float64Array.from({ length: slotCount }, (_, t) =>
    found === undefined ? 0 : agreedHeat(site, found, t).needKw,
  );
}

/** Cost of the supplier that serves the last kW of this much heat; of the dearest where none suffices, 0 without any. */
function heatPrice(site: Site, network: string, slot: number, wantedKw: number): number {
  const inOrder = [...suppliersWithoutRecovery(site, network, slot)]
    .filter(({ limitKw }) => limitKw > 0)
    .sort((a, b) => a.rank - b.rank);
  let left = wantedKw;
  for (const { limitKw, rank } of inOrder) {
    left -= limitKw;
    if (left <= 0) return rank;
  }
  return inOrder.at(-1)?.rank ?? 0;
}
