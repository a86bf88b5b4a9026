import type { JobData, JobLatency } from '../domain/job.ts';
import { checkEachOnce, child, items, type Node, type ReadContext, soundOr, trustedValue } from './context.ts';
import { type Places, readSiteName } from './places.ts';
import { numberText } from './problems.ts';
import { LARGEST_NUMBER } from './schema/common.ts';
import type { JobSource } from './schema/scenario.ts';
import { oneOfKnown } from './suggest.ts';

/** What a job asks of the sites that may run it, beside its pool. */
export interface JobTerms {
  readonly data: JobData | null;
  readonly latency: JobLatency | null;
  readonly residency: readonly string[] | null;
}

/** The terms that are sound; `sound` tells whether that is all of them. A wrong one is a fault and reads as none. */
export function readTerms(
  context: ReadContext,
  node: Node<JobSource>,
  places: Places,
): { readonly terms: JobTerms; readonly sound: boolean } {
  const dataSite = readSiteName(context, child(node, 'dataSite'), places.sites);
  const data = readData(context, node, dataSite);
  const latency = readLatency(context, node, dataSite, places);
  const residency = readResidency(context, child(node, 'residency'), places);
  return {
    terms: {
      data: data === 'wrong' ? null : data,
      latency: latency === 'wrong' ? null : latency,
      residency: residency === 'wrong' ? null : residency,
    },
    sound: data !== 'wrong' && latency !== 'wrong' && residency !== 'wrong',
  };
}

const isAbsent = (context: ReadContext, node: Node<unknown>): boolean =>
  node.value === undefined && context.trusted(node.path);

function readData(context: ReadContext, node: Node<JobSource>, site: string | null): JobData | null | 'wrong' {
  const siteNode = child(node, 'dataSite');
  const amountNode = child(node, 'dataGigabytes');
  const noSite = isAbsent(context, siteNode);
  const noAmount = isAbsent(context, amountNode);
  if (noSite && noAmount) return null;
  if (noSite || noAmount) {
    const fault = noSite
      ? { path: siteNode.path, expected: 'the site where the data lie, since dataGigabytes is given' }
      : { path: amountNode.path, expected: 'the gigabytes of the whole job, since dataSite is given' };
    context.fault({ ...fault, found: 'nothing' });
    return 'wrong';
  }
  const amount = trustedValue(context, amountNode);
  const units = trustedValue(context, child(node, 'units'));
  const hours = trustedValue(context, child(node, 'hours'));
  if (site === null || amount === null || units === null || hours === null) return 'wrong';
  if (amount === 0) return null;
  const gigabytesPerUnitHour = amount / (units * hours);
  if (gigabytesPerUnitHour <= LARGEST_NUMBER) return { site, gigabytesPerUnitHour };
  context.fault({
    path: amountNode.path,
    found: `${amount} GB for ${units * hours} unit-hours`,
    expected: `at most ${numberText(LARGEST_NUMBER)} GB for each`,
  });
  return 'wrong';
}

/** A job's users are at its data where it does not say where they are. */
function readLatency(
  context: ReadContext,
  node: Node<JobSource>,
  dataSite: string | null,
  places: Places,
): JobLatency | null | 'wrong' {
  const homeNode = child(node, 'homeSite');
  const mostNode = child(node, 'maximumLatencyMs');
  const noHome = isAbsent(context, homeNode);
  const given = readSiteName(context, homeNode, places.sites);
  if (isAbsent(context, mostNode)) {
    if (noHome) return null;
    const expected = 'the most milliseconds from homeSite, since homeSite is given';
    context.fault({ path: mostNode.path, found: 'nothing', expected });
    return 'wrong';
  }
  if (noHome && isAbsent(context, child(node, 'dataSite'))) {
    const expected = 'the site of its users (or dataSite, which stands in for it), since maximumLatencyMs is given';
    context.fault({ path: homeNode.path, found: 'nothing', expected });
    return 'wrong';
  }
  const homeSite = noHome ? dataSite : given;
  const maximumMilliseconds = trustedValue(context, mostNode);
  return homeSite === null || maximumMilliseconds === null ? 'wrong' : { homeSite, maximumMilliseconds };
}

function readResidency(
  context: ReadContext,
  node: Node<readonly string[] | undefined>,
  places: Places,
): readonly string[] | null | 'wrong' {
  const nodes = items(node);
  const eachOnce = checkEachOnce(context, nodes, 'jurisdiction');
  const known = places.jurisdictions;
  const unknown = nodes.filter((one) => {
    const name = trustedValue(context, one);
    return name !== null && known !== null && !known.has(name);
  });
  for (const { path, value } of unknown) {
    context.fault({
      path,
      found: `the jurisdiction "${value}"`,
      ...oneOfKnown(value, [...(known ?? [])], 'jurisdiction'),
    });
  }
  const residency = soundOr<readonly string[], 'none'>(context, node, 'none');
  if (residency === null || !eachOnce || unknown.length > 0) return 'wrong';
  return residency === 'none' ? null : residency;
}
