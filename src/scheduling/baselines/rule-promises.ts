import {
  carbonExcessKg,
  contractBreach,
  endShortfallKwh,
  rampBreach,
  renewableShortfallKwh,
  type SiteFlows,
  zoneRampBreach,
} from '../../billing/index.ts';
import type { Fleet, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { BrokenPromise, Emissions, PlanJob, PlantSeriesName, PromiseKind } from '../../domain/plan.ts';
import { breachStretches, brokenPromise } from '../broken-promises.ts';
import type { PromiseSlack } from '../part.ts';
import { horizonOf } from '../slots.ts';

/** Which promises the rules break: the same names, prices and sentences as in an optimised plan. */

export function brokenByJob(fleet: Fleet, job: ComputeJob, run: PlanJob): BrokenPromise[] {
  const promise = {
    kind: job.deadlinePolicy.kind === 'hard' ? ('deadlineKept' as const) : ('workServed' as const),
    site: null,
    subject: job.id,
    unit: 'unit h' as const,
    pricePerUnit: job.unservedPricePerUnitHour,
    window: { start: job.earliestStart, end: job.deadline },
  };
  return breachStretches([{ slot: null, amount: run.unservedUnitHours }], promise.unit).map((stretch) =>
    brokenPromise(fleet, promise, stretch),
  );
}

export function brokenBySite(fleet: Fleet, site: Site, flows: SiteFlows): BrokenPromise[] {
  const { hours, slotCount } = fleet.timeline;
  const broken: BrokenPromise[] = [];
  const add = (
    kind: PromiseKind,
    subject: string,
    unit: 'kW' | 'kWh',
    pricePerUnit: number,
    amounts: readonly { slot: number; amount: number }[],
  ) => {
    const promise = { kind, site: site.id, subject, unit, pricePerUnit };
    broken.push(...breachStretches(amounts, unit).map((stretch) => brokenPromise(fleet, promise, stretch)));
  };
  for (const limit of site.grid.contractedLimits) {
    const over = contractBreach(limit, flows, hours).perSlot;
    const amounts = Array.from(over, (kw, slot) => ({ slot, amount: kw * hours[slot] }));
    add('contractedLimit', limit.id, 'kWh', limit.breachPricePerKwh, amounts);
  }
  const { ramp } = site.grid;
  if (ramp !== null) {
    const steps = rampBreach(ramp, flows).perSlot;
    add(
      'rampLimit',
      'ramp',
      'kW',
      ramp.breachPricePerKw,
      Array.from(steps, (amount, slot) => ({ slot, amount })),
    );
  }
  const shedPrice = site.compute.baseLoadShedPricePerKwh;
  if (shedPrice !== null) {
    const amounts = Array.from(flows.baseLoadShedKw, (kw, slot) => ({ slot, amount: kw * hours[slot] }));
    add('baseLoadServed', 'base load', 'kWh', shedPrice, amounts);
  }
  const { plant } = site;
  const lastOf = (name: PlantSeriesName, id: string) => flows.plant?.(name, id)?.[slotCount - 1] ?? 0;
  const left = [
    ...site.batteries.map((store) => ({
      store,
      kwh: flows.batteries.find((each) => each.battery === store.id)?.storedAtEndKwh ?? 0,
    })),
    ...plant.coldStores.map((store) => ({ store, kwh: lastOf('coldStoreStored', store.id) })),
    ...plant.hotStores.map((store) => ({ store, kwh: lastOf('hotStoreStored', store.id) })),
  ];
  for (const { store, kwh } of left) {
    const amount = endShortfallKwh(store, kwh);
    add('endEnergy', store.id, 'kWh', store.endShortfallPricePerKwh, [{ slot: slotCount - 1, amount }]);
  }
  const customers = [
    ...plant.heatNetworks.map((network) => ({ network, kind: 'heatServed', series: 'heatUnserved' }) as const),
    ...plant.coldNetworks.map((network) => ({ network, kind: 'coldServed', series: 'coldUnserved' }) as const),
  ];
  for (const { network, kind, series } of customers) {
    const unserved = Array.from(flows.plant?.(series, network.id) ?? []);
    const amounts = unserved.map((kw, slot) => ({ slot, amount: kw * hours[slot] }));
    add(kind, network.id, 'kWh', network.unservedPricePerKwh, amounts);
  }
  return broken;
}

/** Targets of the fleet that have a price. Without one, a carbon budget is physical: see `keepsCarbonBudget`. */
export function brokenByFleet(fleet: Fleet, flows: readonly SiteFlows[], emissions: Emissions): BrokenPromise[] {
  const { carbonBudget, renewableShare, zoneRamps } = fleet.targets;
  const broken: BrokenPromise[] = [];
  const add = (
    promise: Omit<PromiseSlack, 'site' | 'terms'>,
    amounts: readonly { slot: number | null; amount: number }[],
  ) => {
    const stretches = breachStretches(amounts, promise.unit);
    broken.push(...stretches.map((stretch) => brokenPromise(fleet, { ...promise, site: null }, stretch)));
  };
  const window = horizonOf(fleet.timeline);
  if (carbonBudget !== null && carbonBudget.breachPricePerKg !== null) {
    const pricePerUnit = carbonBudget.breachPricePerKg;
    const promise = { kind: 'carbonBudget', subject: 'carbon budget', unit: 'kg', pricePerUnit, window } as const;
    add(promise, [{ slot: null, amount: carbonExcessKg(fleet, emissions) }]);
  }
  if (renewableShare !== null) {
    const pricePerUnit = renewableShare.breachPricePerKwh;
    const promise = { kind: 'renewableShare', subject: 'renewable share', unit: 'kWh', pricePerUnit, window } as const;
    add(promise, [{ slot: null, amount: renewableShortfallKwh(fleet, flows) }]);
  }
  for (const ramp of zoneRamps) {
    const steps = zoneRampBreach(fleet, ramp, flows).perSlot;
    add(
      { kind: 'zoneRamp', subject: ramp.marketZone, unit: 'kW', pricePerUnit: ramp.breachPricePerKw },
      Array.from(steps, (amount, slot) => ({ slot, amount })),
    );
  }
  return broken;
}

/** Excess below this (kg) is rounding. */
const NEGLIGIBLE_KG = 1e-6;

/** A carbon budget that no price breaks holds as a limit does. Rules buy no offsets. */
export function keepsCarbonBudget(fleet: Fleet, emissions: Emissions): boolean {
  const budget = fleet.targets.carbonBudget;
  if (budget === null || budget.breachPricePerKg !== null) return true;
  return carbonExcessKg(fleet, emissions) <= NEGLIGIBLE_KG;
}
