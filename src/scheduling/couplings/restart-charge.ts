import type { Column } from '../../../solver/index.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Coupling } from '../part.ts';

/**
 * Checkpoint and restart of preemptible work, priced by unit and resumption:
 *
 *   restart[site, t] >= active[t] - active[t-1] - firstStart[t];  sum of firstStart <= maximumUnits
 *
 * Work that moves to another site restarts there, since each site counts its own.
 */
export function restartCharge(job: ComputeJob): Coupling {
  return (lp, _timeline, offers) => {
    const bySite = new Map<string, Map<number, Column[]>>();
    for (const { site, run } of offers.find('activeUnits', null, job.id)) {
      const slots = bySite.get(site) ?? new Map<number, Column[]>();
      run.columns.forEach((column, k) => {
        const slot = run.firstSlot + k;
        slots.set(slot, [...(slots.get(slot) ?? []), column]);
      });
      bySite.set(site, slots);
    }
    const firstStarts = lp.addRow(`job ${job.id} first starts`, Number.NEGATIVE_INFINITY, job.maximumUnits);
    const restarts: Column[] = [];
    for (const slots of bySite.values()) {
      for (const [slot, active] of slots) {
        const restart = lp.addColumn(`job ${job.id} restart`, 0, job.maximumUnits);
        const firstStart = lp.addColumn(`job ${job.id} first start`, 0, job.maximumUnits);
        const row = lp.addRow(`job ${job.id} restart`, Number.NEGATIVE_INFINITY, 0);
        lp.addTerm(row, restart, -1);
        lp.addTerm(row, firstStart, -1);
        for (const column of active) lp.addTerm(row, column, 1);
        for (const column of slots.get(slot - 1) ?? []) lp.addTerm(row, column, -1);
        lp.addTerm(firstStarts, firstStart, 1);
        restarts.push(restart);
      }
    }
    return {
      flows: [],
      costs: [
        {
          name: 'restarts',
          site: null,
          component: null,
          columns: restarts,
          coefficients: new Float64Array(restarts.length).fill(job.restartPricePerUnit),
          constant: 0,
        },
      ],
      read: () => ({}),
    };
  };
}
