import type { Column, LpBuilder, Row } from '../../../solver/index.ts';
import type { DemandCharge, DemandChargePeriod, Site } from '../../domain/fleet.ts';
import type { PlanDemandCharge } from '../../domain/plan.ts';
import type { Coupling, LpSolution, NamedLimit, Offer } from '../part.ts';
import { CLEARANCE } from '../slots.ts';

/**
 * A price on the largest mean power of any metering interval of a billing period:
 *
 *   peak >= sum of hours x flow / sum of hours, for each metering interval;  peak >= floor
 *
 * The cost line holds price x (peak - floor): what is paid anyway is no reason to do anything.
 */
export function demandCharge(site: Site, charge: DemandCharge): Coupling {
  return (lp, _timeline, offers) => {
    const kinds = charge.direction === 'both' ? (['import', 'export'] as const) : [charge.direction];
    const flows = kinds.flatMap((kind) =>
      offers.find(kind === 'import' ? 'gridImportKw' : 'gridExportKw', site.id, null),
    );
    const peaks = charge.periods.map((period) => ({ period, ...addPeak(lp, site, charge, period, flows) }));
    return {
      flows: [],
      costs: peaks.map(({ period, peak }) => ({
        name: 'demandCharge',
        site: site.id,
        component: `${charge.id} ${period.label}`,
        columns: [peak],
        coefficients: Float64Array.of(charge.pricePerKw),
        constant: -charge.pricePerKw * period.floorKw,
      })),
      limits: peaks.map(
        ({ period, rows }): NamedLimit => ({
          name: 'peak',
          site: site.id,
          component: `${charge.id} ${period.label}`,
          per: 'kW',
          entries: rows.map(({ row, slot }) => ({ slot, at: { row }, unitsPerSide: 1 })),
        }),
      ),
      read: (solution) => ({
        demandCharges: peaks.map(({ period }) => readPeak(solution, site, charge, period, flows)),
      }),
    };
  };
}

function addPeak(
  lp: LpBuilder,
  site: Site,
  charge: DemandCharge,
  period: DemandChargePeriod,
  flows: readonly Offer[],
): { peak: Column; rows: { row: Row; slot: number }[] } {
  const label = `${site.id} peak ${charge.id} ${period.label}`;
  const limits = charge.direction === 'export' ? [site.grid.exportLimitKw] : [site.grid.importLimitKw];
  if (charge.direction === 'both') limits.push(site.grid.exportLimitKw);
  const largest = limits.reduce((most, limit) => limit.reduce((a, b) => Math.max(a, b), most), 0);
  const peak = lp.addColumn(label, period.floorKw, Math.max(period.floorKw, largest) + CLEARANCE);
  const rows = period.meteringIntervals.flatMap((interval) => {
    const hours = interval.hours.reduce((sum, h) => sum + h, 0);
    return flows.map((flow) => {
      const row = lp.addRow(label, Number.NEGATIVE_INFINITY, -flow.constant);
      lp.addTerm(row, peak, -1);
      interval.slots.forEach((slot, k) => {
        lp.addTerm(row, flow.run.columns[slot - flow.run.firstSlot], (flow.coefficient * interval.hours[k]) / hours);
      });
      return { row, slot: interval.slots[0] };
    });
  });
  return { peak, rows };
}

/** The peak that the meter would record: of the flows, since at price 0 the column could stand anywhere above. */
function readPeak(
  solution: LpSolution,
  site: Site,
  charge: DemandCharge,
  period: DemandChargePeriod,
  flows: readonly Offer[],
): PlanDemandCharge {
  let peakKw: number = period.floorKw;
  for (const interval of period.meteringIntervals) {
    const hours = interval.hours.reduce((sum, h) => sum + h, 0);
    for (const flow of flows) {
      const energyKwh = interval.slots.reduce((sum, slot, k) => {
        const value = solution.value(flow.run.columns[slot - flow.run.firstSlot]);
        return sum + (flow.coefficient * value + flow.constant) * interval.hours[k];
      }, 0);
      peakKw = Math.max(peakKw, energyKwh / hours);
    }
  }
  return {
    site: site.id,
    id: charge.id,
    period: period.label,
    peakKw,
    floorKw: period.floorKw,
    pricePerKw: charge.pricePerKw,
    increment: charge.pricePerKw * (peakKw - period.floorKw),
    whole: charge.pricePerKw * peakKw,
  };
}
