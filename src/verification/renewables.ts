import type { Checks } from './checks.ts';
import type { PlanFigures } from './figures.ts';

/** Each kW available is either used or curtailed. */
export function checkRenewables(checks: Checks, { sites }: PlanFigures): void {
  for (const { site, renewables } of sites) {
    for (const { renewable, usedKw, curtailedKw } of renewables) {
      for (let slot = 0; slot < checks.timeline.slotCount; slot += 1) {
        const place = { site: site.id, subject: renewable.id, slot };
        checks.atLeast('renewableSplit', place, { what: 'power used', found: usedKw[slot], limit: 0, unit: 'kW' });
        checks.atLeast('renewableSplit', place, {
          what: 'power curtailed',
          found: curtailedKw[slot],
          limit: 0,
          unit: 'kW',
        });
        checks.equal('renewableSplit', place, {
          what: 'power used and curtailed',
          found: usedKw[slot] + curtailedKw[slot],
          limit: renewable.availableKw[slot],
          unit: 'kW',
        });
      }
    }
  }
}
