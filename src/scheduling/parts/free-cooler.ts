import type { Site } from '../../domain/fleet.ts';
import type { FreeCooler } from '../../domain/plant.ts';
import { electricityBus, heatToRejectBus } from '../buses.ts';
import { conversion } from '../conversion.ts';
import type { Part } from '../part.ts';

/** Heat of a loop straight to the air outside, as far as its temperature allows, with fans, pumps and some water. */
export function freeCooler({ id: site, plant }: Site, device: FreeCooler): Part {
  return conversion({
    site,
    id: device.id,
    label: 'free cooler',
    limitKw: device.coolingLimitKw,
    flows: [
      { bus: heatToRejectBus(site, device.loop), perKw: -1 },
      { bus: electricityBus(site), perKw: -device.electricityKwPerKw },
    ],
    costs: [{ name: 'water', perKwh: () => plant.waterPricePerLitre * device.waterLitresPerKwh }],
    series: [
      { name: 'freeCooling', perKw: 1 },
      { name: 'freeCoolingPower', perKw: device.electricityKwPerKw },
    ],
    setpoint: 'freeCooling',
  });
}
