import { type CarbonFront, type FrontPoint, inputDigest, type SchedulingProblem } from '../scheduling/index.ts';
import { ENGINE_VERSION } from '../version.ts';
import { csvText } from './csv.ts';

/** The front as files: its points, without the series of their plans. */

/** One row a point, from the cheapest to the least carbon. */
export function frontCsv({ points, currency, carbonSignal }: CarbonFront): string {
  const header = [
    'point',
    'share',
    'limitKg',
    'kg',
    'carbonSignal',
    'cost',
    'abatementPricePerKg',
    'currency',
    'status',
    'certifiedGap',
    'brokenPromises',
  ];
  const rows = points.map((point, k) => [
    k + 1,
    point.share,
    point.limitKg,
    point.kg,
    carbonSignal,
    point.objective,
    point.abatementPricePerKg,
    currency,
    point.plan.status,
    point.plan.certifiedGap ?? '',
    point.plan.brokenPromises.length,
  ]);
  return csvText([header, ...rows]);
}

export function frontJson(problem: SchedulingProblem, { points, currency, carbonSignal, withoutOptimum }: CarbonFront) {
  const missing =
    withoutOptimum === null
      ? null
      : {
          status: withoutOptimum.status,
          statusReason: withoutOptimum.statusReason,
          conflicts: withoutOptimum.conflicts,
        };
  return {
    name: problem.fleet.name,
    engineVersion: ENGINE_VERSION,
    inputDigest: inputDigest(problem),
    currency,
    carbonSignal,
    points: points.map(pointJson),
    missing,
  };
}

function pointJson({ plan, ...figures }: FrontPoint) {
  const { status, statusReason, certifiedGap, claimedGap, certificate, carbonHold, planDigest } = plan;
  const { costLines, emissions, offsets, brokenPromises } = plan;
  return {
    ...figures,
    status,
    statusReason,
    certifiedGap,
    claimedGap,
    certificate,
    carbonHold,
    emissions,
    offsets,
    costLines,
    brokenPromises,
    planDigest,
  };
}
