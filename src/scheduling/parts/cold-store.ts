import type { ColdStore } from '../../domain/store.ts';
import { heatToRejectBus } from '../buses.ts';
import type { Part } from '../part.ts';
import { store } from '../store-part.ts';

/**
 * Cold kept for later: charging brings heat to the loop that charges it (something else must take it there),
 * discharging takes heat from the loop that it serves.
 */
export function coldStore(site: string, device: ColdStore): Part {
  return store(site, device, {
    label: 'cold store',
    charge: { bus: heatToRejectBus(site, device.chargesFrom), coefficient: 1 },
    discharge: { bus: heatToRejectBus(site, device.dischargesTo), coefficient: -1 },
    oneWay: false,
    series: { charge: 'coldStoreCharge', discharge: 'coldStoreDischarge', stored: 'coldStoreStored' },
    setpoint: 'coldStoreNetCharge',
  });
}
