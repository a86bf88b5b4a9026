import type { Column, LpBuilder, Row } from '../../../solver/index.ts';
import type { Battery } from '../../domain/fleet.ts';
import type { Timeline } from '../../time/timeline.ts';
import { electricityBus } from '../buses.ts';
import type { CostLine, Part, SlotColumns } from '../part.ts';
import { columnsPerSlot, hourlyCost, hoursOf, readRun } from '../slots.ts';

/**
 * A store of electricity. Over a slot of h hours at constant power and self-discharge rate d per hour,
 *
 *   stored[t] = stored[t-1] e^(-d h) + (etaIn charge - discharge / etaOut) (1 - e^(-d h)) / d
 *
 * the exact integral, so that a slot may be split without changing the result. Charging and discharging in
 * one slot is shut out as an exclusion: where the bus price is negative, losses would earn money.
 */
export function battery(site: string, store: Battery): Part {
  return (lp, timeline) => {
    const where = { site, component: store.id };
    const label = `${site} battery ${store.id}`;
    const charge = columnsPerSlot(lp, timeline, `${label} charge`, () => store.chargeLimitKw);
    const discharge = columnsPerSlot(lp, timeline, `${label} discharge`, () => store.dischargeLimitKw);
    const stored = columnsPerSlot(
      lp,
      timeline,
      `${label} stored`,
      (t) => (t === timeline.slotCount - 1 ? store.endEnergyMaximumKwh : store.energyCapacityKwh),
      () => store.minimumEnergyKwh,
    );
    const balance = addEnergyBalance(lp, timeline, store, label, { charge, discharge, stored });
    const end = addEndOfHorizon(lp, store, label, stored.columns[timeline.slotCount - 1]);
    const bus = electricityBus(site);

    return {
      flows: [
        { bus, run: charge, coefficient: -1 },
        { bus, run: discharge, coefficient: 1 },
      ],
      costs: [
        hourlyCost('wear', where, timeline, discharge, () => store.wearPricePerKwh),
        ...end.costs.map((line): CostLine => ({ ...line, ...where })),
      ],
      offers: [
        { kind: 'storedKwhAboveFloor', ...where, run: stored, coefficient: 1, constant: -store.minimumEnergyKwh },
      ],
      promises: [
        {
          kind: 'endEnergy',
          site,
          subject: store.id,
          unit: 'kWh',
          pricePerUnit: store.endShortfallPricePerKwh,
          terms: [{ column: end.shortfall, slot: timeline.slotCount - 1, amountPerColumn: 1 }],
        },
      ],
      exclusions: charge.columns.map((first, slot) => ({
        name: label,
        slot,
        first,
        second: discharge.columns[slot],
      })),
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
            { ...where, name: 'batteryCharge', unit: 'kW', values: [...chargeKw] },
            { ...where, name: 'batteryDischarge', unit: 'kW', values: [...dischargeKw] },
            { ...where, name: 'batteryStored', unit: 'kWh', values: [...storedKwh] },
          ],
          setpoints: [
            {
              ...where,
              quantity: 'batteryNetCharge',
              unit: 'kW',
              values: Array.from(chargeKw, (value, t) => value - dischargeKw[t]),
            },
          ],
        };
      },
    };
  };
}

interface BatteryRuns {
  readonly charge: SlotColumns;
  readonly discharge: SlotColumns;
  readonly stored: SlotColumns;
}

function addEnergyBalance(lp: LpBuilder, timeline: Timeline, store: Battery, label: string, runs: BatteryRuns): Row[] {
  const rate = store.selfDischargePerHour;
  return Array.from(timeline.hours, (hours, t) => {
    const kept = Math.exp(-rate * hours);
    // -expm1 keeps all digits where rate x hours is tiny.
    const effectiveHours = rate === 0 ? hours : -Math.expm1(-rate * hours) / rate;
    const carried = t === 0 ? store.initialEnergyKwh * kept : 0;
    const row = lp.addRow(`${label} energy balance`, carried, carried);
    lp.addTerm(row, runs.stored.columns[t], 1);
    if (t > 0) lp.addTerm(row, runs.stored.columns[t - 1], -kept);
    lp.addTerm(row, runs.charge.columns[t], -store.chargeEfficiency * effectiveHours);
    lp.addTerm(row, runs.discharge.columns[t], effectiveHours / store.dischargeEfficiency);
    return row;
  });
}

/** stored[last] + shortfall >= promised end + energy that earns the end value. */
function addEndOfHorizon(lp: LpBuilder, store: Battery, label: string, lastStored: Column) {
  const shortfall = lp.addColumn(`${label} end shortfall`, 0, store.endEnergyKwh);
  const row = lp.addRow(`${label} end energy`, store.endEnergyKwh, Number.POSITIVE_INFINITY);
  lp.addTerm(row, lastStored, 1);
  lp.addTerm(row, shortfall, 1);
  const segments = store.endValue.map((segment) => {
    const column = lp.addColumn(`${label} end value`, 0, segment.energyKwh);
    lp.addTerm(row, column, -1);
    return { column, pricePerKwh: segment.pricePerKwh };
  });
  const costs: Omit<CostLine, 'site' | 'component'>[] = [
    {
      name: 'endEnergyShortfall',
      columns: [shortfall],
      coefficients: Float64Array.of(store.endShortfallPricePerKwh),
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
