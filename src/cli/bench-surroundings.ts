import type { CaseSurroundings } from '../benchmark/index.ts';
import { quotaCurvesCsv, setpointsCsv } from './csv.ts';
import { writeOutputFiles } from './output-files.ts';
import { readableJson } from './plan-json.ts';

/** What a case writes with: the files of `plan --out` but the report, whose charts are no part of planning. */
export function benchSurroundings({ onProgress, signal }: Omit<CaseSurroundings, 'writePlan'>): CaseSurroundings {
  return {
    onProgress,
    ...(signal === undefined ? {} : { signal }),
    writePlan: (directory, problem, plan) =>
      writeOutputFiles(directory, [
        { name: 'quota-curves.csv', text: quotaCurvesCsv(problem.fleet, plan) },
        { name: 'setpoints.csv', text: setpointsCsv(problem.fleet, plan) },
        { name: 'plan.json', text: `${readableJson(plan)}\n` },
      ]),
  };
}
