import type { Site } from '../../domain/fleet.ts';
import type { Chiller } from '../../domain/plant.ts';
import { condenserHeatBus, electricityBus, heatToRejectBus } from '../buses.ts';
import { conversion } from '../conversion.ts';
import type { Part } from '../part.ts';

/**
 * Compression chiller. Cold q takes q off its loop and draws q / COP; by the first law q (1 + 1 / COP) reaches the
 * condenser water.
 */
export function chiller({ id: site }: Site, device: Chiller): Part {
  const perCold = device.cop.map((cop) => 1 / cop);
  return conversion({
    site,
    id: device.id,
    label: 'chiller',
    limitKw: device.coolingLimitKw,
    flows: [
      { bus: heatToRejectBus(site, device.loop), perKw: -1 },
      { bus: electricityBus(site), perKw: perCold.map((kw) => -kw) },
      { bus: condenserHeatBus(site), perKw: perCold.map((kw) => 1 + kw) },
    ],
    costs: [{ name: 'operation', perKwh: () => device.operatingPricePerKwh }],
    series: [
      { name: 'chillerCooling', perKw: 1 },
      { name: 'chillerPower', perKw: perCold },
    ],
    setpoint: 'chillerCooling',
  });
}
