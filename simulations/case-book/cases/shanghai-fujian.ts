import type { JobSource, ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import { bySlot, clockFrom, within } from '../calendar.ts';
import type { Case, CasePlans } from '../case.ts';
import { importKw } from '../read-plan.ts';

const ACCELERATORS = 100;
const TASKS = 4;
const clock = clockFrom('2025-07-04', 8, 3, 5);
/** The signal, hours after the start. */
const CALL = { from: 1, to: 2 };

/** Rated power of a server with eight accelerators of the class of 2020; training draws 82 % of such a rating. */
const SERVER_KW = 6.5;
const BUSY_SHARE = 8.4 / 10.2;
const BUSY_KW = (SERVER_KW * BUSY_SHARE) / 8;
/** By which the power of a machine fell when its tasks left, in the test between Shanghai and Shiyan. */
const FALL = 0.75;

function tasks(sites: string[]): JobSource[] {
  return Array.from({ length: TASKS }, (_, index) => ({
    id: `task-${index + 1}`,
    pool: 'accelerator',
    units: ACCELERATORS / TASKS,
    hours: 3,
    shape: 'divisible' as const,
    deadline: clock.at(3),
    sites,
    dataSite: 'shanghai',
    dataGigabytes: 600,
  }));
}

function scenario(away: string | null): ScenarioSource {
  const accelerators = {
    id: 'accelerator',
    unitCount: ACCELERATORS,
    idleKwPerUnit: Number(((1 - FALL) * BUSY_KW).toFixed(5)),
    busyKwPerUnit: Number(BUSY_KW.toFixed(5)),
  };
  const place = (id: string, marketZone: string, importPrice: number | number[]) => ({
    id,
    timeZone: 'Asia/Shanghai',
    grid: { marketZone, importLimitKw: 1_000, importPrice },
    compute: { pools: [accelerators] },
  });
  const called = bySlot(clock, (hours) => 0.7 + (within(hours, CALL.from, CALL.to) ? 3 : 0));
  return {
    wattshift: 1,
    name: away === null ? 'shanghai alone' : `shanghai-${away}`,
    timeline: clock.timeline,
    currency: 'CNY',
    sites: [place('shanghai', 'shanghai', called), ...(away === null ? [] : [place(away, away, 0.7)])],
    links:
      away === null
        ? []
        : [{ from: 'shanghai', to: away, gigabitsPerSecond: 10, latencyMs: 12, pricePerGigabyte: 0.01 }],
    jobs: tasks(away === null ? ['shanghai'] : ['shanghai', away]),
  };
}

/** Mean power during the call. */
function calledKw(plans: CasePlans, name: string): number {
  const values = importKw(plans.of(name), ['shanghai']).filter((_, slot) =>
    within(clock.middle(slot), CALL.from, CALL.to),
  );
  return values.reduce((sum, kw) => sum + kw, 0) / values.length;
}

const responseKw = (plans: CasePlans, name: string) => calledKw(plans, 'alone') - calledKw(plans, name);

export const shanghaiFujian: Case = {
  name: 'shanghai-fujian',
  title: 'Shanghai to Shiyan, Shanghai to Fujian',
  source:
    'State Grid Shanghai and China Telecom: on a call of the virtual power plant, several tasks of clusters of a hundred accelerators moved to other provinces within minutes. Shanghai to Fujian alone: 50 kW of response. Shanghai to Shiyan (July 2025): three minutes, and the power of a machine fell by 75 %.',
  assumptions: [
    'Four tasks on 25 accelerators each that cannot wait: what does not run in Shanghai runs elsewhere. 600 GB go with each whole task, over 10 Gbit/s.',
    'The accelerators stand by eights in servers of 6.5 kW rated power (the class of 2020), of which training draws 82 %, as measured on a newer such server (8.4 of 10.2 kW).',
    'A machine that its tasks left draws a quarter of its power, as measured in the test with Shiyan.',
    'Cooling does not follow within the call, and is left out. The call pays 3 CNY a kWh for an hour.',
  ],
  limits: [
    'The kind of accelerator is not published, and the response is in proportion to its power: servers of 10.2 kW would give 79 kW.',
    'How long a move takes is not planned here: work moves at the edge of a slot of five minutes, its data with it.',
  ],
  scenarios: [
    { name: 'alone', make: () => scenario(null) },
    { name: 'fujian', make: () => scenario('fujian') },
    { name: 'shiyan', make: () => scenario('shiyan') },
  ],
  figures: [
    {
      what: 'Response, Shanghai to Fujian',
      kind: 'outcome',
      unit: 'kW',
      published: 50,
      compute: (plans) => responseKw(plans, 'fujian'),
      note: 'Mean power in Shanghai during the call, without and with a place to go; the link must carry the data of all tasks in time.',
    },
    {
      what: 'Power of Shanghai during the call, change by moving to Shiyan',
      kind: 'outcome',
      unit: 'kW',
      published: { direction: 'below', of: 0 },
      compute: (plans) => -responseKw(plans, 'shiyan'),
      note: 'No power is published for this test.',
    },
    {
      what: 'Fall of a machine’s power',
      kind: 'input',
      unit: '%',
      published: 75,
      compute: () => 100 * FALL,
      note: 'Published for the test between Shanghai and Shiyan.',
    },
    {
      what: 'Accelerators of the cluster',
      kind: 'input',
      unit: '',
      published: 100,
      compute: () => ACCELERATORS,
      note: 'Published as the order of size.',
    },
  ],
};
