import type { Site } from '../../domain/fleet.ts';
import type { CoolingLoop } from '../../domain/plant.ts';
import { electricityBus, heatToRejectBus, itHeatBus } from '../buses.ts';
import type { Flow, Part } from '../part.ts';
import { CLEARANCE, columnsPerSlot, readRun } from '../slots.ts';

/**
 * A loop carries the heat of machines to what cools it, by fans or pumps whose own heat is left out. One column a slot
 * for all IT heat of the loop, so that a cold store's emergency floor can follow it.
 */
export function coolingLoop(site: Site, loop: CoolingLoop): Part {
  return (lp, timeline) => {
    const where = { site: site.id, component: loop.id };
    const largest = largestItHeat(site, timeline.slotCount);
    const heat = columnsPerSlot(lp, timeline, `${site.id} loop ${loop.id} heat`, (t) => largest[t] + CLEARANCE);
    const flows: Flow[] = [
      { bus: itHeatBus(site.id, loop.id), run: heat, coefficient: -1 },
      { bus: heatToRejectBus(site.id, loop.id), run: heat, coefficient: 1 },
    ];
    if (loop.circulationKwPerKw > 0) {
      flows.push({ bus: electricityBus(site.id), run: heat, coefficient: -loop.circulationKwPerKw });
    }
    return {
      flows,
      costs: [],
      offers: [{ kind: 'loopHeatKw', ...where, run: heat, coefficient: 1, constant: 0 }],
      read(solution) {
        const heatKw = readRun(solution, timeline, heat);
        const powerKw = Array.from(heatKw, (kw) => kw * loop.circulationKwPerKw);
        return {
          series: [
            { ...where, name: 'loopHeat', unit: 'kW', values: [...heatKw] },
            { ...where, name: 'loopPower', unit: 'kW', values: powerKw },
          ],
        };
      },
    };
  };
}

/** All that the site's machines, base load and power distribution can draw. */
function largestItHeat({ compute }: Site, slotCount: number): Float64Array {
  return Float64Array.from({ length: slotCount }, (_, t) => {
    const pools = compute.pools.reduce((sum, { unitsAvailable, operatingPoints, idleKwPerUnit }) => {
      const most = operatingPoints.reduce((kw: number, point) => Math.max(kw, point.kwPerUnit), idleKwPerUnit);
      return sum + unitsAvailable[t] * most;
    }, 0);
    return (compute.baseLoadKw[t] + pools) * (1 + compute.overheadFraction);
  });
}
