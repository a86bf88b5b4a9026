import Type, { type Static } from 'typebox';
import { closed, currency, identifier, instantText, nonNegative, oneOf, positive, word } from './common.ts';
import { link } from './link.ts';
import { jurisdictions, site } from './site.ts';
import { targets } from './targets.ts';

const timeline = oneOf(
  [
    closed(
      {
        start: instantText('Start of the first slot.'),
        end: instantText('End of the last slot.'),
        slotMinutes: positive('Length of every slot.'),
      },
      { title: '{ start, end, slotMinutes }' },
    ),
    closed(
      {
        start: instantText('Start of the first slot.'),
        segments: Type.Array(
          closed({ until: instantText('End of the segment.'), slotMinutes: positive('Length of its slots.') }),
          { minItems: 1, maxItems: 1000 },
        ),
      },
      { title: '{ start, segments: [{ until, slotMinutes }, ...] }' },
    ),
  ],
  '{ start, end, slotMinutes } or { start, segments: [{ until, slotMinutes }, ...] }',
);

export const job = closed({
  id: identifier('Name of the job.'),
  pool: identifier('Pool that it runs on.'),
  units: positive('Machines at a time: at most, or exactly while a contiguous job runs.'),
  hours: positive('Hours on that many machines at reference speed.'),
  doneUnitHours: Type.Optional(
    nonNegative('Unit-hours of units x hours done before the timeline starts; only the rest is planned. Default 0.'),
  ),
  shape: Type.Optional(word(['divisible', 'preemptible', 'contiguous'], 'Default preemptible.')),
  earliestStart: Type.Optional(instantText('Default: start of the timeline.')),
  deadline: instantText('When the work should be done.'),
  sites: Type.Optional(
    Type.Array(identifier('Site.'), {
      minItems: 1,
      description: 'Sites that may run it. Default: all that have the pool and that residency, latency and data allow.',
    }),
  ),
  dataSite: Type.Optional(identifier('Site where its data lie; with dataGigabytes.')),
  dataGigabytes: Type.Optional(
    nonNegative('Data of the whole job that move, with the work, to any other site that does it; with dataSite.'),
  ),
  homeSite: Type.Optional(identifier('Site of its users; with maximumLatencyMs. Default dataSite.')),
  maximumLatencyMs: Type.Optional(nonNegative('Largest latency from homeSite to a site that may run it.')),
  residency: Type.Optional(
    jurisdictions('Jurisdictions of which a site that may run it holds at least one. Default: any site.', 1),
  ),
  deadlinePolicy: Type.Optional(word(['hard', 'priced', 'bestEffort'], 'Default hard.')),
  pricePerHourLate: Type.Optional(nonNegative('Money per hour of lateness of the whole job; with priced.')),
  restartPricePerUnit: Type.Optional(nonNegative('Money per unit that resumes after a pause. Default 0.')),
  unservedPricePerUnitHour: Type.Optional(nonNegative('Money per unit-hour never done.')),
  leftoverPricePerUnitHour: Type.Optional(nonNegative('Money per unit-hour left for after the timeline.')),
});

const jobs = oneOf(
  [
    Type.Array(job),
    closed(
      {
        file: Type.String({
          minLength: 1,
          maxLength: 1000,
          description:
            'CSV file with a column for each key of a job; several sites or jurisdictions are parted by spaces or semicolons.',
        }),
      },
      { title: '{ file }' },
    ),
  ],
  'a list of jobs or { file: jobs.csv }',
);

const objective = closed({
  minimise: Type.Optional(
    word(
      ['cost', 'carbon'],
      'carbon: the fewest broken promises, then the fewest kilograms of the signal, then the least money. Default cost.',
    ),
  ),
  carbonPricePerTonne: Type.Optional(nonNegative('Money per tonne of CO2 equivalent. Default 0.')),
  carbonSignal: Type.Optional(word(['average', 'marginal', 'market'], 'Default average.')),
  creditExports: Type.Optional(Type.Boolean({ description: 'Whether exports earn their carbon back. Default false.' })),
  priceIncludesCarbon: Type.Optional(
    Type.Boolean({ description: 'The energy price holds the carbon price already. Default false.' }),
  ),
});

export const scenario = closed(
  {
    wattshift: Type.Literal(1, { description: 'Version of this format.' }),
    name: identifier('Name of the scenario.'),
    timeline,
    currency: currency('Currency of the plan.'),
    exchangeRates: Type.Optional(
      Type.Record(Type.String({ pattern: '^[A-Z]{3}$' }), positive('Money of the scenario for one of this currency.'), {
        additionalProperties: false,
        description: 'What one unit of another currency is worth in the currency of the scenario.',
      }),
    ),
    objective: Type.Optional(objective),
    sites: Type.Array(site, { minItems: 1, maxItems: 1000 }),
    links: Type.Optional(
      Type.Array(link, { maxItems: 10_000, description: 'Network paths between sites, for data of jobs and latency.' }),
    ),
    jobs: Type.Optional(jobs),
    fleet: Type.Optional(targets),
  },
  { title: 'Wattshift scenario', description: 'Sites, links, prices, carbon and jobs that a plan is made from.' },
);

export type ScenarioSource = Static<typeof scenario>;
export type TimelineSource = Static<typeof timeline>;
export type ObjectiveSource = Static<typeof objective>;
export type JobSource = Static<typeof job>;
