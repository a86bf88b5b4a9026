import { contiguousRunTimes } from '../billing/index.ts';
import type { Fleet } from '../domain/fleet.ts';
import { meansOfRun, running } from './contiguous.ts';
import type { JobFigures, Placement } from './figures.ts';
import { shareInWindow, WHOLE } from './jobs.ts';
import { mayHold } from './series.ts';

export interface HeldUnits {
  readonly placement: Placement;
  readonly slot: number;
  readonly units: number;
  /** Held units for each active one of the placement, by which rounding of those counts. */
  readonly perActive: number;
}

/**
 * Units that a job holds beside those that work, on pools where contiguous jobs may run. A contiguous job has all of
 * its units in each slot that its run touches, however short it runs there; another has in a slot that its window leaves
 * in part the machines that do there what a mean says of the whole slot.
 */
export function heldUnits(fleet: Fleet, figures: JobFigures): HeldUnits[] {
  return figures.job.shape === 'contiguous' ? heldByRun(fleet, figures) : heldInParts(fleet, figures);
}

/** Where the run is in pieces, the slots of the pieces count. */
function heldByRun(fleet: Fleet, figures: JobFigures): HeldUnits[] {
  const { job } = figures;
  const placements = running(figures);
  const list: HeldUnits[] = [];
  for (const placement of placements) {
    const { firstSlot, activeUnits } = placement.allocation;
    const times = contiguousRunTimes(fleet, job, [placement.allocation]);
    const isWhole = times !== null && placements.length === 1;
    const touched = isWhole ? meansOfRun(fleet.timeline, job, firstSlot, times).length : 0;
    for (let k = 0; k < Math.max(touched, activeUnits.length); k += 1) {
      const active = activeUnits[k] ?? 0;
      if (k >= touched && active <= 0) continue;
      list.push({ placement, slot: firstSlot + k, units: job.maximumUnits - active, perActive: 1 });
    }
  }
  return list;
}

function heldInParts(fleet: Fleet, { job, placements }: JobFigures): HeldUnits[] {
  return placements.flatMap((placement) => {
    const { site, firstSlot, activeUnits } = placement.allocation;
    if (!mayHold(fleet, site, job.pool)) return [];
    return activeUnits.flatMap((active, k) => {
      const slot = firstSlot + k;
      const share = shareInWindow(fleet.timeline, job, slot);
      if (share <= 0 || share > WHOLE) return [];
      const perActive = 1 / share - 1;
      return [{ placement, slot, units: active * perActive, perActive }];
    });
  });
}
