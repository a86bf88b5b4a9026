import type { Column, LpBuilder, Row } from '../../solver/index.ts';
import type { SeriesName, SetpointQuantity } from '../domain/plan.ts';
import type { Store } from '../domain/store.ts';
import type { Timeline } from '../time/timeline.ts';
import type { Bus, CostLine, Part, SlotColumns } from './part.ts';
import { columnsPerSlot, hourlyCost, hoursOf, readRun } from './slots.ts';

/** Where a store stands: what it is called, on which buses it works, and what its series are. */
export interface StoreWiring {
  /** `battery`, `cold store`, `hot store`. */
  readonly label: string;
  /** A kW charged (discharged) is this many kW into the bus. */
  readonly charge: { readonly bus: Bus; readonly coefficient: 1 | -1 };
  readonly discharge: { readonly bus: Bus; readonly coefficient: 1 | -1 };
  /** Whether charging and discharging in one slot is shut out. Stores of heat and cold are exempt. */
  readonly oneWay: boolean;
  readonly series: Readonly<Record<'charge' | 'discharge' | 'stored', SeriesName>>;
  readonly setpoint: SetpointQuantity;
}

/**
 * A store of energy of any kind. Over a slot of h hours at constant power and self-discharge rate d per hour,
 *
 *   stored[t] = stored[t-1] e^(-d h) + (etaIn charge - discharge / etaOut) (1 - e^(-d h)) / d
 *
 * the exact integral, so that a slot may be split without changing the result. Where the start is free, stored[-1] is
 * stored[last]. A cycle budget bounds the energy discharged. What a reserve keeps is a coupling, since it follows the
 * load.
 */
export function store(site: string, device: Store, wiring: StoreWiring): Part {
  return (lp, timeline) => {
    const where = { site, component: device.id };
    const label = `${site} ${wiring.label} ${device.id}`;
    const charge = columnsPerSlot(lp, timeline, `${label} charge`, () => device.chargeLimitKw);
    const discharge = columnsPerSlot(lp, timeline, `${label} discharge`, () => device.dischargeLimitKw);
    const stored = columnsPerSlot(
      lp,
      timeline,
      `${label} stored`,
      (t) => (t === timeline.slotCount - 1 ? device.endEnergyMaximumKwh : device.energyCapacityKwh),
      () => device.minimumEnergyKwh,
    );
    const balance = addEnergyBalance(lp, timeline, device, label, { charge, discharge, stored });
    addCycleBudget(lp, timeline, device, label, discharge);
    const end = addEndOfHorizon(lp, device, label, stored.columns[timeline.slotCount - 1]);

    return {
      flows: [
        { ...wiring.charge, run: charge },
        { ...wiring.discharge, run: discharge },
      ],
      costs: [
        hourlyCost('wear', where, timeline, charge, () => device.chargePricePerKwh),
        hourlyCost('wear', where, timeline, discharge, () => device.wearPricePerKwh),
        ...end.costs.map((line): CostLine => ({ ...line, ...where })),
      ],
      offers: [{ kind: 'storedKwh', ...where, run: stored, coefficient: 1, constant: 0 }],
      promises: [
        {
          kind: 'endEnergy',
          site,
          subject: device.id,
          unit: 'kWh',
          pricePerUnit: device.endShortfallPricePerKwh,
          terms: [{ column: end.shortfall, slot: timeline.slotCount - 1, amountPerColumn: 1 }],
        },
      ],
      exclusions: wiring.oneWay
        ? charge.columns.map((first, slot) => ({ name: label, slot, first, second: discharge.columns[slot] }))
        : [],
      preferences: [
        { kind: 'least', columns: charge.columns, weights: hoursOf(timeline, charge) },
        { kind: 'least', columns: discharge.columns, weights: hoursOf(timeline, discharge) },
        // At a price of nothing the shortfall would be free to stand above what is missing.
        { kind: 'least', columns: [end.shortfall], weights: Float64Array.of(1) },
        { kind: 'steady', columns: charge.columns, weight: 1 },
        { kind: 'steady', columns: discharge.columns, weight: 1 },
      ],
      limits: [
        {
          name: 'storedEnergy',
          ...where,
          per: 'kWh',
          entries: balance.map((row, slot) => ({ slot, at: { row }, unitsPerSide: 1 })),
        },
      ],
      read(solution) {
        const chargeKw = readRun(solution, timeline, charge);
        const dischargeKw = readRun(solution, timeline, discharge);
        const storedKwh = readRun(solution, timeline, stored);
        return {
          series: [
            { ...where, name: wiring.series.charge, unit: 'kW', values: [...chargeKw] },
            { ...where, name: wiring.series.discharge, unit: 'kW', values: [...dischargeKw] },
            { ...where, name: wiring.series.stored, unit: 'kWh', values: [...storedKwh] },
          ],
          setpoints: [
            {
              ...where,
              quantity: wiring.setpoint,
              unit: 'kW',
              values: Array.from(chargeKw, (value, t) => value - dischargeKw[t]),
            },
          ],
        };
      },
    };
  };
}

interface StoreRuns {
  readonly charge: SlotColumns;
  readonly discharge: SlotColumns;
  readonly stored: SlotColumns;
}

function addEnergyBalance(lp: LpBuilder, timeline: Timeline, device: Store, label: string, runs: StoreRuns): Row[] {
  const rate = device.selfDischargePerHour;
  const { columns } = runs.stored;
  return Array.from(timeline.hours, (hours, t) => {
    const kept = Math.exp(-rate * hours);
    // -expm1 keeps all digits where rate x hours is tiny.
    const effectiveHours = rate === 0 ? hours : -Math.expm1(-rate * hours) / rate;
    const carried = t === 0 && !device.startsWhereItEnds ? device.initialEnergyKwh * kept : 0;
    const row = lp.addRow(`${label} energy balance`, carried, carried);
    lp.addTerm(row, columns[t], 1);
    if (t > 0) lp.addTerm(row, columns[t - 1], -kept);
    else if (device.startsWhereItEnds) lp.addTerm(row, columns[columns.length - 1], -kept);
    lp.addTerm(row, runs.charge.columns[t], -device.chargeEfficiency * effectiveHours);
    lp.addTerm(row, runs.discharge.columns[t], effectiveHours / device.dischargeEfficiency);
    return row;
  });
}

/** sum of discharge x h <= cycles x capacity. */
function addCycleBudget(lp: LpBuilder, timeline: Timeline, device: Store, label: string, discharge: SlotColumns): void {
  if (device.cycleBudget === null) return;
  const most = device.cycleBudget * device.energyCapacityKwh;
  const row = lp.addRow(`${label} cycle budget`, Number.NEGATIVE_INFINITY, most);
  discharge.columns.forEach((column, t) => {
    lp.addTerm(row, column, timeline.hours[t]);
  });
}

/** stored[last] + shortfall >= promised end + energy that earns the end value. */
function addEndOfHorizon(lp: LpBuilder, device: Store, label: string, lastStored: Column) {
  const shortfall = lp.addColumn(`${label} end shortfall`, 0, device.endEnergyKwh);
  const row = lp.addRow(`${label} end energy`, device.endEnergyKwh, Number.POSITIVE_INFINITY);
  lp.addTerm(row, lastStored, 1);
  lp.addTerm(row, shortfall, 1);
  const segments = device.endValue.map((segment) => {
    const column = lp.addColumn(`${label} end value`, 0, segment.energyKwh);
    lp.addTerm(row, column, -1);
    return { column, pricePerKwh: segment.pricePerKwh };
  });
  const costs: Omit<CostLine, 'site' | 'component'>[] = [
    {
      name: 'endEnergyShortfall',
      columns: [shortfall],
      coefficients: Float64Array.of(device.endShortfallPricePerKwh),
      constant: 0,
    },
    {
      name: 'storedEnergyValue',
      columns: segments.map(({ column }) => column),
      coefficients: Float64Array.from(segments, ({ pricePerKwh }) => -pricePerKwh),
      constant: 0,
    },
  ];
  return { shortfall, costs };
}
