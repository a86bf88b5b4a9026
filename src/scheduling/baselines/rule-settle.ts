import type { Site } from '../../domain/fleet.ts';
import type { HeatTap } from '../../domain/plant.ts';
import { type CoolingSlot, coolByRule } from './rule-cooling.ts';
import { type HeatRequest, type HeatSlot, heatByRule, recoveriesOf } from './rule-heat.ts';

/** Heat below this is rounding, kW. */
const NEGLIGIBLE = 1e-6;

/** Customers of cold go short before machines do: what each loop cannot be rid of, as far as they bring it. */
export function cutColdCustomers({ plant }: Site, t: number, warmKw: ReadonlyMap<string, number>) {
  const unservedKw = new Map<string, number>();
  const relievedKw = new Map<string, number>();
  for (const { id, loop, demandKw, lossFraction } of plant.coldNetworks) {
    const left = (warmKw.get(loop) ?? 0) - (relievedKw.get(loop) ?? 0);
    const unserved = Math.min(demandKw[t], left * (1 - lossFraction));
    if (left <= NEGLIGIBLE || unserved <= 0) continue;
    unservedKw.set(id, unserved);
    relievedKw.set(loop, (relievedKw.get(loop) ?? 0) + unserved / (1 - lossFraction));
  }
  return { unservedKw, relievedKw };
}

/**
 * Heat and cooling of a slot depend on each other: first without any recovery that can be avoided; where that leaves
 * heat on a loop, or customers short beside condenser water, once more with what the first round found.
 */
export function settle(
  site: Site,
  t: number,
  onLoop: ReadonlyMap<string, number>,
  hotKw: (network: string) => number,
): { heat: HeatSlot; cooling: CoolingSlot } {
  const asked = (condenserKw: number, forcedKw: ReadonlyMap<string, number>, absorbed: ReadonlyMap<string, number>) => {
    const absorptionKw = (network: string) =>
      site.plant.absorptionChillers
        .filter(({ heatNetwork }) => heatNetwork === network)
        .reduce((sum, { id, cop }) => sum + (absorbed.get(id) ?? 0) / cop[t], 0);
    const request: HeatRequest = {
      extraKw: (network) => hotKw(network) + absorptionKw(network),
      availableKw: (tap: HeatTap) =>
        tap.kind === 'loop' ? Math.max(0, onLoop.get(tap.loop) ?? 0) : tap.kind === 'ambient' ? 0 : condenserKw,
      forcedKw,
    };
    const heat = heatByRule(site, t, request);
    return { heat, cooling: coolByRule(site, t, onLoop, heat, absorbed) };
  };
  const none = new Map<string, number>();
  const first = asked(0, none, none);
  const isShort = [...first.heat.unserved.values()].some((kw) => kw > NEGLIGIBLE);
  const isWarm = [...first.cooling.leftKw.values()].some((kw) => kw > NEGLIGIBLE);
  if (!isShort && !isWarm) return first;
  const { forcedKw, leftKw } = forcedRecovery(site, t, first.cooling.leftKw);
  return asked(first.cooling.condenserKw, forcedKw, absorptionFor(site, t, leftKw));
}

/** What recovery has to take of the heat that nothing else removes, and what is left of it. */
function forcedRecovery(site: Site, t: number, warmKw: ReadonlyMap<string, number>) {
  const forcedKw = new Map<string, number>();
  const leftKw = new Map(warmKw);
  const { heatNetworks, heatContracts } = site.plant;
  const roomKw = new Map(
    heatNetworks.map(({ id, demandKw, lossFraction, spillLimitKw }) => {
      const bought = heatContracts.filter(({ network, direction }) => network === id && direction === 'buy');
      const agreed = bought.reduce((sum, { minimumKw }) => sum + minimumKw[t], 0);
      return [id, Math.max(0, demandKw[t] / (1 - lossFraction) + spillLimitKw - agreed)];
    }),
  );
  const inOrder = recoveriesOf(site, null).sort((a, b) => a.electricityKwPerKw(t) - b.electricityKwPerKw(t));
  for (const { id, tap, network, limitKw, takenPerKw } of inOrder) {
    const left = tap.kind === 'loop' ? (leftKw.get(tap.loop) ?? 0) : 0;
    const taken = takenPerKw(t);
    if (tap.kind !== 'loop' || left <= 0 || taken <= 0) continue;
    const kw = Math.min(left / taken, limitKw[t], roomKw.get(network) ?? 0);
    forcedKw.set(id, kw);
    leftKw.set(tap.loop, left - kw * taken);
    roomKw.set(network, (roomKw.get(network) ?? 0) - kw);
  }
  return { forcedKw, leftKw };
}

/** Cold of absorption chillers for what is left on their loops, by device. */
function absorptionFor({ plant }: Site, t: number, warmKw: ReadonlyMap<string, number>): Map<string, number> {
  const leftKw = new Map(warmKw);
  return new Map(
    plant.absorptionChillers.map(({ id, loop, coolingLimitKw }) => {
      const kw = Math.min(leftKw.get(loop) ?? 0, coolingLimitKw[t]);
      leftKw.set(loop, (leftKw.get(loop) ?? 0) - kw);
      return [id, kw];
    }),
  );
}
