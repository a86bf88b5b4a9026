import type { Store } from '../domain/store.ts';
import type { Checks } from './checks.ts';
import { ROUNDING } from './devices.ts';
import { itPowerKw, type PlanFigures, type SiteFigures, sum } from './figures.ts';

/** A store of any kind beside its figures. */
interface StoreFigures {
  readonly site: string;
  readonly store: Store;
  readonly limitRule: 'batteryLimit' | 'thermalStoreLimit';
  /** Stores of heat and cold may charge and discharge at once. */
  readonly oneWay: boolean;
  readonly chargeKw: readonly number[];
  readonly dischargeKw: readonly number[];
  readonly storedKwh: readonly number[];
  /** The load that a reserve follows. */
  readonly backedKw: readonly number[];
}

/** Limits, directions, stored energy from slot to slot, cycles, and what is kept for an emergency. */
export function checkStores(checks: Checks, { sites }: PlanFigures): void {
  for (const figures of sites.flatMap(storesOf)) {
    for (let slot = 0; slot < checks.timeline.slotCount; slot += 1) {
      checkFlows(checks, figures, slot);
      checkStored(checks, figures, slot);
      checkReserve(checks, figures, slot);
    }
    checkCycles(checks, figures);
  }
}

function storesOf(figures: SiteFigures): StoreFigures[] {
  const { site, batteries, plant } = figures;
  const itKw = itPowerKw(figures);
  const thermal = { site: site.id, limitRule: 'thermalStoreLimit', oneWay: false } as const;
  return [
    ...batteries.map(
      ({ battery, ...flows }): StoreFigures => ({
        site: site.id,
        store: battery,
        limitRule: 'batteryLimit',
        oneWay: true,
        ...flows,
        backedKw: itKw,
      }),
    ),
    ...site.plant.coldStores.map(
      (store): StoreFigures => ({
        ...thermal,
        store,
        chargeKw: plant('coldStoreCharge', store.id),
        dischargeKw: plant('coldStoreDischarge', store.id),
        storedKwh: plant('coldStoreStored', store.id),
        backedKw: plant('loopHeat', store.dischargesTo),
      }),
    ),
    ...site.plant.hotStores.map(
      (store): StoreFigures => ({
        ...thermal,
        store: { ...store, reserve: null },
        chargeKw: plant('hotStoreCharge', store.id),
        dischargeKw: plant('hotStoreDischarge', store.id),
        storedKwh: plant('hotStoreStored', store.id),
        backedKw: [],
      }),
    ),
  ];
}

function checkFlows(checks: Checks, figures: StoreFigures, slot: number): void {
  const { store, limitRule } = figures;
  const place = { site: figures.site, subject: store.id, slot };
  const charge = figures.chargeKw[slot];
  const discharge = figures.dischargeKw[slot];
  const flows = [
    { what: 'charge', found: charge, limit: store.chargeLimitKw },
    { what: 'discharge', found: discharge, limit: store.dischargeLimitKw },
  ];
  for (const { what, found, limit } of flows) {
    checks.atLeast(limitRule, place, { what, found, limit: 0, unit: 'kW' });
    checks.atMost(limitRule, place, { what, found, limit, unit: 'kW' });
  }
  if (!figures.oneWay) return;
  checks.atMost('batteryBothWays', place, {
    what: 'the smaller of charge and discharge',
    found: Math.min(charge, discharge),
    limit: 0,
    unit: 'kW',
  });
}

/** Where the start is free, the level before the first slot is the one after the last. */
function storedBefore({ store, storedKwh }: StoreFigures, slot: number): number {
  if (slot > 0) return storedKwh[slot - 1];
  return store.startsWhereItEnds ? storedKwh[storedKwh.length - 1] : store.initialEnergyKwh;
}

function checkStored(checks: Checks, figures: StoreFigures, slot: number): void {
  const { store, storedKwh } = figures;
  const place = { site: figures.site, subject: store.id, slot };
  const expected = storedAfter(
    store,
    storedBefore(figures, slot),
    figures.chargeKw[slot],
    figures.dischargeKw[slot],
    checks.timeline.hours[slot],
  );
  const stored = { what: 'stored energy', found: storedKwh[slot], unit: 'kWh' };
  const isLast = slot === checks.timeline.slotCount - 1;
  const most = isLast ? store.endEnergyMaximumKwh : store.energyCapacityKwh;
  checks.equal('storedEnergy', place, { ...stored, limit: expected });
  checks.atLeast('storedEnergyLimit', place, { ...stored, limit: store.minimumEnergyKwh });
  checks.atMost('storedEnergyLimit', place, { ...stored, limit: most });
}

/**
 * Energy (kWh) after `hours` of constant charge and discharge (kW at the bus): the solution of
 * dE/dt = etaIn x charge - discharge / etaOut - d x E.
 */
export function storedAfter(
  store: Store,
  beforeKwh: number,
  chargeKw: number,
  dischargeKw: number,
  hours: number,
): number {
  const rate = store.selfDischargePerHour;
  const inflowKw = store.chargeEfficiency * chargeKw - dischargeKw / store.dischargeEfficiency;
  if (rate === 0) return beforeKwh + inflowKw * hours;
  // expm1 keeps the digits that 1 - exp(-x) loses for small x.
  const lostShare = -Math.expm1(-rate * hours);
  return beforeKwh * (1 - lostShare) + (inflowKw * lostShare) / rate;
}

/** The budget counts full discharges of the capacity, at the bus. */
function checkCycles(checks: Checks, { site, store, dischargeKw }: StoreFigures): void {
  if (store.cycleBudget === null) return;
  const { hours } = checks.timeline;
  const limit = store.cycleBudget * store.energyCapacityKwh;
  const found = sum(dischargeKw.map((kw, t) => kw * hours[t]));
  const tolerance = checks.toleranceOf(limit) + ROUNDING * sum(hours);
  const place = { site, subject: store.id };
  checks.atMost('cycleBudget', place, { what: 'energy discharged', found, limit, unit: 'kWh', tolerance });
}

/** Should supply fail at any moment of the slot, the store can carry its share of the slot's load for its hours. */
function checkReserve(checks: Checks, figures: StoreFigures, slot: number): void {
  const { store, backedKw } = figures;
  if (store.reserve === null) return;
  const { hours, loadFraction } = store.reserve;
  const perKw = (hours * loadFraction) / store.dischargeEfficiency;
  const limit = perKw * backedKw[slot];
  const place = { site: figures.site, subject: store.id, slot };
  const tolerance = checks.toleranceOf(limit) + ROUNDING * perKw;
  const levels = [
    { what: 'energy kept before the slot', found: storedBefore(figures, slot) },
    { what: 'energy kept after the slot', found: figures.storedKwh[slot] },
  ];
  for (const level of levels) checks.atLeast('storeReserve', place, { ...level, limit, unit: 'kWh', tolerance });
}
