/** The words of a plan: what its cost lines, series, setpoints and promises are called. */

export type CostLineName =
  | 'energyBought'
  | 'energySold'
  | 'demandCharge'
  | 'carbon'
  | 'carbonCredit'
  | 'wear'
  | 'storedEnergyValue'
  | 'dataTransfer'
  | 'restarts'
  | 'lateness'
  | 'leftoverWork'
  | 'unservedWork'
  | 'shedBaseLoad'
  | 'contractBreach'
  | 'rampBreach'
  | 'endEnergyShortfall'
  | 'fuel'
  /** Carbon of fuel burnt on site, at the objective's price. */
  | 'fuelCarbon'
  /** What running a device costs beside its energy. */
  | 'operation'
  | 'water'
  | 'heatSold'
  | 'heatBought'
  | 'heatSpill'
  | 'coldSold'
  | 'unservedHeat'
  | 'unservedCold'
  | 'coincidentPeak'
  | 'greenPower'
  | 'offsets'
  | 'carbonBudgetBreach'
  | 'renewableShareBreach'
  | 'zoneRampBreach';

export type SlotUnit = 'kW' | 'kWh' | 'units' | 'unit h' | 'g/kWh' | 'GB' | 'GB/h' | 'kg' | '1';

export type SeriesName =
  | 'gridImport'
  | 'gridExport'
  | 'baseLoad'
  | 'baseLoadShed'
  | 'distributionOverhead'
  | 'poolPower'
  /** Units that contiguous jobs hold for a whole slot without working all of it; only where such jobs may run. */
  | 'poolHeldUnits'
  | 'poolBusyUnits'
  /** Data received over a link, mean GB/h; the component names the sending site. */
  | 'linkTransfer'
  | 'batteryCharge'
  | 'batteryDischarge'
  | 'batteryStored'
  | 'renewableUsed'
  | 'renewableCurtailed'
  | PlantSeriesName;

/** Component: the device, loop or network. Heat and cold in kW thermal, `...Power` in kW of electricity. */
export type PlantSeriesName =
  /** Electricity for cooling by a fixed ratio; component null. */
  | 'fixedCoolingPower'
  /** IT heat that a loop carries. */
  | 'loopHeat'
  | 'loopPower'
  | 'chillerCooling'
  | 'chillerPower'
  | 'absorptionCooling'
  | 'absorptionHeat'
  | 'absorptionPower'
  | 'freeCooling'
  | 'freeCoolingPower'
  | 'heatRejected'
  | 'heatRejectionPower'
  | 'coldStoreCharge'
  | 'coldStoreDischarge'
  | 'coldStoreStored'
  | 'coldDelivered'
  | 'coldUnserved'
  | 'heatDelivered'
  | 'heatUnserved'
  | 'heatSpilled'
  | 'heatPumpHeat'
  | 'heatPumpPower'
  | 'exchangerHeat'
  | 'exchangerPower'
  | 'boilerHeat'
  /** Fuel or electricity taken in. */
  | 'boilerInput'
  /** Heat bought or sold by a contract, never negative. */
  | 'contractHeat'
  | 'hotStoreCharge'
  | 'hotStoreDischarge'
  | 'hotStoreStored'
  | 'generatorPower'
  /** Fuel taken in, kW. */
  | 'generatorInput'
  /** Share of the slot in which it counts as running; only with a minimum load or a budget of hours. */
  | 'generatorRunning'
  /** Heat of a generator that a network uses; only with heat recovery. */
  | 'generatorHeat'
  /** Import that green power bought covers. */
  | 'greenPower';

export type SetpointQuantity =
  | 'batteryNetCharge'
  | 'renewableLimit'
  | 'gridNetImport'
  | 'chillerCooling'
  | 'absorptionCooling'
  | 'freeCooling'
  | 'coldStoreNetCharge'
  | 'heatPumpHeat'
  | 'exchangerHeat'
  | 'boilerHeat'
  | 'contractHeat'
  | 'hotStoreNetCharge'
  | 'generatorPower';

export type PromiseKind =
  | 'workServed'
  | 'deadlineKept'
  | 'baseLoadServed'
  | 'contractedLimit'
  | 'rampLimit'
  | 'endEnergy'
  | 'heatServed'
  | 'coldServed'
  | 'carbonBudget'
  | 'renewableShare'
  | 'zoneRamp';

export type PromiseUnit = 'kW' | 'kWh' | 'unit h' | 'kg';

/** Electricity of everything whose only use is to cool; heat pumps and exchangers serve customers as well. */
export const COOLING_POWER_SERIES: readonly PlantSeriesName[] = [
  'fixedCoolingPower',
  'loopPower',
  'chillerPower',
  'absorptionPower',
  'freeCoolingPower',
  'heatRejectionPower',
];
