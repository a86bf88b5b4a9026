import type { Site } from '../../domain/fleet.ts';
import type { Boiler } from '../../domain/plant.ts';
import { GRAMS_PER_KILOGRAM } from '../../units/index.ts';
import { electricityBus, heatBus } from '../buses.ts';
import { conversion } from '../conversion.ts';
import type { Part } from '../part.ts';

/** Heat q from q / efficiency of fuel (with its price and emissions) or of electricity. */
export function boiler({ id: site }: Site, device: Boiler): Part {
  const { efficiency, fuel, operatingPricePerKwh } = device;
  const perHeat = 1 / efficiency;
  return conversion({
    site,
    id: device.id,
    label: 'boiler',
    limitKw: device.heatLimitKw,
    flows: [
      { bus: heatBus(site, device.network), perKw: 1 },
      ...(fuel === null ? [{ bus: electricityBus(site), perKw: -perHeat }] : []),
    ],
    costs: [
      { name: 'fuel', perKwh: (t) => (fuel?.pricePerKwh[t] ?? 0) * perHeat },
      { name: 'operation', perKwh: () => operatingPricePerKwh },
    ],
    offers:
      fuel === null
        ? []
        : [{ kind: 'fuelKgPerHour', coefficient: (fuel.emissionGramsPerKwh * perHeat) / GRAMS_PER_KILOGRAM }],
    series: [
      { name: 'boilerHeat', perKw: 1 },
      { name: 'boilerInput', perKw: perHeat },
    ],
    setpoint: 'boilerHeat',
  });
}
