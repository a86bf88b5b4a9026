import type { HotStore } from '../../domain/store.ts';
import { heatBus } from '../buses.ts';
import type { Part } from '../part.ts';
import { store } from '../store-part.ts';

/** Heat kept for later, on one heat network. */
export function hotStore(site: string, device: HotStore): Part {
  const bus = heatBus(site, device.network);
  return store(site, device, {
    label: 'hot store',
    charge: { bus, coefficient: -1 },
    discharge: { bus, coefficient: 1 },
    oneWay: false,
    series: { charge: 'hotStoreCharge', discharge: 'hotStoreDischarge', stored: 'hotStoreStored' },
    setpoint: 'hotStoreNetCharge',
  });
}
