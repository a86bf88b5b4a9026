import type { Site } from '../../domain/fleet.ts';
import type { HeatExchanger } from '../../domain/plant.ts';
import { condenserHeatBus, electricityBus, heatBus, heatToRejectBus } from '../buses.ts';
import { conversion } from '../conversion.ts';
import type { Part } from '../part.ts';

/** A source warmer than the sink: its heat goes to the network as it is, with pumps only. */
export function heatExchanger({ id: site }: Site, device: HeatExchanger): Part {
  const { tap } = device;
  return conversion({
    site,
    id: device.id,
    label: 'heat exchanger',
    limitKw: device.heatLimitKw,
    flows: [
      { bus: tap.kind === 'loop' ? heatToRejectBus(site, tap.loop) : condenserHeatBus(site), perKw: -1 },
      { bus: heatBus(site, device.network), perKw: 1 },
      { bus: electricityBus(site), perKw: -device.electricityKwPerKw },
    ],
    costs: [],
    series: [
      { name: 'exchangerHeat', perKw: 1 },
      { name: 'exchangerPower', perKw: device.electricityKwPerKw },
    ],
    setpoint: 'exchangerHeat',
  });
}
