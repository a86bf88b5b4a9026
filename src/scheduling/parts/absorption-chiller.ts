import type { Site } from '../../domain/fleet.ts';
import type { AbsorptionChiller } from '../../domain/plant.ts';
import { condenserHeatBus, electricityBus, heatBus, heatToRejectBus } from '../buses.ts';
import { conversion } from '../conversion.ts';
import type { Part } from '../part.ts';

/**
 * Cold from heat. Cold q takes q off its loop and q / COP from a heat network; q (1 + 1 / COP) reaches the condenser
 * water. Pumps draw a little electricity.
 */
export function absorptionChiller({ id: site }: Site, device: AbsorptionChiller): Part {
  const perCold = device.cop.map((cop) => 1 / cop);
  return conversion({
    site,
    id: device.id,
    label: 'absorption chiller',
    limitKw: device.coolingLimitKw,
    flows: [
      { bus: heatToRejectBus(site, device.loop), perKw: -1 },
      { bus: heatBus(site, device.heatNetwork), perKw: perCold.map((kw) => -kw) },
      { bus: condenserHeatBus(site), perKw: perCold.map((kw) => 1 + kw) },
      { bus: electricityBus(site), perKw: -device.electricityKwPerKw },
    ],
    costs: [],
    series: [
      { name: 'absorptionCooling', perKw: 1 },
      { name: 'absorptionHeat', perKw: perCold },
      { name: 'absorptionPower', perKw: device.electricityKwPerKw },
    ],
    setpoint: 'absorptionCooling',
  });
}
