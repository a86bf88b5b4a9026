import type { Site } from '../../domain/fleet.ts';
import type { HeatRejection } from '../../domain/plant.ts';
import { condenserHeatBus, electricityBus } from '../buses.ts';
import { conversion } from '../conversion.ts';
import type { Part } from '../part.ts';

/** Cooling tower or dry cooler: takes condenser heat to the surroundings with fans and, in a tower, water. */
export function heatRejection({ id: site, plant }: Site, device: HeatRejection): Part {
  return conversion({
    site,
    id: device.id,
    label: 'heat rejection',
    limitKw: device.heatLimitKw,
    flows: [
      { bus: condenserHeatBus(site), perKw: -1 },
      { bus: electricityBus(site), perKw: -device.electricityKwPerKw },
    ],
    costs: [{ name: 'water', perKwh: () => plant.waterPricePerLitre * device.waterLitresPerKwh }],
    series: [
      { name: 'heatRejected', perKw: 1 },
      { name: 'heatRejectionPower', perKw: device.electricityKwPerKw },
    ],
    // It takes what chillers leave: nobody commands it.
    setpoint: null,
  });
}
