import type { ContractedLimit, RampLimit, Site } from '../domain/fleet.ts';
import { type Excess, sumExcess } from './excess.ts';
import type { SiteFlows } from './flows.ts';
import { type BilledLine, billedLine } from './lines.ts';

/** What a site pays for limits of contract and grid code exceeded, and for base load not served. */
export function promiseLines(site: Site, flows: SiteFlows, hours: Float64Array): BilledLine[] {
  const lines = site.grid.contractedLimits.map((limit) => {
    const breach = contractBreach(limit, flows, hours);
    return billedLine('contractBreach', site.id, limit.id, ...priced(limit.breachPricePerKwh, breach));
  });
  const { ramp } = site.grid;
  if (ramp !== null) {
    lines.push(billedLine('rampBreach', site.id, null, ...priced(ramp.breachPricePerKw, rampBreach(ramp, flows))));
  }
  const shedPrice = site.compute.baseLoadShedPricePerKwh;
  if (shedPrice !== null) {
    const shed = sumExcess(Float64Array.from(flows.baseLoadShedKw), hours);
    lines.push(billedLine('shedBaseLoad', site.id, null, ...priced(shedPrice, shed)));
  }
  return lines;
}

/** kWh beyond a contracted limit. */
export function contractBreach(
  limit: ContractedLimit,
  flows: Pick<SiteFlows, 'importKw' | 'exportKw'>,
  hours: Float64Array,
): Excess {
  const powerKw = limit.direction === 'import' ? flows.importKw : flows.exportKw;
  return sumExcess(
    hours.map((_, t) => powerKw[t] - limit.limitKw[t]),
    hours,
  );
}

/**
 * kW of step beyond the ramp limit; the step of slot t is the one at its start. The first step is free
 * where net import before the horizon is unknown.
 */
export function rampBreach(ramp: RampLimit, flows: Pick<SiteFlows, 'importKw' | 'exportKw'>): Excess {
  const netKw = Float64Array.from(flows.importKw, (power, t) => power - flows.exportKw[t]);
  const largestStepKw = ramp.limitKwPerMinute * ramp.transitionMinutes;
  const over = netKw.map((net, t) => {
    const before = t > 0 ? netKw[t - 1] : ramp.measuredNetImportKw;
    return before === null ? Number.NEGATIVE_INFINITY : Math.abs(net - before) - largestStepKw;
  });
  const breach = sumExcess(over, new Float64Array(over.length).fill(1));
  // A step is the difference of two figures, and both may err.
  return { ...breach, amountPerUnit: 2 * breach.amountPerUnit };
}

function priced(price: number, breach: Excess): [amount: number, moneyPerUnit: number] {
  return [price * breach.amount, Math.abs(price) * breach.amountPerUnit];
}
