import type { Site } from '../../domain/fleet.ts';
import type { HeatPump } from '../../domain/plant.ts';
import { electricityBus, heatBus, tapBus } from '../buses.ts';
import { conversion } from '../conversion.ts';
import type { Part } from '../part.ts';

/**
 * Heat pump. Heat q draws q / COP and takes q (1 - 1 / COP) from its tap (first law). On a loop it does what a chiller
 * would have to; on condenser water it spares towers alone; on the surroundings nothing.
 */
export function heatPump({ id: site }: Site, device: HeatPump): Part {
  const perHeat = device.cop.map((cop) => 1 / cop);
  const tap = tapBus(site, device.tap);
  return conversion({
    site,
    id: device.id,
    label: 'heat pump',
    limitKw: device.heatLimitKw,
    flows: [
      { bus: heatBus(site, device.network), perKw: 1 },
      { bus: electricityBus(site), perKw: perHeat.map((kw) => -kw) },
      ...(tap === null ? [] : [{ bus: tap, perKw: perHeat.map((kw) => kw - 1) }]),
    ],
    costs: [{ name: 'operation', perKwh: () => device.operatingPricePerKwh }],
    series: [
      { name: 'heatPumpHeat', perKw: 1 },
      { name: 'heatPumpPower', perKw: perHeat },
    ],
    setpoint: 'heatPumpHeat',
  });
}
