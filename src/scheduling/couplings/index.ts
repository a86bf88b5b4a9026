import type { Fleet } from '../../domain/fleet.ts';
import type { Coupling } from '../part.ts';
import { backupReserve, emergencyCold } from './backup-reserve.ts';
import { carbonBudget } from './carbon-budget.ts';
import { carbonCharge } from './carbon-charge.ts';
import { coincidentPeak } from './coincident-peak.ts';
import { contractedLimit } from './contracted-limit.ts';
import { demandCharge } from './demand-charge.ts';
import { greenCoverage } from './green-coverage.ts';
import { rampLimit } from './ramp-limit.ts';
import { renewableShare } from './renewable-share.ts';
import { restartCharge } from './restart-charge.ts';
import { zoneRamp } from './zone-ramp.ts';

/** The catalogue of rules over the flows and offers of parts. */
export function couplingsOf(fleet: Fleet): Coupling[] {
  return [
    ...fleet.sites.flatMap((site) => [
      carbonCharge(site, fleet.objective),
      ...site.grid.contractedLimits.map((limit) => contractedLimit(site, limit)),
      ...site.grid.demandCharges.map((charge) => demandCharge(site, charge)),
      ...(site.grid.ramp === null ? [] : [rampLimit(site, site.grid.ramp)]),
      ...site.grid.coincidentPeaks.map((peak) => coincidentPeak(site, peak)),
      ...(site.grid.greenPower.length === 0 ? [] : [greenCoverage(site)]),
      ...site.batteries.flatMap((store) => (store.reserve === null ? [] : [backupReserve(site, store, store.reserve)])),
      ...site.plant.coldStores.flatMap((store) =>
        store.reserve === null ? [] : [emergencyCold(site, store, store.reserve)],
      ),
    ]),
    ...(fleet.targets.carbonBudget === null && fleet.targets.offsets.length === 0 ? [] : [carbonBudget(fleet)]),
    ...(fleet.targets.renewableShare === null ? [] : [renewableShare(fleet, fleet.targets.renewableShare)]),
    ...fleet.targets.zoneRamps.map((ramp) => zoneRamp(fleet, ramp)),
    ...fleet.jobs.filter((job) => job.restartPricePerUnit > 0).map((job) => restartCharge(job)),
  ];
}
