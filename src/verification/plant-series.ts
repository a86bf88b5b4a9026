import type { Site } from '../domain/fleet.ts';
import type { PlantSeriesName } from '../domain/plan.ts';

export interface ExpectedSeries {
  readonly name: PlantSeriesName;
  readonly component: string | null;
}

/** Series that must stand in the plan for the plant of a site and its green power, each once. */
export function plantSeriesOf({ plant, grid }: Site): ExpectedSeries[] {
  const each = (devices: readonly { readonly id: string }[], ...names: readonly PlantSeriesName[]): ExpectedSeries[] =>
    devices.flatMap(({ id }) => names.map((name) => ({ name, component: id })));
  const hasHours = plant.generators.filter(
    ({ minimumLoadKw, runHoursBudget }) => minimumLoadKw > 0 || runHoursBudget !== null,
  );
  return [
    ...(plant.fixedCoolingFraction > 0 ? [{ name: 'fixedCoolingPower', component: null } as const] : []),
    ...each(plant.loops, 'loopHeat', 'loopPower'),
    ...each(plant.chillers, 'chillerCooling', 'chillerPower'),
    ...each(plant.absorptionChillers, 'absorptionCooling', 'absorptionHeat', 'absorptionPower'),
    ...each(plant.freeCoolers, 'freeCooling', 'freeCoolingPower'),
    ...each(plant.heatRejection, 'heatRejected', 'heatRejectionPower'),
    ...each(plant.coldStores, 'coldStoreCharge', 'coldStoreDischarge', 'coldStoreStored'),
    ...each(plant.coldNetworks, 'coldDelivered', 'coldUnserved'),
    ...each(plant.heatNetworks, 'heatDelivered', 'heatUnserved', 'heatSpilled'),
    ...each(plant.heatPumps, 'heatPumpHeat', 'heatPumpPower'),
    ...each(plant.heatExchangers, 'exchangerHeat', 'exchangerPower'),
    ...each(plant.boilers, 'boilerHeat', 'boilerInput'),
    ...each(plant.heatContracts, 'contractHeat'),
    ...each(plant.hotStores, 'hotStoreCharge', 'hotStoreDischarge', 'hotStoreStored'),
    ...each(plant.generators, 'generatorPower', 'generatorInput'),
    ...each(hasHours, 'generatorRunning'),
    ...each(
      plant.generators.filter(({ heatRecovery }) => heatRecovery !== null),
      'generatorHeat',
    ),
    ...each(grid.greenPower, 'greenPower'),
  ];
}
