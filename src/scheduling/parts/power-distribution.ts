import type { Site } from '../../domain/fleet.ts';
import type { PlanSeries } from '../../domain/plan.ts';
import { electricityBus, itBus } from '../buses.ts';
import { heatFlows } from '../heat-flows.ts';
import type { Part } from '../part.ts';
import { CLEARANCE, columnsPerSlot, readRun } from '../slots.ts';

/**
 * From the site's supply to its machines: each kW of IT power draws 1 + overheadFraction from the supply, and the heat
 * of these losses goes to the loops that take it. Where cooling is a fixed ratio, it is drawn here too.
 */
export function powerDistribution(site: Site): Part {
  return (lp, timeline) => {
    const { compute, plant, id } = site;
    const cooling = plant.fixedCoolingFraction;
    const largestItKw = (t: number) =>
      compute.pools.reduce((sum, pool) => {
        const point = pool.operatingPoints[pool.operatingPoints.length - 1];
        return sum + pool.unitsAvailable[t] * Math.max(point.kwPerUnit, pool.idleKwPerUnit);
      }, compute.baseLoadKw[t] + CLEARANCE);
    const delivered = columnsPerSlot(lp, timeline, `${id} IT power`, largestItKw);
    return {
      flows: [
        { bus: itBus(id), run: delivered, coefficient: 1 },
        { bus: electricityBus(id), run: delivered, coefficient: -(1 + compute.overheadFraction + cooling) },
        ...heatFlows(id, plant.heatOf.distribution, { run: delivered, coefficient: compute.overheadFraction }),
      ],
      costs: [],
      offers: [{ kind: 'itPowerKw', site: id, component: null, run: delivered, coefficient: 1, constant: 0 }],
      read(solution) {
        const itKw = readRun(solution, timeline, delivered);
        const where = { site: id, component: null, unit: 'kW' } as const;
        const series: PlanSeries[] = [
          { ...where, name: 'distributionOverhead', values: Array.from(itKw, (kw) => kw * compute.overheadFraction) },
        ];
        if (cooling > 0) {
          series.push({ ...where, name: 'fixedCoolingPower', values: Array.from(itKw, (kw) => kw * cooling) });
        }
        return { series };
      },
    };
  };
}
