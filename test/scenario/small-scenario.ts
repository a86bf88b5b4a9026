import type { Fleet } from '../../src/domain/fleet.ts';
import { formatProblems, readScenario, type ScenarioOrigin, type ScenarioProblem } from '../../src/scenario/index.ts';

/** A scenario as people write it, open to any mistake a test wants to make. */
export type Loose = Record<string, unknown>;

export const ORIGIN: ScenarioOrigin = { file: 'small.yaml', directory: '/nowhere' };

/** Four hours at one site with one of everything; `change` may alter the copy it is given. */
export function smallScenario(change: (scenario: SmallScenario) => void = () => {}): SmallScenario {
  const scenario: SmallScenario = {
    wattshift: 1,
    name: 'small',
    timeline: { start: '2026-06-01T00:00+08:00', end: '2026-06-01T04:00+08:00', slotMinutes: 60 },
    currency: 'CNY',
    sites: [
      {
        id: 'hohhot',
        timeZone: 'Asia/Shanghai',
        grid: { marketZone: 'west', importLimitKw: 1000, importPrice: [0.2, 0.3, 0.4, 0.5], carbon: 600 },
        compute: { baseLoadKw: 100, pools: [{ id: 'gpu', unitCount: 80, idleKwPerUnit: 0.1, busyKwPerUnit: 0.7 }] },
        batteries: [
          {
            id: 'container',
            energyCapacityKwh: 200,
            minimumEnergyKwh: 20,
            initialEnergyKwh: 100,
            chargeLimitKw: 50,
            dischargeLimitKw: 60,
            chargeEfficiency: 0.95,
            dischargeEfficiency: 0.9,
          },
        ],
        renewables: [{ id: 'roof', kind: 'pv', availableKw: [0, 1, 2, 3] }],
      },
    ],
    jobs: [{ id: 'train', pool: 'gpu', units: 40, hours: 2, deadline: '2026-06-01T03:00+08:00' }],
  };
  change(scenario);
  return scenario;
}

export interface SmallScenario extends Loose {
  timeline: Loose;
  sites: [SmallSite, ...SmallSite[]];
  jobs: Loose[];
}

export interface SmallSite extends Loose {
  grid: Loose;
  compute: Loose & { pools: [Loose, ...Loose[]] };
  batteries: [Loose, ...Loose[]];
  renewables: [Loose, ...Loose[]];
}

/** The fleet, or the problems as the error of the test. */
export function fleetOf(scenario: unknown, origin: Partial<ScenarioOrigin> = {}): Fleet {
  const result = readScenario(scenario, { ...ORIGIN, ...origin });
  if (result.kind === 'ok') return result.fleet;
  throw new Error(formatProblems(result.problems));
}

/** The problems; none where the scenario is sound. */
export function problemsOf(scenario: unknown, origin: Partial<ScenarioOrigin> = {}): readonly ScenarioProblem[] {
  const result = readScenario(scenario, { ...ORIGIN, ...origin });
  return result.kind === 'ok' ? [] : result.problems;
}

/** The only problem, as `path: found X, expected Y (hint)`. */
export function onlyProblem(scenario: unknown, origin: Partial<ScenarioOrigin> = {}): string {
  const problems = problemsOf(scenario, origin);
  if (problems.length !== 1) throw new Error(`${problems.length} problems:\n${formatProblems(problems)}`);
  return formatProblems(problems).replace(/^small\.yaml: /, '');
}
