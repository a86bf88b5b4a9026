import type { Fleet } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Plan } from '../../domain/plan.ts';
import { timelineStart } from '../../time/timeline.ts';
import { type JobPlace, jobPlaces } from '../job-window.ts';
import { type Binding, type LinkBinding, mostSaving, mostSavingFirst, type PlaceBinding } from './binding.ts';
import { limitPrice, SAME_PRICE } from './prices.ts';
import { type StartOption, startOptions } from './start-options.ts';
import { placesElsewhere } from './work-cost.ts';

/**
 * What keeps a job that runs once from being cheaper; savings are shared out over its unit-hours. `options`: the
 * starts that it may have; `takenCost`: money for the whole job as it is planned.
 */
export function contiguousBindings(
  fleet: Fleet,
  plan: Plan,
  job: ComputeJob,
  options: readonly StartOption[],
  takenCost: number,
): Binding[] {
  const places = jobPlaces(job, fleet.sites);
  const startsOn = (terms: Partial<ComputeJob>, at: readonly JobPlace[]) =>
    at.flatMap((place) => startOptions(fleet, plan, { ...job, ...terms }, place));
  const note = (kind: PlaceBinding['kind'], others: readonly StartOption[]) =>
    mostSaving(
      others.map(({ site, run, cost }) => {
        const savingPerUnitHour = (takenCost - cost.total) / job.work;
        return { kind, site, slot: run.firstSlot, savingPerUnitHour };
      }),
    );
  const early = startsOn({ earliestStart: timelineStart(fleet.timeline) }, places);
  // A run that crosses the end of the horizon costs less there than it will, so none is asked for.
  const late = startsOn({ deadlinePolicy: { kind: 'bestEffort' } }, places).filter(({ run }) => run.shareDone === 1);
  const isHard = job.deadlinePolicy.kind === 'hard';
  return mostSavingFirst([
    ...fullPools(options, takenCost),
    ...fullLinks(fleet, plan, job, options, takenCost),
    ...note(
      'earliestStart',
      early.filter(({ startsAt }) => startsAt < job.earliestStart),
    ),
    ...note(
      'deadline',
      late.filter(({ endsAt }) => isHard && endsAt > job.deadline),
    ),
    ...note('sites', startsOn({}, placesElsewhere(fleet, job))),
  ]);
}

/** Where a start pays for a full pool, and would without be no dearer than what is planned. */
function fullPools(options: readonly StartOption[], takenCost: number): Binding[] {
  const candidates = options
    .filter(({ cost }) => cost.total - cost.pool <= takenCost + SAME_PRICE)
    .flatMap(({ site, point, run, hourly }) =>
      hourly.map(
        ({ pool }, k): PlaceBinding => ({
          kind: 'poolCapacity',
          site,
          slot: run.firstSlot + k,
          savingPerUnitHour: pool / point.speed,
        }),
      ),
    );
  return mostSaving(candidates);
}

/** The same with the link that brings its data. */
function fullLinks(
  fleet: Fleet,
  plan: Plan,
  job: ComputeJob,
  options: readonly StartOption[],
  takenCost: number,
): Binding[] {
  const { data } = job;
  if (data === null) return [];
  const { hours } = fleet.timeline;
  const paid = ({ run, hourly }: StartOption) =>
    hourly.reduce((sum, { linkCapacity }, k) => {
      return sum + job.maximumUnits * run.shareBusy[k] * hours[run.firstSlot + k] * linkCapacity;
    }, 0);
  const candidates = options
    .filter((option) => option.cost.total - paid(option) <= takenCost + SAME_PRICE)
    .flatMap(({ site, point, run, hourly }) =>
      hourly.map(({ linkCapacity }, k): LinkBinding => {
        const slot = run.firstSlot + k;
        const pricePerGigabyte = limitPrice(plan, 'linkCapacity', site, data.site, slot);
        const savingPerUnitHour = linkCapacity / point.speed;
        return { kind: 'linkCapacity', site, slot, from: data.site, pricePerGigabyte, savingPerUnitHour };
      }),
    );
  return mostSaving(candidates);
}
