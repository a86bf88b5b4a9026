import type { Site } from '../../domain/fleet.ts';
import type { HeatContract } from '../../domain/plant.ts';
import { heatBus } from '../buses.ts';
import { conversion } from '../conversion.ts';
import type { Part } from '../part.ts';

/** Heat that somebody else brings to the network or takes from it, between the least that is agreed and the most. */
export function heatContract({ id: site }: Site, contract: HeatContract): Part {
  const buys = contract.direction === 'buy';
  const { pricePerKwh } = contract;
  return conversion({
    site,
    id: contract.id,
    label: 'heat contract',
    limitKw: contract.limitKw,
    leastKw: contract.minimumKw,
    flows: [{ bus: heatBus(site, contract.network), perKw: buys ? 1 : -1 }],
    costs: [
      buys
        ? { name: 'heatBought', perKwh: (t) => pricePerKwh[t] }
        : { name: 'heatSold', perKwh: (t) => -pricePerKwh[t] },
    ],
    series: [{ name: 'contractHeat', perKw: 1 }],
    setpoint: 'contractHeat',
  });
}
