import type { JobSource, ScenarioSource } from '../../../src/scenario/schema/scenario.ts';
import { bySlot, clockFrom, within } from '../calendar.ts';
import type { Case, CasePlans } from '../case.ts';
import { importKw } from '../read-plan.ts';

const AGGREGATED_MW = 2_568;
const CENTRES_MW = 182;
const RESPONSE_MW = 77;

const HOURS = 24;
const clock = clockFrom('2025-08-04', 8, HOURS, 15);
const CALL = { from: 13, to: 14 };

/** Electricity per IT power of a plant with chillers in a Shanghai summer. */
const DISTRIBUTION = 0.06;
const CIRCULATION = 0.07;
const CHILLER_COP = 5;
const TOWER = 0.03;
const FACTOR = (1 + DISTRIBUTION) * (1 + CIRCULATION + 1 / CHILLER_COP + TOWER * (1 + 1 / CHILLER_COP));
const IT_KW = (1000 * CENTRES_MW) / FACTOR;
/** Share of IT power that gives way for a call, as in the field test of Phoenix. */
const FLEXIBLE_FRACTION = 0.25;
/** Work that waited is caught up by machines that stand ready. */
const SPARE = 1.2;
/** Heat that the stores take over, and what of it stays for an emergency. */
const COLD_HOURS = 1.25;
const EMERGENCY_HOURS = 0.25;

const FLEXIBLE_KW = FLEXIBLE_FRACTION * IT_KW;
const HEAT_KW = IT_KW * (1 + DISTRIBUTION);

/** A batch an hour, due within the day; those that come in last have an hour left. */
const batches = (): JobSource[] =>
  Array.from({ length: HOURS - 1 }, (_, hour) => ({
    id: `batch-${String(hour).padStart(2, '0')}`,
    pool: 'flexible',
    units: Math.round(FLEXIBLE_KW),
    hours: 1,
    shape: 'divisible' as const,
    earliestStart: clock.at(hour),
    deadline: clock.at(HOURS),
  }));

function scenario(called: boolean): ScenarioSource {
  const cold = COLD_HOURS * HEAT_KW;
  return {
    wattshift: 1,
    name: called ? 'shanghai-vpp called' : 'shanghai-vpp',
    timeline: clock.timeline,
    currency: 'CNY',
    sites: [
      {
        id: 'shanghai',
        timeZone: 'Asia/Shanghai',
        grid: {
          marketZone: 'shanghai',
          importLimitKw: 300_000,
          importPrice: bySlot(clock, (hours) => 0.8 + (called && within(hours, CALL.from, CALL.to) ? 3 : 0)),
        },
        compute: {
          baseLoadKw: Math.round(IT_KW - FLEXIBLE_KW),
          overheadFraction: DISTRIBUTION,
          pools: [{ id: 'flexible', unitCount: Math.round(SPARE * FLEXIBLE_KW), busyKwPerUnit: 1 }],
        },
        cooling: {
          loops: [
            { id: 'water', medium: 'air', supplyCelsius: 12, returnCelsius: 18, circulationKwPerKw: CIRCULATION },
          ],
          chillers: [{ id: 'chillers', coolingLimitKw: Math.round(1.3 * HEAT_KW), cop: CHILLER_COP }],
          heatRejection: [
            { id: 'towers', kind: 'tower', heatLimitKw: Math.round(1.6 * HEAT_KW), electricityKwPerKw: TOWER },
          ],
        },
        coldStores: [
          {
            id: 'tanks',
            energyCapacityKwh: Math.round(cold),
            initialEnergyKwh: Math.round(cold),
            chargeLimitKw: Math.round(0.2 * HEAT_KW),
            dischargeLimitKw: Math.round(HEAT_KW),
            reserve: { hours: EMERGENCY_HOURS },
          },
        ],
      },
    ],
    jobs: batches(),
  };
}

function calledMw(plans: CasePlans, name: string): number {
  const values = importKw(plans.of(name)).filter((_, slot) => within(clock.middle(slot), CALL.from, CALL.to));
  return values.reduce((sum, kw) => sum + kw, 0) / values.length / 1000;
}

export const shanghaiVpp: Case = {
  name: 'shanghai-vpp',
  title: 'Shanghai virtual power plant',
  source:
    'Published figures of the virtual power plant of Shanghai: 2,568 MW aggregated, 182 MW of it data centres (7.1 %), at most 77 MW of response of the data centres in the summer peak. The grid names cooling as the usual lever, then stores and work.',
  assumptions: [
    'The 182 MW are what the centres draw at the call; cooling by chillers (COP 5), towers, and distribution make that 1.38 times their IT power.',
    'A quarter of IT power gives way for an hour, as in the field test of Phoenix (Emerald AI and partners, 2025: 25 % for three hours with service kept); what waits is caught up within the day.',
    'Chilled-water tanks hold an hour and a quarter of all heat, a quarter of an hour of it for emergencies, so that chillers and towers may stand still for the hour of the call.',
    'The call lasts from 13:00 to 14:00 and pays 3 CNY a kWh; response is the mean against the same day without a call.',
  ],
  limits: [
    'How the 77 MW came about is not published: it may have been one kind of lever or several. Work alone would give 46 MW here.',
    'Whether the 182 MW are load or registered capacity is not said.',
    'The other 2,386 MW of the plant are not data centres and are not planned.',
  ],
  scenarios: [
    { name: 'usual', make: () => scenario(false) },
    { name: 'called', make: () => scenario(true) },
  ],
  figures: [
    {
      what: 'Response of the data centres',
      kind: 'outcome',
      unit: 'MW',
      published: RESPONSE_MW,
      compute: (plans) => calledMw(plans, 'usual') - calledMw(plans, 'called'),
      note: 'Work that waits and chillers that stand still, under the reserve of the tanks and every deadline.',
      cause: 'The levers of the real centres are not published.',
    },
    {
      what: 'Power of the data centres at the call, without one',
      kind: 'input',
      unit: 'MW',
      published: CENTRES_MW,
      compute: (plans) => calledMw(plans, 'usual'),
      note: 'IT power is chosen so that it is met.',
    },
    {
      what: 'Share of data centres in the plant',
      kind: 'identity',
      unit: '%',
      published: 7.1,
      compute: () => (100 * CENTRES_MW) / AGGREGATED_MW,
      note: '182 MW of 2,568 MW.',
    },
  ],
};
