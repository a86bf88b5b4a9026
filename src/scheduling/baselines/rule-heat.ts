import type { Site } from '../../domain/fleet.ts';
import type { HeatNetwork, HeatTap } from '../../domain/plant.ts';
import { shareByMerit } from './merit-order.ts';

/** What the rules do with the heat networks of a site in one slot. Heat in kW, by device or network. */
export interface HeatSlot {
  readonly output: ReadonlyMap<string, number>;
  readonly unserved: ReadonlyMap<string, number>;
  readonly spilled: ReadonlyMap<string, number>;
  /** Heat that recovery takes from each loop, and from the condenser water. */
  readonly fromLoops: ReadonlyMap<string, number>;
  readonly fromCondensersKw: number;
  /** False where more heat must be taken than can be used or thrown away. */
  readonly sound: boolean;
}

/** Recovered heat counts behind everything else, so that a plan's heat recovery shows in full. */
const RECOVERY = 1e9;

/**
 * Customers are served by what must be taken, then boilers and bought heat by what they cost, then heat pumps of the
 * surroundings, and by recovery only where all that does not suffice. `extraKw`: what hot stores draw and absorption
 * chillers want, by network. `availableKw`: heat of a tap that may be recovered.
 */
export function heatByRule(
  site: Site,
  slot: number,
  extraKw: (network: string) => number,
  availableKw: (tap: HeatTap) => number,
): HeatSlot {
  const output = new Map<string, number>();
  const unserved = new Map<string, number>();
  const spilled = new Map<string, number>();
  const fromLoops = new Map<string, number>();
  let fromCondensersKw = 0;
  let sound = true;
  for (const network of site.plant.heatNetworks) {
    const { mustTake, needKw } = agreedHeat(site, network, slot);
    for (const [id, kw] of mustTake) output.set(id, kw);
    const wanted = needKw + extraKw(network.id);
    const share = shareByMerit(wanted, suppliers(site, network.id, slot, availableKw));
    for (const [id, kw] of share.outputKw) output.set(id, (output.get(id) ?? 0) + kw);
    const short = Math.min(network.demandKw[slot], share.leftKw * (1 - network.lossFraction));
    unserved.set(network.id, short);
    const surplus = Math.max(0, -wanted);
    spilled.set(network.id, Math.min(surplus, network.spillLimitKw));
    const unsent = share.leftKw - short / (1 - network.lossFraction);
    if (unsent > NEGLIGIBLE || surplus > network.spillLimitKw + NEGLIGIBLE) sound = false;
  }
  for (const { id, tap, taken } of recoveries(site, slot)) {
    const kw = (output.get(id) ?? 0) * taken;
    if (tap.kind === 'loop') fromLoops.set(tap.loop, (fromLoops.get(tap.loop) ?? 0) + kw);
    else if (tap.kind === 'condenserWater') fromCondensersKw += kw;
  }
  return { output, unserved, spilled, fromLoops, fromCondensersKw, sound };
}

const NEGLIGIBLE = 1e-6;

/** Least amounts of all contracts, and what customers still need beyond them; negative where that is too much. */
function agreedHeat({ plant }: Site, network: HeatNetwork, slot: number) {
  const contracts = plant.heatContracts.filter((contract) => contract.network === network.id);
  const mustTake = contracts.map(({ id, minimumKw }) => [id, minimumKw[slot]] as const);
  const sign = (direction: 'buy' | 'sell') => (direction === 'buy' ? -1 : 1);
  const needKw = contracts.reduce(
    (sum, { direction, minimumKw }) => sum + sign(direction) * minimumKw[slot],
    network.demandKw[slot] / (1 - network.lossFraction),
  );
  return { mustTake, needKw };
}

function suppliers({ plant, grid }: Site, network: string, slot: number, availableKw: (tap: HeatTap) => number) {
  const here = <Device extends { readonly network: string }>(devices: readonly Device[]) =>
    devices.filter((device) => device.network === network);
  const electricity = grid.importPricePerKwh[slot];
  return [
    ...here(plant.boilers).map(({ id, heatLimitKw, efficiency, fuel, operatingPricePerKwh }) => ({
      id,
      limitKw: heatLimitKw[slot],
      rank: (fuel?.pricePerKwh[slot] ?? electricity) / efficiency + operatingPricePerKwh,
    })),
    ...here(plant.heatContracts)
      .filter(({ direction }) => direction === 'buy')
      .map(({ id, limitKw, minimumKw, pricePerKwh }) => ({
        id,
        limitKw: limitKw[slot] - minimumKw[slot],
        rank: pricePerKwh[slot],
      })),
    ...here(plant.heatPumps).map(({ id, tap, heatLimitKw, cop }) => {
      const taken = 1 - 1 / cop[slot];
      const most = tap.kind === 'ambient' || taken <= 0 ? Number.POSITIVE_INFINITY : availableKw(tap) / taken;
      return {
        id,
        limitKw: Math.min(heatLimitKw[slot], most),
        rank: electricity / cop[slot] + (tap.kind === 'ambient' ? 0 : RECOVERY),
      };
    }),
    ...here(plant.heatExchangers).map(({ id, tap, heatLimitKw, electricityKwPerKw }) => ({
      id,
      limitKw: Math.min(heatLimitKw[slot], availableKw(tap)),
      rank: electricity * electricityKwPerKw + RECOVERY,
    })),
  ];
}

/** Share of its heat that each recovering device takes from its tap. */
function recoveries({ plant }: Site, slot: number) {
  return [
    ...plant.heatPumps.map(({ id, tap, cop }) => ({ id, tap: tap as HeatTap, taken: 1 - 1 / cop[slot] })),
    ...plant.heatExchangers.map(({ id, tap }) => ({ id, tap: tap as HeatTap, taken: 1 })),
  ];
}
