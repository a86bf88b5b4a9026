/**
 * The doors between the rooms of the house, as rules. The picture of it is in docs/architecture.md; the two change
 * together. A door is written here or it is shut: a room that this table does not know may neither import nor be
 * imported.
 */
import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser';

type Doors = {
  /** Rooms and files under src/ (or `@solver`) whose values and types may be imported. */
  to: string[];
  /** Files of which the types may be imported and nothing else. */
  typesOf?: string[];
};

const everything = ['.'];
const foundations = ['units', 'time', 'domain'];
const problemType = ['scheduling/problem.ts'];
const plans = [...foundations, 'billing', 'scheduling', 'verification', 'version.ts'];
const planning = [...plans, '@solver'];

const rooms: Record<string, Doors> = {
  units: { to: [] },
  tables: { to: [] },
  physics: { to: ['units'] },
  time: { to: ['units'] },
  domain: { to: ['units', 'time'] },
  scenario: { to: [...foundations, 'tables', 'physics'] },
  billing: { to: foundations },
  scheduling: { to: [...foundations, 'billing', 'version.ts', '@solver'] },
  verification: { to: [...foundations, 'billing'], typesOf: problemType },
  report: { to: [...foundations, 'billing', 'version.ts'], typesOf: problemType },
  bidding: { to: planning },
  rolling: { to: planning },
  feeds: { to: [...foundations, 'tables'] },
  ledger: { to: [...foundations, 'billing'], typesOf: problemType },
  access: { to: foundations },
  // A store implements ports that their users declare: it sees the shape of everything and calls none of it.
  store: {
    to: foundations,
    typesOf: ['scheduling/', 'rolling/', 'bidding/', 'ledger/', 'access/', 'jobs/', 'service/ports.ts'],
  },
  jobs: { to: [...planning, 'bidding', 'rolling'] },
  service: {
    to: [...plans, 'scenario', 'bidding', 'rolling', 'feeds', 'ledger', 'access', 'report', 'console'],
    typesOf: ['jobs/'],
  },
  benchmark: { to: [...planning, 'scenario'] },
  console: { to: [...foundations, 'report'] },
  cli: { to: everything },
};

/** Whole rooms end on a slash, so that `time` does not open `timetable`. */
const asPath = (door: string): string => {
  if (door === '@solver') return '^solver/index\\.ts$';
  if (door === '.') return '^(src/|solver/index\\.ts$|simulations/)';
  return `^src/${door.endsWith('.ts') || door.endsWith('/') ? door.replace('.', '\\.') : `${door}/`}`;
};

const roomRules = Object.entries(rooms).flatMap(([room, { to, typesOf = [] }]): IForbiddenRuleType[] => [
  {
    name: `doors-of-${room}`,
    comment: `src/${room} may import: ${[...to, ...typesOf.map((file) => `types of ${file}`)].join(', ') || 'nothing'}.`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: { path: '^(src|solver|simulations)/', pathNot: [`^src/${room}/`, ...[...to, ...typesOf].map(asPath)] },
  },
  ...(typesOf.length === 0
    ? []
    : [
        {
          name: `types-only-for-${room}`,
          comment: `src/${room} knows the shape of ${typesOf.join(', ')} and runs none of it.`,
          severity: 'error' as const,
          from: { path: `^src/${room}/` },
          to: { path: typesOf.map(asPath), pathNot: to.map(asPath), dependencyTypesNot: ['type-only' as const] },
        },
      ]),
]);

const knownRoom = `^src/(${Object.keys(rooms).join('|')})/`;

const roomsAsAWhole: IForbiddenRuleType[] = [
  {
    name: 'unknown-room-imports',
    comment: 'A folder of src that the table of doors does not know. Add it there and to docs/architecture.md.',
    severity: 'error',
    from: { path: '^src/[^/]+/', pathNot: knownRoom },
    to: {},
  },
  {
    name: 'unknown-room-imported',
    comment: 'A folder of src that the table of doors does not know. Add it there and to docs/architecture.md.',
    severity: 'error',
    from: {},
    to: { path: '^src/[^/]+/', pathNot: knownRoom },
  },
  {
    name: 'solver-stands-alone',
    comment: 'The solver knows numbers: no kW, no job, no clock.',
    severity: 'error',
    from: { path: '^solver/' },
    to: { path: '^(src|simulations|scripts|bin)/' },
  },
  {
    name: 'one-door-to-the-solver',
    comment: 'Import solver/index.ts; the rest of the room is its own affair (and that of its own tests).',
    severity: 'error',
    from: { pathNot: '^(solver|test/(solver|conformance))/' },
    to: { path: '^solver/', pathNot: '^solver/index\\.ts$' },
  },
  {
    name: 'replays-are-at-the-edge',
    comment: 'Of src, only the commands and the composition root know the simulations.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(cli/|app\\.ts$)' },
    to: { path: '^simulations/' },
  },
  {
    name: 'replays-serve-nobody',
    comment: 'Simulations plan, verify and judge. What shows or stores their results stands above them.',
    severity: 'error',
    from: { path: '^simulations/' },
    to: { path: '^src/(cli|service|console|store|access)/|^src/app\\.ts$' },
  },
  {
    name: 'no-tests-in-the-product',
    severity: 'error',
    from: { path: '^(src|solver|simulations|bin)/' },
    to: { path: '^(test|scripts)/' },
  },
  {
    name: 'no-cycles',
    comment: 'Two files that need each other, be it for types alone, are one thing or want a third.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
];

const insideScheduling: IForbiddenRuleType[] = [
  {
    name: 'parts-know-no-part',
    comment: 'Parts meet at buses and in couplings. Only parts/index.ts, the catalogue, names them all.',
    severity: 'error',
    from: { path: '^src/scheduling/parts/([^/.]+)', pathNot: '^src/scheduling/parts/index\\.ts$' },
    to: { path: '^src/scheduling/(parts|couplings)/', pathNot: '^src/scheduling/parts/$1[/.]' },
  },
  {
    name: 'couplings-know-no-part',
    comment: 'A coupling sees flows and offers, never the columns of a part.',
    severity: 'error',
    from: { path: '^src/scheduling/couplings/' },
    to: { path: '^src/scheduling/parts/' },
  },
  {
    name: 'the-program-bills-nothing',
    comment: 'Costs of the program come from its rows and columns; billing is what the plan is checked against.',
    severity: 'error',
    from: { path: '^src/scheduling/(parts|couplings|assemble)' },
    to: { path: '^src/billing/' },
  },
];

/** A package has one importer, or one set of files named after it, so that it can be replaced there. */
const soleImporter = (name: string, importer: string, files = importer.replaceAll('.', '\\.')): IForbiddenRuleType => ({
  name: `sole-importer-of-${name.replace('.', '-')}`,
  comment: `Only ${importer} imports ${name}.`,
  severity: 'error',
  from: { path: '^(src|solver|scripts|simulations|bin)/', pathNot: `^${files}$` },
  to: { path: `(^|/)node_modules/(@types/)?${name.replace('.', '\\.')}/` },
});

const packages: IForbiddenRuleType[] = [
  soleImporter('highs', 'solver/backends/highs*.ts', 'solver/backends/highs[-a-z]*\\.ts'),
  soleImporter('glpk.js', 'solver/backends/glpk.ts'),
  soleImporter('luxon', 'src/time/civil.ts'),
  {
    name: 'core-without-packages',
    comment: 'What plans and what proves is arithmetic on plain data.',
    severity: 'error',
    from: { path: '^src/(units|physics|domain|billing|scheduling|verification)/' },
    to: { path: '(^|/)node_modules/' },
  },
  {
    name: 'core-without-environment',
    comment:
      'No files, no process, no clock: everything comes in as an argument. Digests (node:crypto) are arithmetic.',
    severity: 'error',
    from: { path: '^src/(units|physics|time|domain|billing|scheduling|verification)/' },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
  },
  {
    name: 'solver-without-environment',
    comment: 'The solver may start worker threads, find their file and count the cores; nothing else of the machine.',
    severity: 'error',
    from: { path: '^solver/' },
    to: { dependencyTypes: ['core'], pathNot: '^(node:)?(worker_threads|url|os)$' },
  },
  {
    name: 'no-development-dependency',
    comment: 'What ships may import what package.json lists as a dependency (GLPK, an optional peer, apart).',
    severity: 'error',
    from: { path: '^(src|solver|simulations|bin)/' },
    to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '(^|/)node_modules/(glpk\\.js|@types)/' },
  },
  {
    name: 'everything-resolves',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

const config: IConfiguration = {
  forbidden: [...roomRules, ...roomsAsAWhole, ...insideScheduling, ...packages],
  options: {
    // Imports of types are imports: without this they are gone before the rules are asked.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: '(^|/)node_modules/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};

export default config;
