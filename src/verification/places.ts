import type { Fleet, Link } from '../domain/fleet.ts';
import type { ComputeJob } from '../domain/job.ts';
import type { Checks, Place } from './checks.ts';
import type { PlanFigures } from './figures.ts';

/** Law, distance and data of each place that a job runs at, from the fleet itself and not from the job's list of sites. */
export function checkPlaces(checks: Checks, { fleet, jobs }: PlanFigures): void {
  for (const { job, placements } of jobs) {
    for (const site of new Set(placements.map(({ allocation }) => allocation.site))) {
      const place = { site, subject: `job ${job.id}` };
      checkResidency(checks, fleet, job, place);
      checkLatency(checks, fleet, job, place);
      checkDataPath(checks, fleet, job, place);
    }
  }
}

type PlaceOfJob = Place & { readonly site: string };

function checkResidency(checks: Checks, fleet: Fleet, { residency }: ComputeJob, place: PlaceOfJob): void {
  if (residency === null) return;
  const held = fleet.sites.find(({ id }) => id === place.site)?.jurisdictions ?? [];
  checks.holds(
    'jobResidency',
    place,
    residency.some((jurisdiction) => held.includes(jurisdiction)),
    `runs under ${listed(held)}, but may run under ${listed(residency)} only.`,
  );
}

function checkLatency(checks: Checks, fleet: Fleet, { latency }: ComputeJob, place: PlaceOfJob): void {
  if (latency === null) return;
  const { homeSite, maximumMilliseconds } = latency;
  const found = homeSite === place.site ? 0 : (linkBetween(fleet, homeSite, place.site)?.latencyMilliseconds ?? null);
  checks.holds(
    'jobLatency',
    place,
    found !== null && found <= maximumMilliseconds,
    `is ${found === null ? 'an unknown number of' : found} ms from ${homeSite}, expected at most ${maximumMilliseconds} ms.`,
  );
}

function checkDataPath(checks: Checks, fleet: Fleet, { data }: ComputeJob, place: PlaceOfJob): void {
  if (data === null) return;
  checks.holds(
    'dataPath',
    place,
    data.site === place.site || linkBetween(fleet, data.site, place.site) !== undefined,
    `runs there, but its data lie at ${data.site}, and no link leads from there.`,
  );
}

function linkBetween(fleet: Fleet, from: string, to: string): Link | undefined {
  return fleet.links.find((link) => link.from === from && link.to === to);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'no known law' : names.join(', ');
}
