import type { Battery } from '../domain/fleet.ts';
import type { Checks } from './checks.ts';
import type { BatteryFigures, PlanFigures } from './figures.ts';

/** Limits, one direction at a time, and stored energy from slot to slot. */
export function checkBatteries(checks: Checks, { sites }: PlanFigures): void {
  for (const { site, batteries } of sites) {
    for (const figures of batteries) {
      for (let slot = 0; slot < checks.timeline.slotCount; slot += 1) {
        checkFlows(checks, site.id, figures, slot);
        checkStored(checks, site.id, figures, slot);
      }
    }
  }
}

function checkFlows(checks: Checks, site: string, figures: BatteryFigures, slot: number): void {
  const { battery } = figures;
  const place = { site, subject: battery.id, slot };
  const charge = figures.chargeKw[slot];
  const discharge = figures.dischargeKw[slot];
  const flows = [
    { what: 'charge', found: charge, limit: battery.chargeLimitKw },
    { what: 'discharge', found: discharge, limit: battery.dischargeLimitKw },
  ];
  for (const { what, found, limit } of flows) {
    checks.atLeast('batteryLimit', place, { what, found, limit: 0, unit: 'kW' });
    checks.atMost('batteryLimit', place, { what, found, limit, unit: 'kW' });
  }
  checks.atMost('batteryBothWays', place, {
    what: 'the smaller of charge and discharge',
    found: Math.min(charge, discharge),
    limit: 0,
    unit: 'kW',
  });
}

function checkStored(checks: Checks, site: string, figures: BatteryFigures, slot: number): void {
  const { battery, storedKwh } = figures;
  const place = { site, subject: battery.id, slot };
  const before = slot === 0 ? battery.initialEnergyKwh : storedKwh[slot - 1];
  const expected = storedAfter(
    battery,
    before,
    figures.chargeKw[slot],
    figures.dischargeKw[slot],
    checks.timeline.hours[slot],
  );
  const found = storedKwh[slot];
  const isLast = slot === checks.timeline.slotCount - 1;
  checks.equal('storedEnergy', place, { what: 'stored energy', found, limit: expected, unit: 'kWh' });
  checks.atLeast('storedEnergyLimit', place, {
    what: 'stored energy',
    found,
    limit: battery.minimumEnergyKwh,
    unit: 'kWh',
  });
  checks.atMost('storedEnergyLimit', place, {
    what: 'stored energy',
    found,
    limit: isLast ? battery.endEnergyMaximumKwh : battery.energyCapacityKwh,
    unit: 'kWh',
  });
}

/**
 * Energy (kWh) after `hours` of constant charge and discharge (kW at the bus): the solution of
 * dE/dt = etaIn x charge - discharge / etaOut - d x E.
 */
export function storedAfter(
  battery: Battery,
  beforeKwh: number,
  chargeKw: number,
  dischargeKw: number,
  hours: number,
): number {
  const rate = battery.selfDischargePerHour;
  const inflowKw = battery.chargeEfficiency * chargeKw - dischargeKw / battery.dischargeEfficiency;
  if (rate === 0) return beforeKwh + inflowKw * hours;
  // expm1 keeps the digits that 1 - exp(-x) loses for small x.
  const lostShare = -Math.expm1(-rate * hours);
  return beforeKwh * (1 - lostShare) + (inflowKw * lostShare) / rate;
}
