import type { SlotSeries } from '../time/timeline.ts';
import type { Compute } from './fleet.ts';
import type { HeatShare, Plant } from './plant.ts';

/** What of a site decides how dear it is to keep its machines cool. */
export interface CooledSite {
  readonly compute: Pick<Compute, 'overheadFraction'>;
  readonly plant: Pick<
    Plant,
    | 'fixedCoolingFraction'
    | 'loops'
    | 'heatOf'
    | 'chillers'
    | 'absorptionChillers'
    | 'freeCoolers'
    | 'heatRejection'
    | 'heatPumps'
    | 'heatExchangers'
  >;
}

/** One value a slot. */
export interface CoolingBurden {
  /** Electricity for cooling per kW of IT power, by the least and by the most needy devices of its loops. */
  readonly leastKwPerKw: SlotSeries;
  readonly mostKwPerKw: SlotSeries;
  /** IT power that its loops can be rid of at most, day in, day out: stores do not count. Infinite without loops. */
  readonly coolableKw: SlotSeries;
}

/** A device that cools a loop: what it draws per kW of cold, and what it brings to the condenser water. */
interface Cooler {
  readonly limitKw: number;
  readonly electricityKwPerKw: number;
  readonly condenserKwPerKw: number;
}

/**
 * What cooling adds to a kW of IT power at the margin, where its heat goes to loops by these shares (of the base load or
 * of a pool) and that of power distribution by its own:
 *
 *   fixed fraction + sum over loops of heat x (circulation + a device's electricity + its condenser heat x fans)
 *
 * with 1 / COP and 1 + 1 / COP for chillers, and fans alone for free coolers. Heat pumps and exchangers count for a loop
 * that nothing else cools: they need somebody who wants the heat.
 */
export function coolingBurden(site: CooledSite, shares: readonly HeatShare[], slotCount: number): CoolingBurden {
  const { compute, plant } = site;
  const heat = heatByLoop(shares, plant.heatOf.distribution, compute.overheadFraction);
  const loops = plant.loops.filter(({ id }) => (heat.get(id) ?? 0) > 0);
  const leastKwPerKw = new Float64Array(slotCount).fill(plant.fixedCoolingFraction);
  const mostKwPerKw = new Float64Array(slotCount).fill(plant.fixedCoolingFraction);
  const coolableKw = new Float64Array(slotCount);
  for (let t = 0; t < slotCount; t += 1) {
    const fans = rejectionFans(plant, t);
    const needs: LoopNeed[] = [];
    for (const { id, circulationKwPerKw } of loops) {
      const perKw = heat.get(id) ?? 0;
      const coolers = coolersOf(plant, id, t);
      const draws = marginal(coolers).flatMap(({ electricityKwPerKw, condenserKwPerKw }) => [
        {
          least: electricityKwPerKw + condenserKwPerKw * fans.least,
          most: electricityKwPerKw + condenserKwPerKw * fans.most,
        },
      ]);
      leastKwPerKw[t] += perKw * (circulationKwPerKw + smallest(draws.map(({ least }) => least)));
      mostKwPerKw[t] += perKw * (circulationKwPerKw + largest(draws.map(({ most }) => most)));
      needs.push({ perKw, coolers });
    }
    coolableKw[t] = largestCoolable(needs, fans.limitKw);
  }
  return { leastKwPerKw, mostKwPerKw, coolableKw };
}

function heatByLoop(
  shares: readonly HeatShare[],
  distribution: readonly HeatShare[],
  overheadFraction: number,
): ReadonlyMap<string, number> {
  const heat = new Map<string, number>();
  const add = (loop: string, kw: number) => heat.set(loop, (heat.get(loop) ?? 0) + kw);
  for (const { loop, fraction } of shares) add(loop, fraction);
  for (const { loop, fraction } of distribution) add(loop, fraction * overheadFraction);
  return heat;
}

function coolersOf(plant: CooledSite['plant'], loop: string, t: number): { own: Cooler[]; byHeat: Cooler[] } {
  const on = <Device extends { readonly loop: string }>(devices: readonly Device[]) =>
    devices.filter((device) => device.loop === loop);
  const tapping = <Device extends { readonly tap: Plant['heatPumps'][number]['tap'] }>(devices: readonly Device[]) =>
    devices.filter(({ tap }) => tap.kind === 'loop' && tap.loop === loop);
  const own = [
    ...on(plant.chillers).map(({ coolingLimitKw, cop }): Cooler => {
      return { limitKw: coolingLimitKw[t], electricityKwPerKw: 1 / cop[t], condenserKwPerKw: 1 + 1 / cop[t] };
    }),
    ...on(plant.absorptionChillers).map(({ coolingLimitKw, cop, electricityKwPerKw }): Cooler => {
      return { limitKw: coolingLimitKw[t], electricityKwPerKw, condenserKwPerKw: 1 + 1 / cop[t] };
    }),
    ...on(plant.freeCoolers).map(({ coolingLimitKw, electricityKwPerKw }): Cooler => {
      return { limitKw: coolingLimitKw[t], electricityKwPerKw, condenserKwPerKw: 0 };
    }),
  ];
  const byHeat = [
    ...tapping(plant.heatPumps)
      .filter(({ cop }) => cop[t] > 1)
      .map(({ heatLimitKw, cop }): Cooler => {
        const limitKw = heatLimitKw[t] * (1 - 1 / cop[t]);
        return { limitKw, electricityKwPerKw: 1 / (cop[t] - 1), condenserKwPerKw: 0 };
      }),
    ...tapping(plant.heatExchangers).map(({ heatLimitKw, electricityKwPerKw }): Cooler => {
      return { limitKw: heatLimitKw[t], electricityKwPerKw, condenserKwPerKw: 0 };
    }),
  ];
  return { own, byHeat };
}

/** Devices that a further kW of heat may meet: those that run, else those that take heat for others, else any. */
function marginal({ own, byHeat }: { readonly own: readonly Cooler[]; readonly byHeat: readonly Cooler[] }) {
  const running = (coolers: readonly Cooler[]) => coolers.filter(({ limitKw }) => limitKw > 0);
  return [running(own), running(byHeat), own].find((coolers) => coolers.length > 0) ?? [];
}

function rejectionFans({ heatRejection }: CooledSite['plant'], t: number) {
  const running = heatRejection.filter(({ heatLimitKw }) => heatLimitKw[t] > 0);
  const fans = running.map(({ electricityKwPerKw }) => electricityKwPerKw);
  const limitKw = running.reduce((sum, { heatLimitKw }) => sum + heatLimitKw[t], 0);
  return { least: smallest(fans), most: largest(fans), limitKw };
}

const smallest = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.min(...values));
const largest = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.max(...values));

interface LoopNeed {
  /** Heat of the loop per kW of IT power. */
  readonly perKw: number;
  readonly coolers: { readonly own: readonly Cooler[]; readonly byHeat: readonly Cooler[] };
}

const HALVINGS = 60;

/** The most IT power of which every loop can be rid, with what its condensers need of towers and dry coolers together. */
function largestCoolable(needs: readonly LoopNeed[], rejectionLimitKw: number): number {
  if (needs.length === 0) return Number.POSITIVE_INFINITY;
  let high = needs.reduce((least, { perKw, coolers }) => {
    const limitKw = [...coolers.own, ...coolers.byHeat].reduce((sum, cooler) => sum + cooler.limitKw, 0);
    return Math.min(least, limitKw / perKw);
  }, Number.POSITIVE_INFINITY);
  const condenserKw = (itKw: number) => needs.reduce((sum, need) => sum + leastCondenserKw(need, itKw), 0);
  if (condenserKw(high) <= rejectionLimitKw) return high;
  let low = 0;
  for (let k = 0; k < HALVINGS; k += 1) {
    const middle = (low + high) / 2;
    if (condenserKw(middle) <= rejectionLimitKw) low = middle;
    else high = middle;
  }
  return low;
}

/** Condenser heat of a loop where the devices that make least of it run first. */
function leastCondenserKw({ perKw, coolers }: LoopNeed, itKw: number): number {
  let left = itKw * perKw;
  let sum = 0;
  const inOrder = [...coolers.own, ...coolers.byHeat].sort((a, b) => a.condenserKwPerKw - b.condenserKwPerKw);
  for (const { limitKw, condenserKwPerKw } of inOrder) {
    const taken = Math.min(left, limitKw);
    sum += taken * condenserKwPerKw;
    left -= taken;
  }
  return sum;
}
