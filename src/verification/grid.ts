import type { Checks } from './checks.ts';
import type { PlanFigures } from './figures.ts';

/** Physical limits of each connection, and one direction at a time. */
export function checkGrid(checks: Checks, { sites }: PlanFigures): void {
  for (const { site, importKw, exportKw } of sites) {
    const directions = [
      { what: 'import', power: importKw, limits: site.grid.importLimitKw },
      { what: 'export', power: exportKw, limits: site.grid.exportLimitKw },
    ];
    for (let slot = 0; slot < checks.timeline.slotCount; slot += 1) {
      const place = { site: site.id, slot };
      for (const { what, power, limits } of directions) {
        checks.atLeast('gridLimit', place, { what, found: power[slot], limit: 0, unit: 'kW' });
        checks.atMost('gridLimit', place, { what, found: power[slot], limit: limits[slot], unit: 'kW' });
      }
      checks.atMost('gridBothWays', place, {
        what: 'the smaller of import and export',
        found: Math.min(importKw[slot], exportKw[slot]),
        limit: 0,
        unit: 'kW',
      });
    }
  }
}
