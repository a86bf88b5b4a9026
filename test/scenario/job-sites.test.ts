import { describe, expect, it } from 'vitest';
import { type BadCase, itRefusesOf } from './bad-cases.ts';
import { type LinkedScenario, linkedScenario } from './linked-scenario.ts';
import { fleetOf, type Loose, problemsOf } from './small-scenario.ts';

const job = (change: Loose) => (s: LinkedScenario) => void Object.assign(s.jobs[0], change);
const read = (change: Loose, more: (scenario: LinkedScenario) => void = () => {}) =>
  fleetOf(
    linkedScenario((s) => {
      job(change)(s);
      more(s);
    }),
  );
const sitesOf = (change: Loose) => read(change).jobs[0].sites;
/** What the scenario does not say about places, without the notes on prices. */
const doubts = (fleet: ReturnType<typeof fleetOf>) =>
  fleet.dataQuality.map(({ message }) => message).filter((message) => !message.includes('price'));

describe('what a job asks of its sites', () => {
  it('is nothing where it says nothing', () => {
    const [plain] = read({}).jobs;
    expect(plain).toMatchObject({ sites: ['hohhot', 'dublin', 'oslo'], data: null, residency: null, latency: null });
  });

  it('is read into the terms of the job', () => {
    const terms = { dataSite: 'dublin', dataGigabytes: 400, homeSite: 'oslo', maximumLatencyMs: 20, residency: ['EU'] };
    const fleet = read(
      terms,
      (s) => void s.links.push({ from: 'oslo', to: 'dublin', gigabitsPerSecond: 1, latencyMs: 20 }),
    );
    // 40 units for 2 hours: 400 GB over 80 unit-hours.
    expect(fleet.jobs[0]).toMatchObject({
      data: { site: 'dublin', gigabytesPerUnitHour: 5 },
      latency: { homeSite: 'oslo', maximumMilliseconds: 20 },
      residency: ['EU'],
      sites: ['dublin'],
    });
    expect(fleet.sites.map(({ jurisdictions }) => jurisdictions)).toEqual([['CN'], ['IE', 'EU'], []]);
  });

  it('takes the users to be where the data lie if it does not say where they are', () => {
    expect(read({ dataSite: 'dublin', dataGigabytes: 1, maximumLatencyMs: 17 }).jobs[0]).toMatchObject({
      latency: { homeSite: 'dublin', maximumMilliseconds: 17 },
      sites: ['dublin', 'oslo'],
    });
  });

  it('needs no pool where the data or the users are', () => {
    const fleet = read({ dataSite: 'dublin', dataGigabytes: 1, maximumLatencyMs: 20 }, (s) => {
      s.sites[1].compute = { pools: [] } as never;
    });
    expect(fleet.jobs[0].sites).toEqual(['oslo']);
  });
});

describe('sites that a job does not name', () => {
  it('hold one of the jurisdictions of its residency', () => {
    expect(sitesOf({ residency: ['EU'] })).toEqual(['dublin']);
    expect(sitesOf({ residency: ['IE', 'CN'] })).toEqual(['hohhot', 'dublin']);
  });

  it('are near enough: home itself, and what a link from it reaches in time', () => {
    expect(sitesOf({ homeSite: 'dublin', maximumLatencyMs: 180 })).toEqual(['hohhot', 'dublin', 'oslo']);
    expect(sitesOf({ homeSite: 'dublin', maximumLatencyMs: 179 })).toEqual(['dublin', 'oslo']);
    expect(sitesOf({ homeSite: 'dublin', maximumLatencyMs: 16.9 })).toEqual(['dublin']);
    expect(sitesOf({ homeSite: 'dublin', maximumLatencyMs: 0 })).toEqual(['dublin']);
    // The link dublin -> oslo says nothing about oslo -> dublin.
    expect(sitesOf({ homeSite: 'oslo', maximumLatencyMs: 1000 })).toEqual(['oslo']);
  });

  it('can be reached by its data, by one link', () => {
    expect(sitesOf({ dataSite: 'dublin', dataGigabytes: 1 })).toEqual(['hohhot', 'dublin', 'oslo']);
    expect(sitesOf({ dataSite: 'hohhot', dataGigabytes: 1 })).toEqual(['hohhot', 'dublin']);
    expect(sitesOf({ dataSite: 'oslo', dataGigabytes: 1 })).toEqual(['oslo']);
  });

  it('need not be reached by data of 0 GB', () => {
    const [light] = read({ dataSite: 'oslo', dataGigabytes: 0 }).jobs;
    expect(light).toMatchObject({ data: null, sites: ['hohhot', 'dublin', 'oslo'] });
    expect(sitesOf({ dataSite: 'oslo', dataGigabytes: 0, maximumLatencyMs: 1 })).toEqual(['oslo']);
  });

  it('keep all rules at once', () => {
    const all = { dataSite: 'dublin', dataGigabytes: 1, homeSite: 'dublin', maximumLatencyMs: 200, residency: ['CN'] };
    expect(sitesOf(all)).toEqual(['hohhot']);
  });

  it('are left out in silence where the scenario says enough', () => {
    expect(doubts(read({ homeSite: 'dublin', maximumLatencyMs: 20 }))).toEqual([]);
    expect(doubts(read({ residency: ['CN'] }, (s) => void Object.assign(s.sites[2], { jurisdictions: [] })))).toEqual(
      [],
    );
  });

  it('are told of where it says too little', () => {
    expect(doubts(read({ residency: ['EU'] }))).toEqual([
      '1 job with a residency keeps away from 1 site (oslo), for which no jurisdictions are stated',
    ]);
    expect(doubts(read({ homeSite: 'oslo', maximumLatencyMs: 20 }))).toEqual([
      '1 job with a maximumLatencyMs keeps away from 2 sites (dublin, hohhot), to which no link from its homeSite leads',
    ]);
    expect(doubts(read({ dataSite: 'hohhot', dataGigabytes: 1 }))).toEqual([
      '1 job with data keeps away from 1 site (oslo), to which no link from its dataSite leads',
    ]);
    const silent = read({ homeSite: 'dublin', maximumLatencyMs: 500 }, (s) => void delete s.links[1].latencyMs);
    expect(silent.jobs[0].sites).toEqual(['hohhot', 'dublin']);
    expect(silent.dataQuality).toContainEqual({
      subject: 'jobs',
      kind: 'assumed',
      slots: [],
      message:
        '1 job with a maximumLatencyMs keeps away from 1 site (oslo), to which the link from its homeSite states no latencyMs',
    });
  });

  it('are told of once for all jobs, whatever their order, and not where another rule is sure', () => {
    const jobs = ['a', 'b', 'c'].map((id, index) => ({
      id,
      dataSite: ['hohhot', 'oslo', 'dublin'][index],
      dataGigabytes: 1,
    }));
    const told = (order: readonly number[]) =>
      doubts(
        read({}, (s) => {
          s.jobs = order.map((index) => ({ ...s.jobs[0], ...jobs[index] }));
        }),
      );
    const expected = [
      '2 jobs with data keep away from 3 sites (dublin, hohhot, oslo), to which no link from their dataSite leads',
    ];
    expect(told([0, 1, 2])).toEqual(expected);
    expect(told([2, 1, 0])).toEqual(expected);
    // No link leads from oslo to hohhot, but it is out for its jurisdiction in any case.
    expect(
      doubts(
        read({ dataSite: 'oslo', dataGigabytes: 1, residency: ['EU'] }, (s) => {
          s.sites[2].jurisdictions = ['NO', 'EU'];
        }),
      ),
    ).toEqual(['1 job with data keeps away from 1 site (dublin), to which no link from its dataSite leads']);
  });
});

const cases: BadCase<LinkedScenario>[] = [
  [
    'gigabytes without a site',
    job({ dataGigabytes: 5 }),
    'jobs[0].dataSite: found nothing, expected the site where the data lie, since dataGigabytes is given',
  ],
  [
    'a site of data without gigabytes',
    job({ dataSite: 'dublin' }),
    'jobs[0].dataGigabytes: found nothing, expected the gigabytes of the whole job, since dataSite is given',
  ],
  [
    'data below zero',
    job({ dataSite: 'dublin', dataGigabytes: -1 }),
    'jobs[0].dataGigabytes: found -1, expected a number',
  ],
  [
    'data at an unknown site',
    job({ dataSite: 'Dublin', dataGigabytes: 5 }),
    'jobs[0].dataSite: found the site "Dublin", expected a site of the scenario: hohhot, dublin, oslo (did you mean dublin?)',
  ],
  [
    'more data for each unit-hour than numbers may say',
    job({ dataSite: 'dublin', dataGigabytes: 1e12, units: 0.1, hours: 0.1 }),
    'jobs[0].dataGigabytes: found 1000000000000 GB for 0.010000000000000002 unit-hours, expected at most 1e12 GB for each',
  ],
  [
    'a latency from nowhere',
    job({ maximumLatencyMs: 20 }),
    'jobs[0].homeSite: found nothing, expected the site of its users (or dataSite, which stands in for it), since maximumLatencyMs is given',
  ],
  [
    'a home without a latency',
    job({ homeSite: 'dublin' }),
    'jobs[0].maximumLatencyMs: found nothing, expected the most milliseconds from homeSite, since homeSite is given',
  ],
  [
    'an unknown home',
    job({ homeSite: 'mars', maximumLatencyMs: 9 }),
    'jobs[0].homeSite: found the site "mars", expected',
  ],
  [
    'a latency below zero',
    job({ homeSite: 'dublin', maximumLatencyMs: -9 }),
    'jobs[0].maximumLatencyMs: found -9, expected a number from 0',
  ],
  [
    'an unknown jurisdiction',
    job({ residency: ['eu'] }),
    'jobs[0].residency[0]: found the jurisdiction "eu", expected a jurisdiction of the scenario: CN, IE, EU (did you mean EU?)',
  ],
  [
    'a jurisdiction where no site has any',
    (s) => {
      for (const site of s.sites) delete site.jurisdictions;
      s.jobs[0].residency = ['EU'];
    },
    'jobs[0].residency[0]: found the jurisdiction "EU", expected a jurisdiction, but no site has any',
  ],
  [
    'a jurisdiction twice in a job',
    job({ residency: ['EU', 'EU'] }),
    'jobs[0].residency[1]: found the jurisdiction "EU" a second time, expected each jurisdiction once',
  ],
  [
    'a residency nowhere',
    job({ residency: [] }),
    'jobs[0].residency: found an empty list, expected a list of 1 to 100',
  ],
  [
    'a residency that is no list',
    job({ residency: 'EU' }),
    'jobs[0].residency: found the text "EU", expected a list of 1 to 100',
  ],
  [
    'a jurisdiction twice at a site',
    (s) => {
      s.sites[1].jurisdictions = ['EU', 'IE', 'EU'];
    },
    'sites[1].jurisdictions[2]: found the jurisdiction "EU" a second time, expected each jurisdiction once',
  ],
  [
    'a jurisdiction without a name',
    (s) => {
      s.sites[1].jurisdictions = [''];
    },
    'sites[1].jurisdictions[0]: found an empty text, expected a name',
  ],
  [
    'a named site in another jurisdiction',
    job({ sites: ['dublin', 'hohhot'], residency: ['EU'] }),
    'jobs[0].sites[1]: found the site "hohhot" in CN, expected a site in EU, as residency asks',
  ],
  [
    'a named site that states no jurisdictions',
    job({ sites: ['oslo'], residency: ['EU', 'IE'] }),
    'jobs[0].sites[0]: found the site "oslo", which states no jurisdictions, expected a site in EU or IE, as residency asks',
  ],
  [
    'a named site that holds no jurisdiction',
    (s) => {
      s.sites[2].jurisdictions = [];
      job({ sites: ['oslo'], residency: ['EU'] })(s);
    },
    'jobs[0].sites[0]: found the site "oslo", which holds no jurisdiction, expected a site in EU',
  ],
  [
    'a named site that is too far',
    job({ sites: ['hohhot'], homeSite: 'dublin', maximumLatencyMs: 50 }),
    'jobs[0].sites[0]: found the site "hohhot", 180 ms from homeSite "dublin", expected a site within maximumLatencyMs, 50',
  ],
  [
    'a named site that no link from home reaches',
    job({ sites: ['oslo'], homeSite: 'hohhot', maximumLatencyMs: 50 }),
    'jobs[0].sites[0]: found the site "oslo", to which no link from homeSite "hohhot" leads, expected a site that a link reaches within maximumLatencyMs, 50, like { from: hohhot, to: oslo, ... } under links',
  ],
  [
    'a named site at a latency that is not known',
    (s) => {
      delete s.links[1].latencyMs;
      job({ sites: ['oslo'], homeSite: 'dublin', maximumLatencyMs: 50 })(s);
    },
    'jobs[0].sites[0]: found the site "oslo", to which the link from homeSite "dublin" states no latencyMs, expected a latencyMs within maximumLatencyMs, 50',
  ],
  [
    'a named site that the data do not reach',
    job({ sites: ['hohhot', 'oslo'], dataSite: 'hohhot', dataGigabytes: 5 }),
    'jobs[0].sites[1]: found the site "oslo", to which no link from dataSite "hohhot" leads, expected a site that a link reaches, like { from: hohhot, to: oslo, ... } under links',
  ],
  [
    'a named site that neither users nor data at one place reach, which is one mistake',
    job({ sites: ['oslo'], dataSite: 'hohhot', dataGigabytes: 5, maximumLatencyMs: 50 }),
    'jobs[0].sites[0]: found the site "oslo", to which no link from homeSite "hohhot" leads',
  ],
  [
    'a job that no site may run',
    job({ residency: ['CN'], homeSite: 'dublin', maximumLatencyMs: 50 }),
    'jobs[0]: found no site that may run it: residency CN rules out "dublin" in IE, EU; "oslo", which states no jurisdictions; maximumLatencyMs 50 from "dublin" rules out "hohhot", 180 ms from homeSite "dublin", expected at least one site with its pool that all rules of the job allow',
  ],
  [
    'a job whose data reach no pool',
    (s) => {
      s.sites[2].compute = { pools: [] } as never;
      job({ dataSite: 'oslo', dataGigabytes: 5 })(s);
    },
    'jobs[0]: found no site that may run it: data at "oslo" rules out "hohhot", to which no link from dataSite "oslo" leads; "dublin", to which',
  ],
];

describe('terms of a job that are wrong', () => {
  itRefusesOf(linkedScenario, cases);

  it('are told of for each site and rule', () => {
    const wrong = linkedScenario(
      job({ sites: ['hohhot', 'oslo', 'mars'], residency: ['EU'], homeSite: 'dublin', maximumLatencyMs: 5 }),
    );
    expect(problemsOf(wrong).map(({ path, found }) => `${path}: ${found}`)).toEqual([
      'jobs[0].sites[0]: the site "hohhot" in CN',
      'jobs[0].sites[0]: the site "hohhot", 180 ms from homeSite "dublin"',
      'jobs[0].sites[1]: the site "oslo", which states no jurisdictions',
      'jobs[0].sites[1]: the site "oslo", 17 ms from homeSite "dublin"',
      'jobs[0].sites[2]: the site "mars"',
    ]);
  });

  it('name three sites of many that a rule leaves out', () => {
    const wrong = linkedScenario((s) => {
      for (const id of ['d', 'e']) s.sites.push({ ...structuredClone(s.sites[0]), id });
      s.sites[1].compute = { pools: [] } as never;
      job({ residency: ['EU'] })(s);
    });
    expect(problemsOf(wrong)[0].found).toBe(
      'no site that may run it: residency EU rules out "hohhot" in CN; "oslo", which states no jurisdictions; "d" in CN and 1 more',
    );
  });

  it('hide no others, and a jurisdiction of a wrong list is not called unknown', () => {
    const lines = problemsOf(
      linkedScenario((s) => {
        s.sites[1].jurisdictions = ['EU', 3];
        s.jobs = [
          {
            ...s.jobs[0],
            residency: ['EU'],
            dataSite: 'mars',
            dataGigabytes: 'much',
            homeSite: 4,
            maximumLatencyMs: -1,
          },
          { ...s.jobs[0], id: 'b', dataGigabytes: 4, homeSite: 'venus', sites: ['dublin'], residency: ['EU', 'EU'] },
        ];
      }),
    ).map(({ path, found }) => `${path}: ${found}`);
    expect(lines.sort()).toEqual([
      'jobs[0].dataGigabytes: the text "much"',
      'jobs[0].dataSite: the site "mars"',
      'jobs[0].homeSite: 4',
      'jobs[0].maximumLatencyMs: -1',
      'jobs[1].dataSite: nothing',
      'jobs[1].homeSite: the site "venus"',
      'jobs[1].maximumLatencyMs: nothing',
      'jobs[1].residency[1]: the jurisdiction "EU" a second time',
      'sites[1].jurisdictions[1]: 3',
    ]);
  });
});
