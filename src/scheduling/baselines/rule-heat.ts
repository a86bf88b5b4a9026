import type { Site } from '../../domain/fleet.ts';
import type { HeatNetwork, HeatTap } from '../../domain/plant.ts';
import { type Runner, shareByMerit } from './merit-order.ts';

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

/** What the rest of the plant asks of the networks. */
export interface HeatRequest {
  /** What hot stores draw (less what they give) and absorption chillers want, by network. */
  readonly extraKw: (network: string) => number;
  /** Heat of a tap that may be recovered. */
  readonly availableKw: (tap: HeatTap) => number;
  /** Recovery that has to run because its loop is not cooled without it, by device. */
  readonly forcedKw: ReadonlyMap<string, number>;
}

/** Recovered heat counts behind everything else, so that a plan's heat recovery shows in full. */
const RECOVERY = 1e9;
const NEGLIGIBLE = 1e-6;

/**
 * Customers are served by what must be taken, then boilers and bought heat by what they cost, then heat pumps of the
 * surroundings, and by recovery only where all that does not suffice, or where a loop needs it.
 */
export function heatByRule(site: Site, slot: number, { extraKw, availableKw, forcedKw }: HeatRequest): HeatSlot {
  const output = new Map<string, number>(forcedKw);
  const unserved = new Map<string, number>();
  const spilled = new Map<string, number>();
  const taken = takings(site, slot);
  let sound = true;
  for (const network of site.plant.heatNetworks) {
    const { mustTake, needKw } = agreedHeat(site, network, slot);
    for (const [id, kw] of mustTake) output.set(id, kw);
    const forced = recoveriesOf(site, network.id).reduce((sum, { id }) => sum + (forcedKw.get(id) ?? 0), 0);
    const wanted = needKw + extraKw(network.id) - forced;
    const left = (tap: HeatTap) => availableKw(tap) - taken(output, tap);
    const recovery = recoverySuppliers(site, network.id, slot, left, forcedKw);
    const share = shareByMerit(wanted, [...suppliersWithoutRecovery(site, network.id, slot), ...recovery]);
    for (const [id, kw] of share.outputKw) output.set(id, (output.get(id) ?? 0) + kw);
    const short = Math.min(network.demandKw[slot], share.leftKw * (1 - network.lossFraction));
    unserved.set(network.id, short);
    const surplus = Math.max(0, -wanted);
    spilled.set(network.id, Math.min(surplus, network.spillLimitKw));
    const unsent = share.leftKw - short / (1 - network.lossFraction);
    if (unsent > NEGLIGIBLE || surplus > network.spillLimitKw + NEGLIGIBLE) sound = false;
  }
  const loops = new Set(site.plant.loops.map(({ id }) => id));
  const fromLoops = new Map([...loops].map((loop) => [loop, taken(output, { kind: 'loop', loop })]));
  const fromCondensersKw = taken(output, { kind: 'condenserWater' });
  return { output, unserved, spilled, fromLoops, fromCondensersKw, sound };
}

/** Least amounts of all contracts, and what customers still need beyond them; negative where that is too much. */
export function agreedHeat({ plant }: Site, network: HeatNetwork, slot: number) {
  const contracts = plant.heatContracts.filter((contract) => contract.network === network.id);
  const mustTake = contracts.map(({ id, minimumKw }) => [id, minimumKw[slot]] as const);
  const sign = (direction: 'buy' | 'sell') => (direction === 'buy' ? -1 : 1);
  const needKw = contracts.reduce(
    (sum, { direction, minimumKw }) => sum + sign(direction) * minimumKw[slot],
    network.demandKw[slot] / (1 - network.lossFraction),
  );
  return { mustTake, needKw };
}

/** Boilers, heat that may be bought, and pumps of the surroundings: what heats a network today. */
export function suppliersWithoutRecovery({ plant, grid }: Site, network: string, slot: number): Runner[] {
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
    ...here(plant.heatPumps)
      .filter(({ tap }) => tap.kind === 'ambient')
      .map(({ id, heatLimitKw, cop, operatingPricePerKwh }) => ({
        id,
        limitKw: heatLimitKw[slot],
        rank: electricity / cop[slot] + operatingPricePerKwh,
      })),
  ];
}

export interface Recovery {
  readonly id: string;
  readonly network: string;
  readonly tap: HeatTap;
  readonly limitKw: Float64Array;
  /** Share of its heat that it takes from its tap. */
  readonly takenPerKw: (slot: number) => number;
  readonly electricityKwPerKw: (slot: number) => number;
}

/** Heat pumps and exchangers that take heat from loops and condenser water. */
export function recoveriesOf({ plant }: Site, network: string | null): Recovery[] {
  return [
    ...plant.heatPumps
      .filter(({ tap }) => tap.kind !== 'ambient')
      .map(({ cop, heatLimitKw, ...device }): Recovery => {
        const drawn = (slot: number) => 1 / cop[slot];
        const takenPerKw = (slot: number) => 1 - 1 / cop[slot];
        return { ...device, limitKw: heatLimitKw, takenPerKw, electricityKwPerKw: drawn };
      }),
    ...plant.heatExchangers.map(({ electricityKwPerKw, heatLimitKw, ...device }): Recovery => {
      return { ...device, limitKw: heatLimitKw, takenPerKw: () => 1, electricityKwPerKw: () => electricityKwPerKw };
    }),
  ].filter((device) => network === null || device.network === network);
}

function recoverySuppliers(
  site: Site,
  network: string,
  slot: number,
  leftKw: (tap: HeatTap) => number,
  forcedKw: ReadonlyMap<string, number>,
): Runner[] {
  const electricity = site.grid.importPricePerKwh[slot];
  return recoveriesOf(site, network).map(({ id, tap, limitKw, takenPerKw, electricityKwPerKw }) => {
    const taken = takenPerKw(slot);
    const most = taken <= 0 ? Number.POSITIVE_INFINITY : Math.max(0, leftKw(tap)) / taken;
    return {
      id,
      limitKw: Math.min(limitKw[slot] - (forcedKw.get(id) ?? 0), most),
      rank: electricity * electricityKwPerKw(slot) + RECOVERY,
    };
  });
}

/** What devices take from a tap at these outputs. */
function takings(site: Site, slot: number) {
  const recoveries = recoveriesOf(site, null);
  const isSame = (a: HeatTap, b: HeatTap) =>
    a.kind === b.kind && (a.kind !== 'loop' || b.kind !== 'loop' || a.loop === b.loop);
  return (output: ReadonlyMap<string, number>, tap: HeatTap): number =>
    recoveries
      .filter((device) => isSame(device.tap, tap))
      .reduce((sum, { id, takenPerKw }) => sum + (output.get(id) ?? 0) * takenPerKw(slot), 0);
}
