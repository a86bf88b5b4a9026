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

/** Units of one pool that a contiguous job holds without working: the pool gives, such jobs take. */
export function heldBus(site: string, pool: string): Bus {
  return { key: ['held', site, pool].join(SEPARATOR), site, kind: 'held', component: pool, unit: 'units' };
}

/** Data on their way from one site to another: the link gives, jobs take. Shown at the receiving site. */
export function linkBus(from: string, to: string): Bus {
  return { key: ['link', from, to].join(SEPARATOR), site: to, kind: 'link', component: from, unit: 'GB/h' };
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
