import { itBus } from '../buses.ts';
import type { Part } from '../part.ts';

/** IT power that is given, slot by slot: jobs that run where a rule has put them. It cannot be shed. */
export function fixedLoad(site: string, loadKw: Float64Array): Part {
  return () => ({
    flows: [{ bus: itBus(site), constant: loadKw.map((kw) => -kw) }],
    costs: [],
    read: () => ({}),
  });
}
