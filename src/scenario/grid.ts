import type { CarbonSignal, ContractedLimit, DemandCharge, GridConnection, RampLimit } from '../domain/fleet.ts';
import type { SlotSeries } from '../time/timeline.ts';
import { kw } from '../units/index.ts';
import { checkUnique, child, items, type Node, type ReadContext, trustedValue } from './context.ts';
import { demandChargeName, readDemandCharge } from './demand-charge.ts';
import { readCoincidentPeaks, readGreenPower, readOutages, shareOf } from './grid-extras.ts';
import type { SiteMoney } from './money.ts';
import { LARGEST_NUMBER } from './schema/common.ts';
import type { SeriesSource } from './schema/series.ts';
import type { CarbonSource, ContractedLimitSource, DemandChargeSource, GridSource, RampSource } from './schema/site.ts';
import { readSeries } from './series.ts';
import type { SeriesDemand } from './series-demand.ts';
import { isRecord } from './validate.ts';

const CARBON_SIGNALS: readonly CarbonSignal[] = ['average', 'marginal', 'market'];

/** Minutes that a change at a slot boundary may take where the scenario does not say. */
export const DEFAULT_TRANSITION_MINUTES = 5;

export type ContractedLimitDraft = Omit<ContractedLimit, 'breachPricePerKwh'> & {
  readonly breachPricePerKwh: number | null;
};
export type RampDraft = Omit<RampLimit, 'breachPricePerKw'> & { readonly breachPricePerKw: number | null };

/** A grid connection but for the prices of its promises, which may be defaults that depend on the fleet. */
export type GridDraft = Omit<GridConnection, 'contractedLimits' | 'ramp'> & {
  readonly contractedLimits: readonly ContractedLimitDraft[];
  readonly ramp: RampDraft | null;
};

/**
 * A grid connection; null, and faults, when something of it is wrong. It is back `delaysMinutes` after each outage, by its
 * position.
 */
export function readGrid(
  context: ReadContext,
  node: Node<GridSource>,
  timeZone: string | null,
  money: SiteMoney | null,
  delaysMinutes: readonly number[] = [],
): GridDraft | null {
  const power: SeriesDemand = { dimension: 'power', minimum: 0, maximum: LARGEST_NUMBER, timeZone, money };
  const price: SeriesDemand = {
    dimension: 'price',
    minimum: -LARGEST_NUMBER,
    maximum: LARGEST_NUMBER,
    timeZone,
    money,
  };
  const marketZone = trustedValue(context, child(node, 'marketZone'));
  const importLimitKw = readSeries(context, child(node, 'importLimitKw'), power);
  const exportLimitKw = readSeries(context, child(node, 'exportLimitKw'), power, 0);
  const importPricePerKwh = readSeries(context, child(node, 'importPrice'), price);
  const exportPricePerKwh = readSeries(context, child(node, 'exportPrice'), price, 0);
  const carbonGramsPerKwh = readCarbon(context, child(node, 'carbon'), timeZone);
  const demandCharges = readDemandCharges(context, child(node, 'demandCharge'), timeZone, money);
  const contractedLimits = readContractedLimits(context, child(node, 'contractedLimits'), power);
  const ramp = readRamp(context, child(node, 'ramp'), money);
  const withoutGrid = readOutages(context, node, delaysMinutes);
  const coincidentPeaks = readCoincidentPeaks(context, child(node, 'coincidentPeaks'), power);
  const fractionNode = child(node, 'renewableFraction');
  const renewableFraction = readSeries(context, fractionNode, shareOf(power));
  const greenPower = readGreenPower(context, child(node, 'greenPower'), { power, price }, importLimitKw);
  if (
    marketZone === null ||
    importLimitKw === null ||
    exportLimitKw === null ||
    importPricePerKwh === null ||
    exportPricePerKwh === null ||
    carbonGramsPerKwh === null ||
    demandCharges === null ||
    contractedLimits === null ||
    withoutGrid === null ||
    coincidentPeaks === null ||
    greenPower === null ||
    (renewableFraction === null && fractionNode.value !== undefined)
  ) {
    return null;
  }
  return {
    marketZone,
    importLimitKw: importLimitKw.map((limit, t) => limit * (1 - withoutGrid[t])),
    exportLimitKw: exportLimitKw.map((limit, t) => limit * (1 - withoutGrid[t])),
    contractedLimits,
    importPricePerKwh,
    exportPricePerKwh,
    carbonGramsPerKwh,
    demandCharges,
    ramp,
    coincidentPeaks,
    renewableFraction,
    greenPower,
  };
}

function readCarbon(
  context: ReadContext,
  node: Node<CarbonSource | undefined>,
  timeZone: string | null,
): Partial<Record<CarbonSignal, SlotSeries>> | null {
  if (node.value === undefined) return {};
  const found: Partial<Record<CarbonSignal, SlotSeries>> = {};
  const sources = carbonSources({ path: node.path, value: node.value });
  for (const [signal, source] of sources) {
    // More load can spare emissions where wind is curtailed; the other two are shares of what is generated.
    const minimum = signal === 'marginal' ? -LARGEST_NUMBER : 0;
    const demand: SeriesDemand = { dimension: 'carbon', minimum, maximum: LARGEST_NUMBER, timeZone, money: null };
    const series = readSeries(context, source, demand);
    if (series !== null) found[signal] = series;
  }
  return Object.keys(found).length === sources.length && context.trusted(node.path) ? found : null;
}

/** The signals that a carbon key holds a series for, sound or not; null where its form does not say. */
export function givenSignals(
  context: ReadContext,
  node: Node<CarbonSource | undefined>,
): readonly CarbonSignal[] | null {
  if (node.value === undefined) return [];
  if (!isRecord(node.value) && !context.trusted(node.path)) return null;
  return carbonSources({ path: node.path, value: node.value }).map(([signal]) => signal);
}

/** The series of each signal that is given; a bare series is the average. */
function carbonSources({ path, value }: Node<CarbonSource>): [CarbonSignal, Node<SeriesSource>][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'file' in value) {
    return [['average', { path, value }]];
  }
  return CARBON_SIGNALS.flatMap((signal): [CarbonSignal, Node<SeriesSource>][] => {
    const source = child({ path, value }, signal);
    return source.value === undefined ? [] : [[signal, { path: source.path, value: source.value }]];
  });
}

function readDemandCharges(
  context: ReadContext,
  node: Node<GridSource['demandCharge']>,
  timeZone: string | null,
  money: SiteMoney | null,
): DemandCharge[] | null {
  if (node.value === undefined) return [];
  const nodes = Array.isArray(node.value)
    ? items(node as Node<DemandChargeSource[]>)
    : [node as Node<DemandChargeSource>];
  const charges = nodes.map((charge, position) => readDemandCharge(context, charge, position, timeZone, money));
  // Names made from positions may meet one that was given.
  checkUnique(
    context,
    nodes.map(({ path, value }, position) => ({
      path,
      value: { id: child({ path, value }, 'id').value ?? demandChargeName(position) },
    })),
  );
  const sound = charges.filter((charge) => charge !== null);
  return sound.length === charges.length ? sound : null;
}

function readContractedLimits(
  context: ReadContext,
  node: Node<readonly ContractedLimitSource[] | undefined>,
  power: SeriesDemand,
): ContractedLimitDraft[] | null {
  const nodes = items(node);
  checkUnique(context, nodes);
  const limits = nodes.map((limit): ContractedLimitDraft | null => {
    const id = trustedValue(context, child(limit, 'id'));
    const direction = trustedValue(context, child(limit, 'direction'));
    const limitKw = readSeries(context, child(limit, 'limitKw'), power);
    const breach = trustedValue(context, child(limit, 'breachPricePerKwh'));
    if (id === null || direction === null || limitKw === null || power.money === null) return null;
    return { id, direction, limitKw, breachPricePerKwh: breach === null ? null : breach * power.money.rate };
  });
  const sound = limits.filter((limit) => limit !== null);
  return sound.length === limits.length ? sound : null;
}

function readRamp(context: ReadContext, node: Node<RampSource | undefined>, money: SiteMoney | null): RampDraft | null {
  const source = trustedValue(context, node);
  if (source === null || money === null) return null;
  return {
    limitKwPerMinute: source.limitKwPerMinute,
    transitionMinutes: source.transitionMinutes ?? DEFAULT_TRANSITION_MINUTES,
    measuredNetImportKw: source.measuredNetImportKw === undefined ? null : kw(source.measuredNetImportKw),
    breachPricePerKw: source.breachPricePerKw === undefined ? null : source.breachPricePerKw * money.rate,
  };
}
