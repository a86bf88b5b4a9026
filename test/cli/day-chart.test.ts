import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisLine, blocks, resample } from '../../src/cli/day-chart.ts';
import { planTable } from '../../src/cli/plan-table.ts';
import { textWidth } from '../../src/cli/text.ts';
import { fixtureFleet, fixturePlan, hostileFixture } from '../support/plan-fixture.ts';

describe('a series in a given number of characters', () => {
  test('means are weighted by time: slots of 1 and 3 hours in two halves', () => {
    expect(resample([0, 1, 4], [8, 0], 2)).toEqual([4, 0]);
  });

  test('more characters than slots repeat them', () => {
    expect(resample([0, 2, 4], [1, 5], 4)).toEqual([1, 1, 5, 5]);
  });

  test('whatever the slots, the mean over all time stays', () => {
    const slot = fc.record({ hours: fc.integer({ min: 1, max: 12 }), value: fc.integer({ min: -100, max: 100 }) });
    fc.assert(
      fc.property(fc.array(slot, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 40 }), (slots, count) => {
        const edges = [0];
        for (const { hours } of slots) edges.push(edges[edges.length - 1] + hours);
        const values = slots.map(({ value }) => value);
        const total = slots.reduce((sum, { hours, value }) => sum + hours * value, 0);
        const means = resample(edges, values, count);
        const mean = means.reduce((sum, value) => sum + value, 0) / count;
        expect(means).toHaveLength(count);
        expect(mean).toBeCloseTo(total / (edges.at(-1) ?? 1), 6);
      }),
    );
  });

  test('blocks run from the lowest to the highest, and a flat series is flat', () => {
    expect(blocks([0, 0.5, 1], 0, 1)).toBe('▁▅█');
    expect(blocks([3, 3], 3, 3)).toBe('▁▁');
  });

  test('the axis names local hours where they are', () => {
    const start = Date.parse('2026-06-01T00:00+08:00');
    const edges = Array.from({ length: 25 }, (_, hour) => start + hour * 3_600_000);
    expect(axisLine(edges, 'Asia/Shanghai', 48)).toBe('00    03    06    09    12    15    18    21');
  });
});

describe('the table', () => {
  const table = planTable(fixtureFleet, fixturePlan, 80);

  test.each([72, 80, 120])('fits %i columns', (columns) => {
    const lines = planTable(fixtureFleet, fixturePlan, columns).split('\n');
    expect(lines.filter((line) => textWidth(line) > columns)).toEqual([]);
  });

  test('says what it costs, against what, and what was moved', () => {
    expect(table).toContain('Optimal: no plan for this input costs less (proven, gap below 0.0001 %).');
    expect(table).toMatch(/^Total +26,000\.00 +31,000\.00 +29,500\.00$/m);
    expect(table).toMatch(/^Saved by this plan +5,000\.00 +3,500\.00$/m);
    expect(table).toMatch(/^hohhot +22\.4 MWh +- +9,276 kWh +2,540 kW +06-01 03:00 +11,000\.00$/m);
    expect(table).toContain('2 moved to later');
    expect(table).toContain('sites/hohhot/grid/importPrice (filled, 2 slots): two prices absent');
  });

  test('names time, money and what saves twice', () => {
    expect(table).toContain('2026-06-01 00:00 to 2026-06-02 00:00 +08:00');
    expect(table).toMatch(/^Site .* at +cost, CNY$/m);
    expect(table.replace(/\s+/g, ' ')).toContain(
      'moving jobs alone saves 3,000.00 CNY, storage alone 1,500.00 CNY; together they save 5,000.00 CNY, more than their sum.',
    );
  });

  test('where the clocks of the sites differ, the time of the whole plan is UTC', () => {
    const [first, ...others] = fixtureFleet.sites;
    const fleet = { ...fixtureFleet, sites: [{ ...first, timeZone: 'Europe/Berlin' }, ...others] };
    expect(planTable(fleet, fixturePlan, 80)).toContain('2026-05-31 16:00 to 2026-06-01 16:00 UTC');
    const sameClock = { ...fixtureFleet, sites: [{ ...first, timeZone: 'Asia/Singapore' }, ...others] };
    expect(planTable(sameClock, fixturePlan, 80)).toContain('2026-06-01 00:00 to 2026-06-02 00:00 +08:00');
  });

  test('the range of a store is that of its levels, the first one included, not that of the drawn means', () => {
    const [first, ...others] = fixturePlan.sites;
    const levels = [500, 4000, 600, ...new Array<number>(21).fill(900)];
    const series = first.series.map((one) => (one.name === 'batteryStored' ? { ...one, values: levels } : one));
    const drawn = planTable(fixtureFleet, { ...fixturePlan, sites: [{ ...first, series }, ...others] }, 72);
    expect(drawn).toMatch(/^ {2}bess kWh .* {2}500 to 4,000$/m);
    expect(drawn.replace(/\s+/g, ' ')).toContain('level 500 kWh to 4,000 kWh');
    const high = series.map((one) => (one.name === 'batteryStored' ? { ...one, values: levels.map(() => 2000) } : one));
    const risen = planTable(fixtureFleet, { ...fixturePlan, sites: [{ ...first, series: high }, ...others] }, 72);
    expect(risen).toMatch(/^ {2}bess kWh .* {2}1,000 to 2,000$/m);
  });

  test('draws import, price and store of each site', () => {
    expect(table).toMatch(/^ {2}price CNY\/kWh ▁{8}▄{10}█{6} {2}0\.2200 to 0\.9000$/m);
    expect(table).toMatch(/^ {2}bess kWh +[▁-█]{24} {2}1,000 to 4,000$/m);
  });

  test('ids cannot steer the terminal', () => {
    const { fleet, plan } = hostileFixture('\u001b[2J');
    const attacked = planTable(fleet, plan, 100);
    expect(attacked).not.toContain('\u001b');
    expect(attacked).toContain('\\u001b[2J');
  });
});
