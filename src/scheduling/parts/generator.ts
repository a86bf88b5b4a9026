import type { Column, LpBuilder } from '../../../solver/index.ts';
import type { Site } from '../../domain/fleet.ts';
import type { PlanSeries } from '../../domain/plan.ts';
import type { Generator } from '../../domain/plant.ts';
import type { Timeline } from '../../time/timeline.ts';
import { GRAMS_PER_KILOGRAM } from '../../units/index.ts';
import { electricityBus, heatBus } from '../buses.ts';
import { SWITCH_TOLERANCE } from '../decisions.ts';
import type { Flow, Part, SlotColumns, Switch } from '../part.ts';
import { boundEntries, columnsPerSlot, hourlyCost, hoursOf, readRun } from '../slots.ts';

/**
 * Diesel or gas set, or fuel cell: electricity p from p / efficiency of fuel.
 *
 *   sum of p h <= energy budget;   p <= limit running,  p >= least running,  sum of running h <= hours budget
 *
 * `running` exists only with a least load (then it is 0 or 1) or a budget of hours (else it is the share of the slot
 * that full load would need). Heat that comes along may be used, up to its ratio.
 */
export function generator({ id: site }: Site, device: Generator): Part {
  return (lp, timeline) => {
    const { efficiency, fuel, electricityLimitKw: limitKw } = device;
    const where = { site, component: device.id };
    const label = `${site} generator ${device.id}`;
    const power = columnsPerSlot(lp, timeline, label, (t) => limitKw[t]);
    addEnergyBudget(lp, timeline, device, label, power);
    const running = needsRunning(device) ? addRunning(lp, timeline, device, label, power) : null;
    const heat = addHeat(lp, timeline, site, device, label, power);
    return {
      flows: [{ bus: electricityBus(site), run: power, coefficient: 1 }, ...heat.flows],
      costs: [
        hourlyCost('fuel', where, timeline, power, (t) => fuel.pricePerKwh[t] / efficiency),
        hourlyCost('operation', where, timeline, power, () => device.operatingPricePerKwh),
      ],
      offers: [
        { kind: 'generatorKw', ...where, run: power, coefficient: 1, constant: 0 },
        {
          kind: 'fuelKgPerHour',
          ...where,
          run: power,
          coefficient: fuel.emissionGramsPerKwh / efficiency / GRAMS_PER_KILOGRAM,
          constant: 0,
        },
      ],
      switches: running === null ? [] : switchesOf(device, label, power, running),
      preferences: [
        { kind: 'least', columns: power.columns, weights: hoursOf(timeline, power) },
        ...(running === null
          ? []
          : [{ kind: 'least' as const, columns: running.columns, weights: hoursOf(timeline, running) }]),
      ],
      limits: [{ name: 'generatorLimit', ...where, per: 'kWh', entries: boundEntries(timeline, power) }],
      read(solution) {
        const kw = readRun(solution, timeline, power);
        const series: PlanSeries[] = [
          { ...where, name: 'generatorPower', unit: 'kW', values: [...kw] },
          { ...where, name: 'generatorInput', unit: 'kW', values: Array.from(kw, (value) => value / efficiency) },
        ];
        if (running !== null) {
          const share = readRun(solution, timeline, running);
          const values =
            device.minimumLoadKw > 0 ? Array.from(kw, (value) => (value > NEGLIGIBLE_KW ? 1 : 0)) : [...share];
          series.push({ ...where, name: 'generatorRunning', unit: '1', values });
        }
        if (heat.run !== null) {
          series.push({
            ...where,
            name: 'generatorHeat',
            unit: 'kW',
            values: [...readRun(solution, timeline, heat.run)],
          });
        }
        return { series, setpoints: [{ ...where, quantity: 'generatorPower', unit: 'kW', values: [...kw] }] };
      },
    };
  };
}

/** Below this a machine stands still. */
const NEGLIGIBLE_KW = 1e-6;

const needsRunning = ({ minimumLoadKw, runHoursBudget }: Generator) => minimumLoadKw > 0 || runHoursBudget !== null;

function addEnergyBudget(
  lp: LpBuilder,
  timeline: Timeline,
  device: Generator,
  label: string,
  power: SlotColumns,
): void {
  if (device.energyBudgetKwh === null) return;
  const row = lp.addRow(`${label} energy budget`, Number.NEGATIVE_INFINITY, device.energyBudgetKwh);
  power.columns.forEach((column, t) => {
    lp.addTerm(row, column, timeline.hours[t]);
  });
}

function addRunning(
  lp: LpBuilder,
  timeline: Timeline,
  device: Generator,
  label: string,
  power: SlotColumns,
): SlotColumns {
  const { electricityLimitKw: limitKw, minimumLoadKw, runHoursBudget } = device;
  const running = columnsPerSlot(lp, timeline, `${label} running`, () => 1);
  const budget =
    runHoursBudget === null ? null : lp.addRow(`${label} hours budget`, Number.NEGATIVE_INFINITY, runHoursBudget);
  running.columns.forEach((column, t) => {
    const most = lp.addRow(`${label} runs`, Number.NEGATIVE_INFINITY, 0);
    lp.addTerm(most, power.columns[t], 1);
    lp.addTerm(most, column, -limitKw[t]);
    if (minimumLoadKw > 0) {
      const least = lp.addRow(`${label} least load`, 0, Number.POSITIVE_INFINITY);
      lp.addTerm(least, power.columns[t], 1);
      lp.addTerm(least, column, -minimumLoadKw);
    }
    if (budget !== null) lp.addTerm(budget, column, timeline.hours[t]);
  });
  return running;
}

/**
 * Standing still settles it, and so does a load at or above the least: whatever the relaxation makes of `running`, it
 * may be 1 there, unless hours are counted.
 */
function switchesOf(device: Generator, label: string, power: SlotColumns, running: SlotColumns): Switch[] {
  const { minimumLoadKw, runHoursBudget } = device;
  if (minimumLoadKw === 0) return [];
  return running.columns.map((column, slot) => ({
    name: label,
    slot,
    column,
    isSettled: (value: (column: Column) => number) => {
      const kw = value(power.columns[slot]);
      if (kw <= NEGLIGIBLE_KW) return true;
      const isWhole = runHoursBudget === null || value(column) >= 1 - SWITCH_TOLERANCE;
      return isWhole && kw >= minimumLoadKw - NEGLIGIBLE_KW;
    },
  }));
}

/** Heat used is at most heatKwPerKw x p. */
function addHeat(
  lp: LpBuilder,
  timeline: Timeline,
  site: string,
  device: Generator,
  label: string,
  power: SlotColumns,
) {
  const { heatRecovery, electricityLimitKw } = device;
  if (heatRecovery === null) return { run: null, flows: [] as Flow[] };
  const { network, heatKwPerKw } = heatRecovery;
  const run = columnsPerSlot(lp, timeline, `${label} heat`, (t) => electricityLimitKw[t] * heatKwPerKw);
  run.columns.forEach((column, t) => {
    const row = lp.addRow(`${label} heat`, Number.NEGATIVE_INFINITY, 0);
    lp.addTerm(row, column, 1);
    lp.addTerm(row, power.columns[t], -heatKwPerKw);
  });
  const flows: Flow[] = [{ bus: heatBus(site, network), run, coefficient: 1 }];
  return { run, flows };
}
