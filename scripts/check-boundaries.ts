/**
 * Checks who imports whom against dependency-cruiser.config.ts: `node scripts/check-boundaries.ts [root]`.
 * Exit code 0: all doors kept; 1: a wrong door, or too little seen for the answer to mean anything.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cruise, type ICruiseResult, type IModule, type IViolation } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import config from '../dependency-cruiser.config.ts';

/**
 * The project is larger than this. A parser that cannot read TypeScript finds no module, or modules without imports,
 * and then no wrong door either: that has to be red. Raise the figures as the project grows.
 */
const MINIMUM_MODULE_COUNT = 180;
const MINIMUM_IMPORT_COUNT = 800;

const isOwn = (module: IModule): boolean => /^(solver|src|simulations|scripts|test)\/.*\.ts$/.test(module.source);

const describeViolation = (violation: IViolation): string => {
  const rule = config.forbidden?.find((candidate) => candidate.name === violation.rule.name);
  const circle = violation.cycle?.map((step) => step.name).join(' -> ');
  return [
    `${violation.from} -> ${circle ?? violation.to}`,
    `    ${violation.rule.name}${rule?.comment ? `: ${rule.comment}` : ''}`,
  ].join('\n');
};

const tooLittleSeen = (moduleCount: number, importCount: number): string[] => [
  ...(moduleCount < MINIMUM_MODULE_COUNT
    ? [`Only ${moduleCount} modules were seen; at least ${MINIMUM_MODULE_COUNT} are expected. Was TypeScript read?`]
    : []),
  ...(importCount < MINIMUM_IMPORT_COUNT
    ? [`Only ${importCount} imports were seen; at least ${MINIMUM_IMPORT_COUNT} are expected. Was TypeScript read?`]
    : []),
];

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
process.chdir(root);
const folders = ['solver', 'src', 'simulations', 'scripts', 'test'].filter((folder) => existsSync(folder));
const { output } = await cruise(
  folders,
  { ...config.options, ruleSet: { forbidden: config.forbidden ?? [] }, validate: true, baseDir: root },
  config.options?.enhancedResolveOptions,
  { tsConfig: extractTSConfig(join(root, 'tsconfig.json')) },
);
if (typeof output === 'string') throw new Error(`dependency-cruiser answered with text, not with a result: ${output}`);

const result: ICruiseResult = output;
const own = result.modules.filter(isOwn);
const importCount = own.reduce((count, module) => count + module.dependencies.length, 0);
const complaints = [...result.summary.violations.map(describeViolation), ...tooLittleSeen(own.length, importCount)];
for (const complaint of complaints) console.error(complaint);
console.log(`${own.length} modules, ${importCount} imports, ${complaints.length} of them refused`);
if (complaints.length > 0) process.exitCode = 1;
