import type { Fleet } from '../../domain/fleet.ts';
import type { Coupling } from '../part.ts';
import { carbonCharge } from './carbon-charge.ts';
import { contractedLimit } from './contracted-limit.ts';
import { demandCharge } from './demand-charge.ts';
import { rampLimit } from './ramp-limit.ts';
import { restartCharge } from './restart-charge.ts';

/** The catalogue of rules over the flows and offers of parts. */
export function couplingsOf(fleet: Fleet): Coupling[] {
  return [
    ...fleet.sites.flatMap((site) => [
      carbonCharge(site, fleet.objective),
      ...site.grid.contractedLimits.map((limit) => contractedLimit(site, limit)),
      ...site.grid.demandCharges.map((charge) => demandCharge(site, charge)),
      ...(site.grid.ramp === null ? [] : [rampLimit(site, site.grid.ramp)]),
    ]),
    ...fleet.jobs.filter((job) => job.restartPricePerUnit > 0).map((job) => restartCharge(job)),
  ];
}
