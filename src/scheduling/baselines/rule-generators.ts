import type { Site } from '../../domain/fleet.ts';
import type { PlanSeries } from '../../domain/plan.ts';
import type { Generator } from '../../domain/plant.ts';
import type { Timeline } from '../../time/timeline.ts';

/**
 * Generators as they are run today: they stand, and start where import cannot carry the load (an outage, an island),
 * the cheapest fuel first, within their budgets. Returns what they give; the caller takes it off the load.
 */
export function generatorsByRule(site: Site, timeline: Timeline, netLoadKw: Float64Array) {
  const inOrder = [...site.plant.generators].sort((a, b) => costPerKwh(a) - costPerKwh(b) || (a.id < b.id ? -1 : 1));
  const givenKw = new Float64Array(timeline.slotCount);
  const series: PlanSeries[] = [];
  for (const device of inOrder) {
    const { powerKw, running } = runOne(
      device,
      timeline,
      netLoadKw.map((load, t) => load - givenKw[t] - site.grid.importLimitKw[t]),
    );
    powerKw.forEach((kw, t) => {
      givenKw[t] += kw;
    });
    const at = { site: site.id, component: device.id };
    series.push(
      { ...at, name: 'generatorPower', unit: 'kW', values: [...powerKw] },
      { ...at, name: 'generatorInput', unit: 'kW', values: Array.from(powerKw, (kw) => kw / device.efficiency) },
    );
    if (device.minimumLoadKw > 0 || device.runHoursBudget !== null) {
      series.push({ ...at, name: 'generatorRunning', unit: '1', values: [...running] });
    }
    if (device.heatRecovery !== null) {
      series.push({ ...at, name: 'generatorHeat', unit: 'kW', values: Array.from(powerKw, () => 0) });
    }
  }
  return { givenKw, series };
}

function costPerKwh({ fuel, efficiency, operatingPricePerKwh }: Generator): number {
  return fuel.pricePerKwh[0] / efficiency + operatingPricePerKwh;
}

/** Covers what is missing in each slot, at its least load or more, while energy and hours are left. */
function runOne(device: Generator, timeline: Timeline, missingKw: Float64Array) {
  let energyLeft = device.energyBudgetKwh ?? Number.POSITIVE_INFINITY;
  let hoursLeft = device.runHoursBudget ?? Number.POSITIVE_INFINITY;
  const running = new Float64Array(timeline.slotCount);
  const powerKw = missingKw.map((missing, t) => {
    const hours = timeline.hours[t];
    const limit = Math.min(device.electricityLimitKw[t], energyLeft / hours);
    if (missing <= 0 || limit <= 0 || limit < device.minimumLoadKw) return 0;
    const wanted = Math.min(limit, Math.max(missing, device.minimumLoadKw));
    const isWhole = device.minimumLoadKw > 0;
    const most = isWhole ? (hours <= hoursLeft ? limit : 0) : (device.electricityLimitKw[t] * hoursLeft) / hours;
    const kw = Math.min(wanted, most);
    running[t] = isWhole ? (kw > 0 ? 1 : 0) : kw / device.electricityLimitKw[t];
    energyLeft -= kw * hours;
    hoursLeft -= running[t] * hours;
    return kw;
  });
  return { powerKw, running };
}
