import type { Site } from '../../domain/fleet.ts';
import { electricityBus, itBus } from '../buses.ts';
import type { Part } from '../part.ts';
import { CLEARANCE, columnsPerSlot, readRun } from '../slots.ts';

/** From the site's supply to its machines: each kW of IT power draws 1 + overheadFraction from the supply. */
export function powerDistribution(site: Site): Part {
  return (lp, timeline) => {
    const { compute, id } = site;
    const largestItKw = (t: number) =>
      compute.pools.reduce((sum, pool) => {
        const point = pool.operatingPoints[pool.operatingPoints.length - 1];
        return sum + pool.unitsAvailable[t] * Math.max(point.kwPerUnit, pool.idleKwPerUnit);
      }, compute.baseLoadKw[t] + CLEARANCE);
    const delivered = columnsPerSlot(lp, timeline, `${id} IT power`, largestItKw);
    return {
      flows: [
        { bus: itBus(id), run: delivered, coefficient: 1 },
        { bus: electricityBus(id), run: delivered, coefficient: -(1 + compute.overheadFraction) },
      ],
      costs: [],
      read(solution) {
        const values = Array.from(readRun(solution, timeline, delivered), (kw) => kw * compute.overheadFraction);
        return { series: [{ site: id, name: 'distributionOverhead', component: null, unit: 'kW', values }] };
      },
    };
  };
}
