import type { Fleet } from '../domain/fleet.ts';
import type { Plan } from '../scheduling/index.ts';
import { formatUtc } from '../time/timeline.ts';

/** Plans as CSV (RFC 4180, UTF-8, CRLF): UTC times, units in the column names. */

type Cell = string | number;

/** Maximum units and power of each pool by slot: what a cluster keeps to. */
export function quotaCurvesCsv(fleet: Fleet, plan: Plan): string {
  const header = ['start', 'end', 'site', 'pool', 'maxUnits', 'maxPowerKw', 'shadowPricePerUnitHour', 'currency'];
  const rows = plan.quotaCurves.flatMap((curve) =>
    curve.maxUnits.map((units, slot): Cell[] => [
      ...slotTimes(fleet, slot),
      curve.site,
      curve.pool,
      units,
      curve.maxPowerKw[slot],
      curve.shadowPrice[slot] ?? '',
      plan.currency,
    ]),
  );
  return csvText([header, ...rows]);
}

/** What each device is told by slot. */
export function setpointsCsv(fleet: Fleet, plan: Plan): string {
  const header = ['start', 'end', 'site', 'component', 'quantity', 'valueKw'];
  const rows = plan.setpoints.flatMap((setpoint) =>
    setpoint.values.map((value, slot): Cell[] => [
      ...slotTimes(fleet, slot),
      setpoint.site,
      setpoint.component,
      setpoint.quantity,
      value,
    ]),
  );
  return csvText([header, ...rows]);
}

function slotTimes(fleet: Fleet, slot: number): [string, string] {
  const { edges } = fleet.timeline;
  return [formatUtc(edges[slot]), formatUtc(edges[slot + 1])];
}

export function csvText(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe in front, by which spreadsheets know
 * text; numbers are left alone, minus sign and all.
 */
function csvCell(value: Cell): string {
  if (typeof value === 'number') return String(value);
  const guarded = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(guarded) || guarded !== guarded.trim() ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
