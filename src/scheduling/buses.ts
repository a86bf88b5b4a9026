import type { HeatTap } from '../domain/plant.ts';
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

/** Heat of machines, by the loop that takes it. Positive: heat comes in. */
export function itHeatBus(site: string, loop: string): Bus {
  return { key: ['itHeat', site, loop].join(SEPARATOR), site, kind: 'itHeat', component: loop, unit: 'kW' };
}

/** Heat on a loop: machines and customers bring it, what cools the loop takes it. Positive: heat comes in. */
export function heatToRejectBus(site: string, loop: string): Bus {
  return { key: ['heatToReject', site, loop].join(SEPARATOR), site, kind: 'heatToReject', component: loop, unit: 'kW' };
}

/** Condenser water: chillers bring heat (what they lift and their power), towers and dry coolers take it. */
export function condenserHeatBus(site: string): Bus {
  return { key: ['condenserHeat', site].join(SEPARATOR), site, kind: 'condenserHeat', component: null, unit: 'kW' };
}

/** Useful heat at the plant, before pipes: heat pumps and boilers give, customers take. */
export function heatBus(site: string, network: string): Bus {
  return { key: ['heat', site, network].join(SEPARATOR), site, kind: 'heat', component: network, unit: 'kW' };
}

/** The bus that a heat pump or exchanger takes heat from; null: the surroundings. */
export function tapBus(site: string, tap: HeatTap): Bus | null {
  if (tap.kind === 'ambient') return null;
  return tap.kind === 'loop' ? heatToRejectBus(site, tap.loop) : condenserHeatBus(site);
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
