import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figureText, shortNumber } from '../../src/console/assets/format.js';
import { revive } from '../../src/console/assets/revive.js';
import { slotAt } from '../../src/console/assets/slots.js';
import { withoutFunctions } from '../../src/console/charts.ts';
import { chartDocument } from '../../src/console/index.ts';
import { darkPalette, palette, shortNumber as shortNumberOfReport, siteCharts } from '../../src/report/pieces.ts';
import { instant, slotAt as slotAtOfTimeline, uniformTimeline } from '../../src/time/timeline.ts';
import { smallScenario } from '../cli/command-support.ts';
import { inputOf, planOf } from '../store/store-support.ts';

/** Options go to the browser as JSON and come out of it as what they were. */

async function planned(changes: object = {}) {
  const input = inputOf({ ...smallScenario, ...changes } as Parameters<typeof inputOf>[0]);
  const { plan } = await planOf(input);
  return { fleet: input.problem.fleet, plan };
}

const asLight = new Map(Object.values(palette).map((colour) => [colour as string, colour as string]));

describe('chart options', () => {
  test('come back from JSON as the options of the report, functions and all', async () => {
    const { fleet, plan } = await planned();
    const width = 600;
    const travelled = JSON.parse(JSON.stringify(chartDocument(fleet, plan, width)));
    const originals = siteCharts(fleet, plan.sites[0], fleet.sites[0]);
    expect(travelled.sites[0].charts).toHaveLength(originals.length);
    for (const [index, original] of originals.entries()) {
      const { key, height, option } = travelled.sites[0].charts[index];
      expect({ key, height }).toEqual({ key: original.key, height: original.height });
      const revived = revive(option, asLight);
      const expected = original.option({ width, height });
      const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
      expect(plain(revived)).toEqual(plain(expected));
      expect(answersOf(revived)).toEqual(answersOf(expected));
      expect(answersOf(revived).length).toBeGreaterThan(1);
    }
  });

  test('a function that the page does not know is an error here, not a label that is missing there', () => {
    expect(() => withoutFunctions({ series: [{ label: { formatter: () => 'x' } }] })).toThrow('does not know');
    expect(() => withoutFunctions({ renderItem: () => null })).toThrow('does not know');
    expect(withoutFunctions({ a: [1, null, 'x', { b: true }] })).toEqual({ a: [1, null, 'x', { b: true }] });
  });

  test('colours change to those of the scheme, and nothing else does', () => {
    const dark = new Map(
      Object.entries(palette).map(([name, colour]) => [colour as string, darkPalette[name as keyof typeof palette]]),
    );
    const option = { a: palette.ink, b: [{ color: palette.renewable, name: 'x' }], c: 7, d: null, e: [[1, 2]] };
    expect(revive(option, dark)).toEqual({
      ...option,
      a: darkPalette.ink,
      b: [{ color: darkPalette.renewable, name: 'x' }],
    });
  });
});

/** What every function of an option says to a few values. */
function answersOf(option: unknown): unknown[] {
  if (typeof option !== 'object' || option === null) return [];
  return Object.entries(option).flatMap(([key, member]: [string, unknown]) => {
    if (typeof member !== 'function') return answersOf(member);
    const values = 'customValues' in option && Array.isArray(option.customValues) ? option.customValues : [];
    return [key, ...[...values, 0, 1234, 0.5, -2_000_000].map((value) => member(value))];
  });
}

test('numbers of the page are those of the report', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(shortNumber(value)).toBe(shortNumberOfReport(value));
    }),
  );
  expect([0, 0.12345, 249.96, 9999.4, 12_345.6].map(figureText)).toEqual(['0', '0.1235', '250', '9,999', '12,346']);
});

test('the slot under the pointer is the one that holds the moment', () => {
  const timeline = uniformTimeline(instant(0), instant(8 * 3_600_000), 60);
  const edges = Array.from(timeline.edges);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 8 * 3_600_000 - 1 }), (at) => {
      expect(slotAt(edges, at)).toBe(slotAtOfTimeline(timeline, instant(at)));
    }),
  );
  expect([slotAt(edges, -5), slotAt(edges, 8 * 3_600_000), slotAt(edges, 1e15)]).toEqual([0, 7, 7]);
});

describe('days of 23 and 25 hours', () => {
  const dayOf = (start: string, end: string) => ({
    timeline: { start, end, slotMinutes: 60 },
    sites: [{ ...smallScenario.sites[0], grid: { ...smallScenario.sites[0].grid, importPrice: 0.2 }, renewables: [] }],
    jobs: [{ ...smallScenario.jobs[0], deadline: end }],
  });
  const labelsOf = async (start: string, end: string) => {
    const { fleet, plan } = await planned(dayOf(start, end));
    const [{ slotLabels, charts }] = chartDocument(fleet, plan, 2000).sites;
    const option = charts[0].option as { xAxis: { axisLabel: { formatter: { labels: [number, string][] } } } };
    return { slotLabels, ticks: option.xAxis.axisLabel.formatter.labels.map(([, label]) => label) };
  };

  test('the hour that comes twice is told apart by its offset', async () => {
    const { slotLabels, ticks } = await labelsOf('2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00');
    expect(slotLabels).toHaveLength(25);
    expect(slotLabels.slice(1, 5)).toEqual([
      '2026-10-25 01:00 to 02:00 +02:00',
      '2026-10-25 02:00 +02:00 to 02:00 +01:00',
      '2026-10-25 02:00 to 03:00 +01:00',
      '2026-10-25 03:00 to 04:00 +01:00',
    ]);
    expect(ticks.filter((label) => label === '02:00')).toHaveLength(2);
    expect([ticks[0], ticks.at(-1)]).toEqual(['Sun 10-25', 'Mon 10-26']);
  });

  test('the hour that is left out has no slot and no tick', async () => {
    const { slotLabels, ticks } = await labelsOf('2026-03-29T00:00+01:00', '2026-03-30T00:00+02:00');
    expect(slotLabels).toHaveLength(23);
    expect(slotLabels[1]).toBe('2026-03-29 01:00 +01:00 to 03:00 +02:00');
    expect(ticks).not.toContain('02:00');
    expect([ticks[0], ticks.at(-1)]).toEqual(['Sun 03-29', 'Mon 03-30']);
  });
});

test('areas pile up to what flows, with their own power beside the height of the pile', async () => {
  const { fleet, plan } = await planned();
  const [{ charts, edges }] = chartDocument(fleet, plan, 600).sites;
  const { series } = charts[1].option as { series: { name: string; data: [number, number, number][] }[] };
  // Top layer first, so that those below are painted over it.
  const layers = [...series].reverse();
  expect(layers[0].name).toBe('Base load');
  for (let slot = 0; slot < edges.length - 1; slot += 1) {
    let pile = 0;
    for (const { data } of layers) {
      pile += data[slot][2];
      expect(data[slot][0]).toBe(edges[slot]);
      expect(data[slot][1]).toBeCloseTo(pile, 9);
    }
  }
  const sources = charts[0].option as { series: { data: [number, number, number][] }[] };
  const tops = [layers.at(-1)?.data, sources.series[0].data].map((data) =>
    data?.map(([, top]) => Number(top.toFixed(4))),
  );
  // What comes in goes out.
  expect(tops[0]).toEqual(tops[1]);
});
