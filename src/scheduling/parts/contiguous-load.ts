import type { Column, LpBuilder, Row } from '../../../solver/index.ts';
import type { OperatingPoint, Site } from '../../domain/fleet.ts';
import type { ComputeJob } from '../../domain/job.ts';
import type { Timeline } from '../../time/timeline.ts';
import { computeBus, heldBus, linkBus } from '../buses.ts';
import { type ContiguousRun, contiguousRuns, maySkipHorizon } from '../contiguous-run.ts';
import { readJob } from '../job-report.ts';
import { jobCost, workPrice, workPromise } from '../job-terms.ts';
import { type JobPlace, jobPlaces, largestSpeed } from '../job-window.ts';
import type { Bus, CostLine, Flow, LpSolution, Part, Preference, StartOption, WholeJob } from '../part.ts';
import { CLEARANCE, hoursUntilMiddle } from '../slots.ts';

/** A start column with its place in full. */
interface Start extends StartOption {
  readonly point: OperatingPoint;
}

interface Member extends WholeJob {
  readonly starts: readonly Start[];
  readonly row: Row;
}

/** Slots of all starts together up to which sums are written out. */
const MOST_WRITTEN_OUT = 300_000;

/**
 * All contiguous work of one pool class. `start[j, s, k]` is how many units of job j start in slot k at site s:
 *
 *   sum over sites, points and slots of start + leftover + unserved = units        (the job runs once)
 *   running[t] = sum over k of share[t - k] x start[j, s, k]
 *
 * where share[i] is the part of its i-th slot that a run is busy. Units that a run holds without working, in the
 * slots that it fills in part, and the data that move meanwhile are summed the same way. Small programs write the
 * sums out, which the simplex likes four times better; large ones keep them as changes from slot to slot: a start
 * then has four coefficients however long the run, memory holds them, and an interior point likes them best of all.
 */
export function contiguousLoad(
  jobs: readonly ComputeJob[],
  sites: readonly Site[],
  mostWrittenOut = MOST_WRITTEN_OUT,
): Part {
  return (lp, timeline) => {
    const members = jobs.map((job) => addMember(lp, timeline, job, jobPlaces(job, sites)));
    const touched = members.flatMap(({ starts }) => starts).reduce((sum, { run }) => sum + run.shareBusy.length, 0);
    const asChanges = touched > mostWrittenOut;
    const sums = makeRunningSums(lp, timeline, asChanges);
    for (const { job, starts } of members) {
      for (const start of starts) addToSums(sums, job, start);
    }
    return {
      flows: sums.flows(),
      costs: members.flatMap(costsOf),
      promises: members.map(({ job, units, unserved }) => workPromise(job, unserved, job.work / units)),
      preferences: members.map((member) => earlier(member, timeline)),
      limits: members.map(({ job, units, row }) => workPrice(job, row, job.work / units)),
      wholeJobs: members,
      ...(asChanges && { method: 'interiorPoint' as const }),
      read: (solution) => ({ jobs: members.map((member) => readMember(member, timeline, solution)) }),
    };
  };
}

function addMember(lp: LpBuilder, timeline: Timeline, job: ComputeJob, places: readonly JobPlace[]): Member {
  const units = job.maximumUnits;
  const row = lp.addRow(`job ${job.id} runs once`, units, units);
  const add = (column: Column): Column => {
    lp.addTerm(row, column, 1);
    return column;
  };
  const starts = places.flatMap(({ site, pool }) =>
    pool.operatingPoints.flatMap((point) =>
      contiguousRuns(job, timeline, point.speed)
        .filter((run) => fits(run, units, pool.unitsAvailable))
        .map(
          (run): Start => ({
            column: add(lp.addColumn(`job ${job.id} starts at ${site.id} ${point.id}`, 0, units + CLEARANCE)),
            site: site.id,
            run,
            point,
            extraKwPerUnit: point.kwPerUnit - pool.idleKwPerUnit,
            transfer: transferOf(job, site.id, point.speed),
          }),
        ),
    ),
  );
  const skips = maySkipHorizon(job, timeline, largestSpeed(places));
  const leftover = skips ? add(lp.addColumn(`job ${job.id} left over`, 0, units + CLEARANCE)) : null;
  const unserved = add(lp.addColumn(`job ${job.id} unserved`, 0, units + CLEARANCE));
  return { job, units, starts, leftover, unserved, row };
}

/** Whether the pool is large enough for the run even without other work: a part of a job cannot run. */
function fits({ firstSlot, shareBusy }: ContiguousRun, units: number, available: Float64Array): boolean {
  return shareBusy.every((_, k) => available[firstSlot + k] >= units * (1 - ROUNDING));
}

const ROUNDING = 1e-9;

function transferOf({ data }: ComputeJob, site: string, speed: number): StartOption['transfer'] {
  if (data === null || data.site === site) return null;
  return { from: data.site, gigabytesPerHour: data.gigabytesPerUnitHour * speed };
}

/** Sums of runs by bus and slot, each written out or, `asChanges`, kept as a level that starts and ends change. */
function makeRunningSums(lp: LpBuilder, timeline: Timeline, asChanges: boolean) {
  const { slotCount } = timeline;
  const levels = new Map<
    string,
    { bus: Bus; terms: { slot: number; column: Column; amount: number }[]; largest: number }
  >();
  return {
    /** Adds `amountPerUnit x profile[i]` in slot firstSlot + i for each unit of the column. */
    add(
      bus: Bus,
      column: Column,
      firstSlot: number,
      profile: Float64Array,
      amountPerUnit: number,
      units: number,
    ): void {
      const level = levels.get(bus.key) ?? { bus, terms: [], largest: 0 };
      levels.set(bus.key, level);
      level.largest += amountPerUnit * units;
      let before = 0;
      for (let i = 0; i <= profile.length; i += 1) {
        const value = i < profile.length ? profile[i] : 0;
        const slot = firstSlot + i;
        const change = asChanges ? value - before : value;
        if (slot < slotCount && Math.abs(change) > ROUNDING) {
          level.terms.push({ slot, column, amount: change * amountPerUnit });
        }
        before = value;
      }
    },
    /** Writes the levels as columns and rows; each is taken from its bus. */
    flows(): Flow[] {
      return [...levels.values()].map(({ bus, terms, largest }) => {
        const name = `contiguous work on ${bus.component ?? bus.kind} at ${bus.site}`;
        const columns = Array.from({ length: slotCount }, () => lp.addColumn(name, 0, largest));
        const rows = columns.map((column, t) => {
          const row = lp.addRow(name, 0, 0);
          lp.addTerm(row, column, 1);
          if (asChanges && t > 0) lp.addTerm(row, columns[t - 1], -1);
          return row;
        });
        for (const { slot, column, amount } of terms) lp.addTerm(rows[slot], column, -amount);
        return { bus, run: { firstSlot: 0, columns }, coefficient: -1 };
      });
    },
  };
}

function addToSums(sums: ReturnType<typeof makeRunningSums>, job: ComputeJob, start: Start): void {
  const { column, site, point, transfer, run } = start;
  const { firstSlot, shareBusy } = run;
  const units = job.maximumUnits;
  sums.add(computeBus(site, job.pool, point.id), column, firstSlot, shareBusy, 1, units);
  const held = shareBusy.map((share) => 1 - share);
  if (held.some((share) => share > ROUNDING)) sums.add(heldBus(site, job.pool), column, firstSlot, held, 1, units);
  if (transfer === null) return;
  sums.add(linkBus(transfer.from, site), column, firstSlot, shareBusy, transfer.gigabytesPerHour, units);
}

/** Late completion, the rest of a run that crosses the horizon's end, work left for later and work never done. */
function costsOf({ job, units, starts, leftover, unserved }: Member): CostLine[] {
  const { deadlinePolicy, leftoverPricePerUnitHour, unservedPricePerUnitHour, work } = job;
  const unitHours = work / units;
  const lines = [jobCost('unservedWork', unserved, unservedPricePerUnitHour * unitHours)];
  if (leftover !== null) lines.push(jobCost('leftoverWork', leftover, leftoverPricePerUnitHour * unitHours));
  const crossing = starts.filter(({ run }) => run.shareDone < 1);
  if (crossing.length > 0) {
    lines.push({
      ...jobCost('leftoverWork', crossing[0].column, 0),
      columns: crossing.map(({ column }) => column),
      coefficients: Float64Array.from(
        crossing,
        ({ run }) => leftoverPricePerUnitHour * unitHours * (1 - run.shareDone),
      ),
    });
  }
  const late = deadlinePolicy.kind === 'priced' ? starts.filter(({ run }) => run.hoursLate > 0) : [];
  if (deadlinePolicy.kind === 'priced' && late.length > 0) {
    lines.push({
      ...jobCost('lateness', late[0].column, 0),
      columns: late.map(({ column }) => column),
      coefficients: Float64Array.from(late, ({ run }) => (deadlinePolicy.pricePerHourLate * run.hoursLate) / units),
    });
  }
  return lines;
}

/** The time of each unit-hour, weighted by its power: earlier starts among equal ones. */
function earlier({ starts }: Member, timeline: Timeline): Preference {
  const weights = Float64Array.from(starts, ({ run, point }) =>
    run.shareBusy.reduce((sum, share, k) => {
      const slot = run.firstSlot + k;
      return sum + point.kwPerUnit * share * timeline.hours[slot] * hoursUntilMiddle(timeline, slot);
    }, 0),
  );
  return { kind: 'least', columns: starts.map(({ column }) => column), weights };
}

/** The way that the job takes: the largest of its columns, which in a plan is the only one. */
function readMember({ job, units, starts, leftover, unserved }: Member, timeline: Timeline, solution: LpSolution) {
  const most = starts.reduce<Start | null>(
    (best, start) => (best === null || solution.value(start.column) > solution.value(best.column) ? start : best),
    null,
  );
  const left = leftover === null ? 0 : solution.value(leftover);
  const runs = most !== null && solution.value(most.column) > Math.max(left, solution.value(unserved));
  const skipped = !runs && left > solution.value(unserved);
  return readJob(job, timeline, {
    runs: runs ? [runFigures(most, units)] : [],
    leftoverUnitHours: runs ? job.work * (1 - most.run.shareDone) : skipped ? job.work : 0,
    unservedUnitHours: runs || skipped ? 0 : job.work,
  });
}

function runFigures({ site, point, run }: Start, units: number) {
  return {
    site,
    operatingPoint: point.id,
    speed: point.speed,
    firstSlot: run.firstSlot,
    activeUnits: Array.from(run.shareBusy, (share) => share * units),
  };
}
