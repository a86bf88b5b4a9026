import { describe, expect, test } from 'vitest';
import { jobSection } from '../../src/console/job-table.ts';
import { smallScenario } from '../cli/command-support.ts';
import { inputOf, planOf } from '../store/store-support.ts';
import { placesFleet } from '../support/hand-places.ts';
import { placesPlan } from '../support/hand-places-plan.ts';

/** Four hours from midnight in Berlin, ten units at 1 kW, prices that rise: 1,000 of track are 250 an hour. */
async function tableOf(jobs: readonly object[], changes: object = {}) {
  const defaults = smallScenario.jobs[0];
  const input = inputOf({
    ...smallScenario,
    ...changes,
    jobs: jobs.map((job) => ({ ...defaults, ...job })),
  } as Parameters<typeof inputOf>[0]);
  const { plan } = await planOf(input);
  const { markup } = jobSection(input.problem.fleet, plan);
  const rows = [...markup.matchAll(/<tr data[\s\S]*?<\/tr>/g)].map(([row]) => ({
    name: /class="name">(.*?)</.exec(row)?.[1],
    state: /class="state (\w+)">(.*?)</.exec(row)?.slice(1),
    trouble: Number(/data-trouble="(\d)"/.exec(row)?.[1]),
    sentence: /<title>(.*?)<\/title>/.exec(row)?.[1],
    window: /class="window" d="(.*?)"/.exec(row)?.[1],
    bars: [...row.matchAll(/<path fill="(.*?)" fill-opacity="(.*?)" d="(.*?)"/g)].map((match) => match.slice(1)),
    deadline: /class="(deadline[^"]*)" d="(.*?)"/.exec(row)?.slice(1),
  }));
  return { markup, rows, plan };
}

const HOUR = (hour: number) => `2026-06-01T0${hour}:00+02:00`;

describe('a job', () => {
  test('that is done stands with its window, its bar, its deadline and the time of its end', async () => {
    // Ten unit-hours at most five wide, where the first two hours are the cheapest.
    const { rows } = await tableOf([{ id: 'a', units: 5, hours: 2, deadline: HOUR(3) }]);
    expect(rows).toEqual([
      {
        name: 'a',
        state: ['quiet', 'done 06-01 02:00'],
        trouble: 0,
        sentence: 'a: 10.0 of 10.0 unit-hours on gpu, runs at north: 06-01 00:00 to 06-01 02:00. Deadline 06-01 03:00.',
        window: 'M0 2H750V18H0z',
        bars: [['var(--chart-pool-power, #2f6fd6)', '1.00', 'M0 4H500V16H0z']],
        deadline: ['deadline', 'M750 0V20'],
      },
    ]);
  });

  test('that pauses and narrows has bars of two darknesses', async () => {
    // Seven units are free in the first hour and in the last; the second job takes the rest.
    const { rows } = await tableOf([
      { id: 'a', units: 10, hours: 1, earliestStart: HOUR(1), deadline: HOUR(2) },
      { id: 'b', units: 10, hours: 1.4, deadline: HOUR(4) },
    ]);
    const b = rows.find(({ name }) => name === 'b');
    // 14 unit-hours: ten in the first hour, none beside a, four in the third (or fourth) hour at the lower price.
    expect(b?.sentence).toContain('06-01 00:00 to 06-01 01:00, 06-01 02:00 to 06-01 03:00');
    expect(b?.bars.map(([, opacity, path]) => [opacity, path])).toEqual([
      ['1.00', 'M0 4H250V16H0z'],
      ['0.55', 'M500 4H750V16H500z'],
    ]);
  });

  test('that is late says by how much, and its deadline is marked', async () => {
    const { rows } = await tableOf([{ id: 'a', units: 10, hours: 3, deadline: HOUR(2), deadlinePolicy: 'bestEffort' }]);
    // Its last ten unit-hours run from 02:00 to 03:00: half an hour late in the mean.
    expect(rows[0]).toMatchObject({
      state: ['late', 'late, 0.5 h on average'],
      trouble: 2,
      deadline: ['deadline missed', 'M500 0V20'],
    });
  });

  test('that cannot be finished says what is missing', async () => {
    const { rows } = await tableOf([{ id: 'a', units: 10, hours: 6, deadline: HOUR(4) }]);
    expect(rows[0]).toMatchObject({ state: ['worse', 'not finished: 20.0 of 60.0 unit-hours'], trouble: 3 });
  });

  test('whose deadline lies beyond the horizon has no mark, and says that it goes on', async () => {
    const { rows } = await tableOf([{ id: 'a', units: 10, hours: 6, deadline: '2026-06-01T08:00+02:00' }]);
    expect(rows[0]).toMatchObject({
      state: ['quiet', 'goes on after the horizon'],
      trouble: 1,
      window: 'M0 2H1000V18H0z',
    });
    expect(rows[0].deadline).toBeUndefined();
  });
});

test('the axis of all of them is labelled by the clock of the sites', async () => {
  const { markup } = await tableOf([{ id: 'a' }]);
  const labels = [...markup.matchAll(/<text x="(.*?)" y="15" text-anchor="(.*?)">(.*?)</g)].map((match) =>
    match.slice(1),
  );
  expect(labels).toEqual([
    ['0.00%', 'start', 'Mon 06-01'],
    ['25.00%', 'middle', '01:00'],
    ['50.00%', 'middle', '02:00'],
    ['75.00%', 'middle', '03:00'],
    ['100.00%', 'end', '04:00'],
  ]);
});

test('labels of the axis do not touch one another on a phone', async () => {
  const hours = Array.from({ length: 48 }, (_, hour) => 0.1 + hour / 100);
  const [site] = smallScenario.sites;
  const { markup } = await tableOf([{ id: 'a' }], {
    timeline: { start: HOUR(0), end: '2026-06-03T00:00+02:00', slotMinutes: 60 },
    sites: [{ ...site, grid: { ...site.grid, importPrice: hours }, renewables: [] }],
  });
  const labels = [...markup.matchAll(/<text x="[^>]*>(.*?)</g)].map(([, label]) => label);
  // 06:00 would begin where the day before it ends.
  expect(labels).toEqual(['Mon 06-01', '12:00', '18:00', 'Tue 06-02', '06:00', '12:00', 'Wed 06-03']);
});

test('where a job runs stands in words, where there is more than one site', () => {
  const { markup } = jobSection(placesFleet, placesPlan);
  const stateOf = (name: string) =>
    new RegExp(`class="name">${name}</span> <span class="[^"]*">(.*?)<`).exec(markup)?.[1];
  expect(stateOf('render')).toMatch(/, west$/);
});

test('a fleet without jobs has no table', async () => {
  expect((await tableOf([])).markup).toBe('');
});

test('no name becomes markup or style', async () => {
  const { markup } = await tableOf([{ id: '"><script>alert(1)</script>' }]);
  expect(markup).not.toContain('<script');
  expect(markup).not.toMatch(/ style=| on\w+=/);
});
