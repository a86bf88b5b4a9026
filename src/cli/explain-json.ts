import type { Fleet } from '../domain/fleet.ts';
import type { Binding, JobExplanation, Stretch, Way } from '../scheduling/explain/index.ts';
import type { Plan } from '../scheduling/index.ts';
import { formatUtc } from '../time/timeline.ts';

/**
 * The explanation of a job for programs: money in the currency of the plan, times in UTC. `explanation` is null for a
 * plan that gives no orders; what needs shadow prices is null or empty for a plan without them.
 */
export function jobJson(fleet: Fleet, plan: Plan, job: string, explanation: JobExplanation | null): object {
  const { status, statusReason, currency } = plan;
  return {
    job,
    status,
    statusReason,
    currency,
    explanation: explanation === null ? null : explanationJson(fleet, explanation),
  };
}

function explanationJson(fleet: Fleet, explanation: JobExplanation): object {
  const { edges } = fleet.timeline;
  const { kind, planned, costShares, closedSites } = explanation;
  const { allocations: _, directives: __, ...outcome } = planned;
  const binding = explanation.binding.map((one: Binding) => ({ ...one, at: formatUtc(edges[one.slot]) }));
  const rest = { costShares, binding, closedSites };
  const span = <S extends Stretch>(stretch: S) => ({
    ...stretch,
    start: formatUtc(edges[stretch.fromSlot]),
    end: formatUtc(edges[stretch.toSlot]),
  });
  if (explanation.kind === 'contiguous') {
    const { taken, alternatives } = explanation;
    const others = alternatives.map(({ way, ...other }) => ({ ...wayJson(way), ...other }));
    return { kind, outcome, taken: wayJson(taken), alternatives: others, ...rest };
  }
  const { pricePerUnitHour, running, alternatives } = explanation;
  return { kind, outcome, pricePerUnitHour, running: running.map(span), alternatives: alternatives.map(span), ...rest };
}

function wayJson(way: Way): object {
  if (way.kind !== 'run') return { kind: way.kind, cost: way.cost };
  const { kind, site, operatingPoint, startsAt, endsAt, cost } = way;
  return { kind, site, operatingPoint, start: formatUtc(startsAt), end: formatUtc(endsAt), cost };
}
