import { resolve } from 'node:path';
import { formatNumber } from '../report/text.ts';
import { inputDigest, type Plan, planDigest } from '../scheduling/index.ts';
import { verifyPlan } from '../verification/index.ts';
import { ENGINE_VERSION } from '../version.ts';
import type { Arguments, Command } from './arguments.ts';
import { type CommandIo, exitCodes } from './io.ts';
import { readPlanFile } from './plan-file.ts';
import { readProblem } from './scenario-file.ts';
import { plain } from './text.ts';

export const checkCommand: Command = {
  name: 'check',
  summary: 'Verifies a plan against its scenario without any solver.',
  details: [
    'Replays the plan by arithmetic alone and prints one line for every broken rule, then how much was checked. The exit code is 1 when a rule is broken, 0 when none is.',
  ],
  positionals: [
    { name: 'scenario', description: 'scenario file that the plan was made from' },
    { name: 'plan.json', description: 'plan as written by wattshift plan' },
  ],
  options: {},
  run: runCheck,
};

async function runCheck(args: Arguments, io: CommandIo): Promise<number> {
  const [scenarioPath, planPath] = args.positionals;
  const problem = await readProblem(scenarioPath, io);
  const plan = await readPlanFile(resolve(io.cwd, planPath), planPath);
  const report = verifyPlan(problem, plan, { expectedInputDigest: inputDigest(problem) });
  const lines = [
    ...engineLine(plan),
    ...digestLine(plan),
    ...report.violations.map(({ rule, message }) => `${rule}: ${message}`),
  ];
  for (const line of lines) io.stdout.write(`${plain(line)}\n`);
  // The digest of the plan is checked here, on top of what verification counts.
  const checked = `${formatNumber(report.checkedRules + 1)} checks`;
  const verdict =
    lines.length === 0 ? `sound: ${checked}, none failed` : `not sound: ${checked}, ${lines.length} failed`;
  io.stdout.write(`${plain(planPath)} is ${verdict}\n`);
  return lines.length === 0 ? exitCodes.done : exitCodes.no;
}

/** The input digest names the engine, so that of another engine cannot match: say why. */
function engineLine(plan: Plan): string[] {
  if (plan.engineVersion === ENGINE_VERSION) return [];
  return [
    `engineVersion: the plan was made by engine ${plan.engineVersion}, this is ${ENGINE_VERSION}: its input digest cannot be confirmed; plan again`,
  ];
}

function digestLine(plan: Plan): string[] {
  const digest = planDigest(plan);
  if (digest === plan.planDigest) return [];
  return [
    `planDigest: the plan says ${plan.planDigest}, its content gives ${digest}: it was changed after it was made`,
  ];
}
