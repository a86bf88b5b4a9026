import { contractBreach, endShortfallKwh, rampBreach, type SiteFlows } from '../../billing/index.ts';
import type { Fleet, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { BrokenPromise, PlanJob, PromiseKind } from '../../domain/plan.ts';
import { breachStretches, brokenPromise } from '../broken-promises.ts';

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
  for (const battery of site.batteries) {
    const stored = flows.batteries.find((each) => each.battery === battery.id)?.storedAtEndKwh ?? 0;
    const amount = endShortfallKwh(battery, stored);
    add('endEnergy', battery.id, 'kWh', battery.endShortfallPricePerKwh, [{ slot: slotCount - 1, amount }]);
  }
  return broken;
}
