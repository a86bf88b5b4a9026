import { resolve } from 'node:path';
import type { Fleet } from '../domain/fleet.ts';
import { hasOrders } from '../report/text.ts';
import { explainJob, explainPlan, explainSlot } from '../scheduling/explain/index.ts';
import { inputDigest } from '../scheduling/index.ts';
import { parseInstant } from '../time/civil.ts';
import { formatUtc, type Instant, slotAt, timelineEnd, timelineStart } from '../time/timeline.ts';
import type { Arguments, Command } from './arguments.ts';
import { jobText } from './explain-job-text.ts';
import { jobJson } from './explain-json.ts';
import { noOrdersText, planText } from './explain-plan-text.ts';
import { slotText } from './explain-slot-text.ts';
import { type CommandIo, exitCodes, InputError } from './io.ts';
import { didYouMean } from './nearest.ts';
import { readPlanFile } from './plan-file.ts';
import { readableJson } from './plan-json.ts';
import { readProblem } from './scenario-file.ts';
import { plain } from './text.ts';

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Says why a plan is as it is: what binds, what it costs, what else would cost.',
  details: [
    'Without an option: the whole plan. With --job: where a job runs, what a unit-hour costs there, and what other places would cost. With --slot: what electricity is worth at each site at that time, and why. All prices are those of the plan and hold for small changes.',
  ],
  positionals: [
    { name: 'scenario', description: 'scenario file that the plan was made from' },
    { name: 'plan.json', description: 'plan as written by wattshift plan' },
  ],
  options: {
    json: { description: 'print the explanation of --job as JSON on stdout and nothing else there' },
    job: { valueName: 'ID', description: 'explain one job' },
    slot: {
      valueName: 'T',
      description: 'explain one slot: a time such as 2026-06-01T08:00+08:00, or its number from 0',
    },
  },
  run: runExplain,
};

async function runExplain(args: Arguments, io: CommandIo): Promise<number> {
  const [scenarioPath, planPath] = args.positionals;
  const problem = await readProblem(scenarioPath, io);
  const plan = await readPlanFile(resolve(io.cwd, planPath), planPath);
  if (plan.inputDigest !== inputDigest(problem)) {
    throw new InputError(
      `${plain(planPath)}: was not made from ${plain(scenarioPath)} as it is now by this version: run wattshift plan again`,
    );
  }
  const jobId = args.value('job');
  const slotName = args.value('slot');
  if (args.has('json')) {
    if (jobId === undefined || slotName !== undefined) throw new InputError('--json: goes with --job, without --slot');
    if (!problem.fleet.jobs.some(({ id }) => id === jobId)) throw unknownJob(jobId, problem.fleet);
    const explanation = hasOrders(plan) ? explainJob(problem, plan, jobId) : null;
    io.stdout.write(`${readableJson(jobJson(problem.fleet, plan, jobId, explanation))}\n`);
    return exitCodes.done;
  }
  if (!hasOrders(plan)) {
    // A name that is wrong is told all the same.
    if (jobId !== undefined && !problem.fleet.jobs.some(({ id }) => id === jobId))
      throw unknownJob(jobId, problem.fleet);
    if (slotName !== undefined) slotNamed(slotName, problem.fleet);
    io.stdout.write(noOrdersText(problem.fleet, plan, io.columns));
    return exitCodes.done;
  }
  const texts: string[] = [];
  if (jobId !== undefined) {
    const explanation = explainJob(problem, plan, jobId);
    if (explanation === null) throw unknownJob(jobId, problem.fleet);
    texts.push(jobText(problem.fleet, plan, explanation, io.columns));
  }
  if (slotName !== undefined) {
    const slot = slotNamed(slotName, problem.fleet);
    texts.push(slotText(problem.fleet, plan, explainSlot(problem, plan, slot), io.columns));
  }
  if (texts.length === 0) texts.push(planText(problem.fleet, plan, explainPlan(problem, plan), io.columns));
  io.stdout.write(texts.join('\n'));
  return exitCodes.done;
}

function unknownJob(id: string, fleet: Fleet): InputError {
  const ids = fleet.jobs.map((job) => job.id);
  const near = didYouMean(id, ids);
  const known = near !== '' || ids.length === 0 ? near : ` It has ${ids.length}, such as "${ids[0]}".`;
  return new InputError(plain(`--job: the scenario has no job "${id}".${known}`));
}

/** A slot by its number or by a time in it; a time without an offset is that of the sites, where they agree. */
function slotNamed(name: string, fleet: Fleet): number {
  const { timeline } = fleet;
  const range = `${formatUtc(timelineStart(timeline))} to ${formatUtc(timelineEnd(timeline))}`;
  if (/^\d+$/.test(name)) {
    const slot = Number(name);
    if (slot < timeline.slotCount) return slot;
    throw new InputError(
      `--slot: ${name} is not one of the ${timeline.slotCount} slots, 0 to ${timeline.slotCount - 1}`,
    );
  }
  const slot = slotAt(timeline, instantNamed(name, fleet));
  if (slot === -1) throw new InputError(plain(`--slot: ${name} lies outside the plan, which covers ${range}`));
  return slot;
}

function instantNamed(name: string, fleet: Fleet): Instant {
  const zones = new Set(fleet.sites.map((site) => site.timeZone));
  const zone = zones.size === 1 ? [...zones][0] : undefined;
  const parsed = parseInstant(name, zone);
  const problem = (what: string) => new InputError(plain(`--slot: ${name} ${what}`));
  switch (parsed.kind) {
    case 'ok':
      return parsed.at;
    case 'doubled':
      throw problem(`comes twice in ${zone}: ${formatUtc(parsed.first)} or ${formatUtc(parsed.second)}?`);
    case 'skipped':
      throw problem(`does not exist in ${zone}: the clock is put forward over it`);
    case 'withoutOffset':
      throw problem('needs an offset, such as +08:00 or Z: the sites are in several time zones');
    default:
      throw problem('is neither a time such as 2026-06-01T08:00+08:00 nor the number of a slot');
  }
}
