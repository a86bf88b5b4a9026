import type { Site } from '../../domain/fleet.ts';
import type { ColdNetwork } from '../../domain/plant.ts';
import { heatToRejectBus } from '../buses.ts';
import { servedDemand } from '../customers.ts';
import type { Part } from '../part.ts';

/** Customers of cold on one loop: what they are sent is heat that comes back to the loop. */
export function coldNetwork({ id: site }: Site, network: ColdNetwork): Part {
  return (lp, timeline) => {
    const { read, ...served } = servedDemand(lp, timeline, site, 'cold network', network, {
      bus: heatToRejectBus(site, network.loop),
      perKw: 1,
      promise: 'coldServed',
      lines: { sold: 'coldSold', unserved: 'unservedCold' },
      series: { delivered: 'coldDelivered', unserved: 'coldUnserved' },
    });
    return { ...served, read: (solution) => ({ series: read(solution) }) };
  };
}
