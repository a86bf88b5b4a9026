import type { DemandCharge, DemandChargePeriod, Site } from '../domain/fleet.ts';
import type { PlanDemandCharge } from '../domain/plan.ts';
import type { SiteFlows, SlotValues } from './flows.ts';
import { type BilledLine, billedLine, demandChargeComponent } from './lines.ts';

/** One entry for each charge and period of the site, in the order of the tariff. */
export function demandCharges(site: Site, flows: Pick<SiteFlows, 'importKw' | 'exportKw'>): PlanDemandCharge[] {
  return site.grid.demandCharges.flatMap((charge) =>
    charge.periods.map((period) => chargeOfPeriod(site.id, charge, period, flows)),
  );
}

export function demandChargeLines(charges: readonly PlanDemandCharge[]): BilledLine[] {
  return charges.map((charge) =>
    billedLine(
      'demandCharge',
      charge.site,
      demandChargeComponent(charge.id, charge.period),
      charge.increment,
      Math.abs(charge.pricePerKw),
    ),
  );
}

/**
 * Largest mean power (kW) that the meter records in the period; 0 where no interval of it lies inside the
 * horizon. Direction 'both' measures the larger of import and export.
 */
export function measuredPeakKw(
  direction: DemandCharge['direction'],
  period: DemandChargePeriod,
  flows: Pick<SiteFlows, 'importKw' | 'exportKw'>,
): number {
  const importPeak = direction === 'export' ? 0 : largestMeanKw(period, flows.importKw);
  const exportPeak = direction === 'import' ? 0 : largestMeanKw(period, flows.exportKw);
  return Math.max(importPeak, exportPeak);
}

function largestMeanKw(period: DemandChargePeriod, powerKw: SlotValues): number {
  let largest = 0;
  for (const { slots, hours } of period.meteringIntervals) {
    let energyKwh = 0;
    let length = 0;
    for (let k = 0; k < slots.length; k += 1) {
      energyKwh += powerKw[slots[k]] * hours[k];
      length += hours[k];
    }
    if (length > 0) largest = Math.max(largest, energyKwh / length);
  }
  return largest;
}

/** The billed peak is never below the floor: what is paid anyway is no cost of the plan. */
function chargeOfPeriod(
  site: string,
  charge: DemandCharge,
  period: DemandChargePeriod,
  flows: Pick<SiteFlows, 'importKw' | 'exportKw'>,
): PlanDemandCharge {
  const peakKw = Math.max(period.floorKw, measuredPeakKw(charge.direction, period, flows));
  return {
    site,
    id: charge.id,
    period: period.label,
    peakKw,
    floorKw: period.floorKw,
    pricePerKw: charge.pricePerKw,
    increment: charge.pricePerKw * (peakKw - period.floorKw),
    whole: charge.pricePerKw * peakKw,
  };
}
