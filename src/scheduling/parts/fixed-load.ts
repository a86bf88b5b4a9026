import type { Bus, Part } from '../part.ts';

/** Power that is drawn from a bus whatever else happens, slot by slot: jobs or stores where a rule has put them. */
export function fixedLoad(bus: Bus, loadKw: Float64Array): Part {
  return () => ({
    flows: [{ bus, constant: loadKw.map((kw) => -kw) }],
    costs: [],
    read: () => ({}),
  });
}
