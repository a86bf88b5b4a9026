import type { Bus } from './part.ts';

/** The one place that names buses; a separator that ids cannot hold keeps keys apart. */
const SEPARATOR = '\u0000';

/** Where a site's grid, stores, sources and loads meet. */
export function electricityBus(site: string): Bus {
  return { key: ['electricity', site].join(SEPARATOR), site, kind: 'electricity', component: null, unit: 'kW' };
}

/** Behind the losses of power distribution: machines and base load draw here. */
export function itBus(site: string): Bus {
  return { key: ['it', site].join(SEPARATOR), site, kind: 'it', component: null, unit: 'kW' };
}

/** Units of one pool that work at one operating point: the pool gives, jobs take. */
export function computeBus(site: string, pool: string, operatingPoint: string): Bus {
  return {
    key: ['compute', site, pool, operatingPoint].join(SEPARATOR),
    site,
    kind: 'compute',
    component: `${pool}@${operatingPoint}`,
    unit: 'units',
  };
}
