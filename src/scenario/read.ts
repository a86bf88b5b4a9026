import type { DataQualityNote, Fleet, ObjectiveSettings } from '../domain/fleet.ts';
import { currencyCode } from '../units/index.ts';
import {
  checkUnique,
  child,
  items,
  makeCollector,
  type Node,
  type ReadContext,
  soundOr,
  subjectOf,
} from './context.ts';
import { contiguousNotes } from './contiguous-notes.ts';
import { fillDefaultPrices } from './default-prices.ts';
import { givenSignals } from './grid.ts';
import { readJobList } from './job-file.ts';
import { readLinks } from './links.ts';
import { placesOf } from './places.ts';
import { formatPath, inFileOrder, type ScenarioProblem } from './problems.ts';
import type { ObjectiveSource, ScenarioSource } from './schema/scenario.ts';
import type { SiteSource } from './schema/site.ts';
import { readSite } from './site.ts';
import { readTargets, returnDelays } from './targets.ts';
import { readTimeline } from './timeline.ts';
import { isRecord, schemaFaults } from './validate.ts';

export type ScenarioResult =
  | { readonly kind: 'ok'; readonly fleet: Fleet }
  | { readonly kind: 'invalid'; readonly problems: readonly ScenarioProblem[] };

/** Where a scenario stands, and what it may reach. */
export interface ScenarioOrigin {
  /** Name of the scenario file, for messages. */
  readonly file: string;
  /** Folder that the files named in the scenario lie in or below. */
  readonly directory: string;
  /** Lets files lie anywhere. Only for callers who trust the scenario; default false. */
  readonly allowOutsideFiles?: boolean;
  /** Line of a place in the scenario file, counted from 1, where it is known. */
  readonly lineOf?: (path: readonly (string | number)[]) => number | undefined;
}

/** More are cut: nobody reads on, and a file of another kind altogether would fill the screen. */
export const MAXIMUM_PROBLEM_COUNT = 200;

/**
 * A scenario (the parsed content of a scenario file) as a fleet, or everything that is wrong with it. Never
 * throws for what the value or the files named in it hold.
 */
export function readScenario(value: unknown, origin: ScenarioOrigin): ScenarioResult {
  const collector = makeCollector(schemaFaults(value));
  const fleet = isRecord(value) ? readFleet(value as ScenarioSource, origin, collector) : null;
  if (collector.faults.length === 0 && fleet !== null) return { kind: 'ok', fleet };
  if (collector.faults.length === 0) {
    // The schema looks through the holes of sparse lists, which programs can make and files cannot.
    collector.fault({ path: [], found: 'a list with an empty place', expected: 'a value in every place of a list' });
  }
  const problems = collector.faults.map(({ path, found, expected, hint, elsewhere }): ScenarioProblem => {
    const line = elsewhere === undefined ? origin.lineOf?.(path) : elsewhere.line;
    return {
      file: elsewhere?.file ?? origin.file,
      path: formatPath(path),
      ...(line === undefined ? {} : { line }),
      found,
      expected,
      ...(hint === undefined ? {} : { hint }),
    };
  });
  const shown = inFileOrder(problems).slice(0, MAXIMUM_PROBLEM_COUNT);
  const more = problems.length - shown.length;
  const cut =
    more === 0
      ? []
      : [{ file: origin.file, path: '', found: `${more} problems more`, expected: 'the ones above mended first' }];
  return { kind: 'invalid', problems: [...shown, ...cut] };
}

type Collector = ReturnType<typeof makeCollector>;

function readFleet(source: ScenarioSource, origin: ScenarioOrigin, collector: Collector): Fleet | null {
  const root: Node<ScenarioSource> = { path: [], value: source };
  const context = makeContext(root, origin, collector);
  const objective = readObjective(context, child(root, 'objective'));
  const siteNodes = items(child(root, 'sites'));
  checkUnique(context, siteNodes);
  const targetsNode = child(root, 'fleet');
  const delays = returnDelays(context, targetsNode, siteNodes);
  const sites = siteNodes.map((node, index) => readSite(context, node, delays[index]));
  const targets = readTargets(context, targetsNode, siteNodes, objective);
  checkCarbon(context, siteNodes, child(root, 'objective'));
  const linksNode = child(root, 'links');
  const places = placesOf(context, siteNodes, linksNode);
  const links = readLinks(context, linksNode, places.sites);
  const jobs = readJobList(context, child(root, 'jobs'), places);
  const { timeline, currency } = context;
  const sound = sites.filter((site) => site !== null);
  if (collector.faults.length > 0 || timeline === null || objective === null) return null;
  if (links === null || jobs === null || targets === null || sound.length < sites.length) return null;
  const filled = fillDefaultPrices({ sites: sound, links, jobs, targets }, objective, timeline, currency);
  return {
    name: source.name,
    timeline,
    currency: currencyCode(currency),
    objective,
    targets: filled.targets,
    sites: filled.sites,
    links,
    jobs: filled.jobs,
    dataQuality: [
      ...collector.notes,
      ...currencyNotes(context, siteNodes),
      ...contiguousNotes(filled.sites, filled.jobs, timeline),
      ...filled.notes,
    ],
  };
}

function makeContext(
  root: Node<ScenarioSource>,
  origin: ScenarioOrigin,
  collector: Collector,
): ReadContext & Collector {
  const timelineNode = child(root, 'timeline');
  const timeline = timelineNode.value;
  const currency = child(root, 'currency').value;
  const rates = isRecord(root.value.exchangeRates) ? Object.entries(root.value.exchangeRates) : [];
  return {
    ...collector,
    tables: new Map(),
    files: { directory: origin.directory, allowOutsideFiles: origin.allowOutsideFiles ?? false },
    timeline: isRecord(timeline) ? readTimeline(collector, { path: timelineNode.path, value: timeline }) : null,
    currency: typeof currency === 'string' ? currency : '',
    exchangeRates: new Map(rates.filter(([, rate]) => typeof rate === 'number')),
    subject: (path) => subjectOf(root.value, path),
  };
}

function readObjective(context: ReadContext, node: Node<ObjectiveSource | undefined>): ObjectiveSettings | null {
  const source = soundOr<ObjectiveSource, ObjectiveSource>(context, node, {});
  if (source === null) return null;
  return {
    minimise: source.minimise ?? 'cost',
    carbonPricePerTonne: source.carbonPricePerTonne ?? 0,
    carbonSignal: source.carbonSignal ?? 'average',
    creditExports: source.creditExports ?? false,
    priceIncludesCarbon: source.priceIncludesCarbon ?? false,
  };
}

/** A price on carbon, or an aim for less of it, needs its intensity at every site: a missing one is not zero. */
function checkCarbon(
  context: ReadContext,
  nodes: readonly Node<SiteSource>[],
  objective: Node<ObjectiveSource | undefined>,
): void {
  const settings = { path: objective.path, value: objective.value ?? {} };
  const carbonPricePerTonne = soundOr(context, child(settings, 'carbonPricePerTonne'), 0) ?? 0;
  const minimise = soundOr(context, child(settings, 'minimise'), 'cost' as const);
  const carbonSignal = soundOr(context, child(settings, 'carbonSignal'), 'average' as const);
  if (carbonSignal === null || (carbonPricePerTonne === 0 && minimise !== 'carbon')) return;
  const why = carbonPricePerTonne > 0 ? `carbonPricePerTonne is ${carbonPricePerTonne}` : 'minimise is carbon';
  for (const node of nodes) {
    const { path, value } = child(node, 'grid');
    if (value === undefined || !isRecord(value)) continue;
    const carbon = child({ path, value }, 'carbon');
    if (givenSignals(context, carbon)?.includes(carbonSignal) ?? true) continue;
    context.fault({
      path: carbon.path,
      found: `no ${carbonSignal} carbon intensity`,
      expected: `one, since objective.${why} and its signal is ${carbonSignal}`,
    });
  }
}

function currencyNotes(context: ReadContext, nodes: readonly Node<SiteSource>[]): DataQualityNote[] {
  return nodes.flatMap(({ value, path }) => {
    if (value.currency === undefined || value.currency === context.currency) return [];
    const rate = context.exchangeRates.get(value.currency);
    const message = `prices in ${value.currency} converted at ${rate} ${context.currency}`;
    return [{ subject: context.subject([...path, 'currency']), kind: 'converted', slots: [], message }];
  });
}
