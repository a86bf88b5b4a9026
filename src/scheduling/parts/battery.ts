import type { Battery } from '../../domain/store.ts';
import { electricityBus } from '../buses.ts';
import type { Part } from '../part.ts';
import { store } from '../store-part.ts';

/**
 * A store of electricity, of any kind. Charging and discharging in one slot is shut out: where the bus price is
 * negative, losses would earn money.
 */
export function battery(site: string, device: Battery): Part {
  const bus = electricityBus(site);
  return store(site, device, {
    label: 'battery',
    charge: { bus, coefficient: -1 },
    discharge: { bus, coefficient: 1 },
    oneWay: true,
    series: { charge: 'batteryCharge', discharge: 'batteryDischarge', stored: 'batteryStored' },
    setpoint: 'batteryNetCharge',
  });
}
