import type { Fleet, Site } from '../../domain/fleet.ts';
import type { Plan, PlantSeriesName } from '../../domain/plan.ts';
import type { HeatShare } from '../../domain/plant.ts';
import type { Store } from '../../domain/store.ts';
import { figure, planSiteOf, priceOfOneMoreKwh, shadowPrice } from './prices.ts';

/** What heat costs where it arises, by the plan's prices: on a loop, in the condenser water, on a network. */

/** A device that could take a little more heat: what it does, what it may do, and what a kWh of that costs. */
interface Taker {
  readonly series: PlantSeriesName;
  readonly id: string;
  readonly limitKw: number;
  readonly costPerKwh: () => number;
}

const NEGLIGIBLE_KW = 1e-6;

/**
 * What one more kWh of heat on a loop costs to take away; null for a plan without prices. Negative where somebody wants
 * it. As long as a device of the loop stands between its limits that is the dual of the loop; where all stand at one
 * (a loop without heat), the dual is anything between less and more, and the cheapest that can take more is asked.
 */
export function loopHeatPrice(fleet: Fleet, plan: Plan, site: Site, loop: string, slot: number): number | null {
  const dual = shadowPrice(plan, 'heatToRejectBalance', site.id, loop, slot);
  if (dual === null) return null;
  const stores = site.plant.coldStores.filter((store) => store.chargesFrom === loop || store.dischargesTo === loop);
  const gives = stores.some(({ id }) => moves(plan, site, 'coldStoreCharge', 'coldStoreDischarge', id, slot));
  return gives ? 0 - dual : oneMore(plan, site, slot, 0 - dual, takersOfLoop(fleet, plan, site, loop, slot));
}

/** The same for the condenser water; 0 where there is none. */
export function condenserHeatPrice(fleet: Fleet, plan: Plan, site: Site, slot: number): number {
  const dual = shadowPrice(plan, 'condenserHeatBalance', site.id, null, slot);
  if (dual === null) return 0;
  const electricity = priceOfOneMoreKwh(fleet, plan, site, slot) ?? 0;
  const { waterPricePerLitre, heatRejection } = site.plant;
  const takers = heatRejection.map(
    ({ id, heatLimitKw, electricityKwPerKw, waterLitresPerKwh }): Taker => ({
      series: 'heatRejected',
      id,
      limitKw: heatLimitKw[slot],
      costPerKwh: () => electricity * electricityKwPerKw + waterPricePerLitre * waterLitresPerKwh,
    }),
  );
  return oneMore(plan, site, slot, 0 - dual, takers);
}

/** What one more kWh of heat asked of a network costs, at the plant; null for a plan without prices. */
export function networkHeatPrice(plan: Plan, site: string, network: string, slot: number): number | null {
  return shadowPrice(plan, 'heatBalance', site, network, slot);
}

/** Money per kWh of IT power for what takes its heat away; `shares` are those of a pool or of the base load. */
export function coolingPrice(fleet: Fleet, plan: Plan, site: Site, shares: readonly HeatShare[], slot: number): number {
  const { compute, plant } = site;
  const electricity = priceOfOneMoreKwh(fleet, plan, site, slot) ?? 0;
  const losses = plant.heatOf.distribution.map(({ loop, fraction }) => ({
    loop,
    perKw: fraction * compute.overheadFraction,
  }));
  const heat = [...shares.map(({ loop, fraction }) => ({ loop, perKw: fraction as number })), ...losses];
  return heat.reduce((sum, { loop, perKw }) => {
    if (perKw === 0) return sum;
    const circulation = plant.loops.find(({ id }) => id === loop)?.circulationKwPerKw ?? 0;
    const emergency = plant.coldStores
      .filter(({ dischargesTo }) => dischargesTo === loop)
      .reduce((price, store) => price + reservePrice(fleet, plan, site, store, slot), 0);
    const removal = loopHeatPrice(fleet, plan, site, loop, slot) ?? 0;
    return sum + perKw * (electricity * circulation + removal + emergency);
  }, electricity * plant.fixedCoolingFraction);
}

/** Money per kWh of load for what a store must keep of it for an emergency; 0 where that does not bind. */
export function reservePrice({ timeline }: Fleet, plan: Plan, site: Site, store: Store, slot: number): number {
  if (store.reserve === null) return 0;
  const { hours, loadFraction } = store.reserve;
  const perKept = shadowPrice(plan, 'storeReserve', site.id, store.id, slot) ?? 0;
  return (perKept * hours * loadFraction) / store.dischargeEfficiency / timeline.hours[slot];
}

function takersOfLoop(fleet: Fleet, plan: Plan, site: Site, loop: string, slot: number): Taker[] {
  const { plant } = site;
  const electricity = priceOfOneMoreKwh(fleet, plan, site, slot) ?? 0;
  const condenser = () => condenserHeatPrice(fleet, plan, site, slot);
  const heatOf = (network: string) => networkHeatPrice(plan, site.id, network, slot) ?? 0;
  const on = <Device extends { readonly loop: string }>(devices: readonly Device[]) =>
    devices.filter((device) => device.loop === loop);
  return [
    ...on(plant.freeCoolers).map(({ id, coolingLimitKw, electricityKwPerKw, waterLitresPerKwh }): Taker => {
      const costPerKwh = () => electricity * electricityKwPerKw + plant.waterPricePerLitre * waterLitresPerKwh;
      return { series: 'freeCooling', id, limitKw: coolingLimitKw[slot], costPerKwh };
    }),
    ...on(plant.chillers).map(({ id, coolingLimitKw, cop, operatingPricePerKwh }): Taker => {
      const drawn = 1 / cop[slot];
      const costPerKwh = () => electricity * drawn + operatingPricePerKwh + (1 + drawn) * condenser();
      return { series: 'chillerCooling', id, limitKw: coolingLimitKw[slot], costPerKwh };
    }),
    ...on(plant.absorptionChillers).map(({ id, coolingLimitKw, cop, heatNetwork, electricityKwPerKw }): Taker => {
      const taken = 1 / cop[slot];
      const costPerKwh = () =>
        electricity * electricityKwPerKw + taken * heatOf(heatNetwork) + (1 + taken) * condenser();
      return { series: 'absorptionCooling', id, limitKw: coolingLimitKw[slot], costPerKwh };
    }),
    ...plant.heatPumps
      .filter(({ tap, cop }) => tap.kind === 'loop' && tap.loop === loop && cop[slot] > 1)
      .map(({ id, heatLimitKw, cop, network, operatingPricePerKwh }): Taker => {
        const given = cop[slot] / (cop[slot] - 1);
        const costPerKwh = () => given * (electricity / cop[slot] + operatingPricePerKwh - heatOf(network));
        return { series: 'heatPumpHeat', id, limitKw: heatLimitKw[slot], costPerKwh };
      }),
    ...plant.heatExchangers
      .filter(({ tap }) => tap.kind === 'loop' && tap.loop === loop)
      .map(({ id, heatLimitKw, network, electricityKwPerKw }): Taker => {
        const costPerKwh = () => electricity * electricityKwPerKw - heatOf(network);
        return { series: 'exchangerHeat', id, limitKw: heatLimitKw[slot], costPerKwh };
      }),
  ];
}

/** The dual where something may give or take a little; else what the cheapest with room costs. */
function oneMore(plan: Plan, site: Site, slot: number, dual: number, takers: readonly Taker[]): number {
  const planned = planSiteOf(plan, site.id);
  const output = ({ series, id }: Taker) => figure(planned, series, id, slot);
  const hasRoom = (taker: Taker) => output(taker) < taker.limitKw - NEGLIGIBLE_KW;
  if (takers.some((taker) => output(taker) > NEGLIGIBLE_KW && hasRoom(taker))) return dual;
  const costs = takers.filter(hasRoom).map(({ costPerKwh }) => costPerKwh());
  // No device that has room can be cheaper than the dual, or the plan would use it.
  return costs.length === 0 ? dual : Math.max(dual, Math.min(...costs));
}

function moves(
  plan: Plan,
  site: Site,
  charge: PlantSeriesName,
  discharge: PlantSeriesName,
  store: string,
  slot: number,
): boolean {
  const planned = planSiteOf(plan, site.id);
  return figure(planned, charge, store, slot) + figure(planned, discharge, store, slot) > NEGLIGIBLE_KW;
}
