import { describe, expect, it } from 'vitest';
import type { DemandCharge } from '../../src/domain/fleet.ts';
import { fleetOf, type Loose, smallScenario } from './small-scenario.ts';

const read = (timeline: Loose, timeZone: string, demandCharge: unknown) =>
  fleetOf(
    smallScenario((scenario) => {
      scenario.timeline = timeline;
      scenario.jobs = [];
      const [site] = scenario.sites;
      site.timeZone = timeZone;
      site.grid.importPrice = 1;
      site.grid.demandCharge = demandCharge;
      site.renewables.length = 0;
    }),
  );

const charges = (timeline: Loose, timeZone: string, demandCharge: unknown): readonly DemandCharge[] =>
  read(timeline, timeZone, demandCharge).sites[0].grid.demandCharges;

/** `month: slots@hours ...` of each interval, for comparison at a glance. */
const shown = ({ periods }: DemandCharge): string[] =>
  periods.map(({ label, meteringIntervals }) =>
    [label, ...meteringIntervals.map(({ slots, hours }) => `${[...slots].join('+')}@${[...hours].join('+')}`)].join(
      ' ',
    ),
  );

const HOUR = { start: '2026-06-01T00:00+08:00', end: '2026-06-01T01:00+08:00', slotMinutes: 15 };

describe('demand charges', () => {
  it('meter each quarter of an hour by default', () => {
    const [charge] = charges(HOUR, 'Asia/Shanghai', { pricePerKwMonth: 28 });
    expect(charge).toMatchObject({ id: 'demand-1', direction: 'import', pricePerKw: 28 });
    expect(shown(charge)).toEqual(['2026-06 0@0.25 1@0.25 2@0.25 3@0.25']);
  });

  it('average finer slots over the metering interval of the local clock', () => {
    const timeline = { start: '2026-06-01T00:10+08:00', end: '2026-06-01T01:10+08:00', slotMinutes: 10 };
    const [charge] = charges(timeline, 'Asia/Shanghai', { pricePerKwMonth: 28, meteringMinutes: 30 });
    const ten = 10 / 60;
    expect(shown(charge)).toEqual([`2026-06 0+1@${ten}+${ten} 2+3+4@${ten}+${ten}+${ten} 5@${ten}`]);
  });

  it('share a slot that two intervals cut', () => {
    const timeline = { start: '2026-06-01T00:00+08:00', end: '2026-06-01T00:30+08:00', slotMinutes: 10 };
    const [charge] = charges(timeline, 'Asia/Shanghai', { pricePerKwMonth: 28 });
    expect(shown(charge)).toEqual([`2026-06 0+1@${10 / 60}+${5 / 60} 1+2@${5 / 60}+${10 / 60}`]);
  });

  it('take a longer slot as one interval, and say that its peak is a low estimate', () => {
    const timeline = {
      start: '2026-06-01T00:00+08:00',
      segments: [
        { until: '2026-06-01T00:30+08:00', slotMinutes: 15 },
        { until: '2026-06-01T02:30+08:00', slotMinutes: 60 },
      ],
    };
    const fleet = read(timeline, 'Asia/Shanghai', { id: 'peak', pricePerKwMonth: 28 });
    expect(shown(fleet.sites[0].grid.demandCharges[0])).toEqual(['2026-06 0@0.25 1@0.25 2@1 3@1']);
    expect(fleet.dataQuality).toContainEqual({
      subject: 'sites/hohhot/grid/demandCharge',
      kind: 'estimated',
      slots: [2, 3],
      message: 'slots longer than the metering interval of 15 minutes: the peak is a low estimate',
    });
  });

  it('have a period for each civil month of the site, also inside a slot', () => {
    const timeline = { start: '2026-05-31T14:30Z', end: '2026-05-31T17:30Z', slotMinutes: 60 };
    const demand = { pricePerKwMonth: 28, billedPeakKw: 500, expectedPeakKw: 200, minimumBilledKw: 300 };
    const [charge] = charges(timeline, 'Asia/Shanghai', demand);
    // Midnight in Shanghai is 16:00 UTC, the middle of the second slot; billed is only what the running month has.
    expect(shown(charge)).toEqual(['2026-05 0@1 1@0.5', '2026-06 1@0.5 2@1']);
    expect(charge.periods.map(({ floorKw }) => floorKw)).toEqual([500, 300]);
    expect(charges(timeline, 'UTC', demand)[0].periods.map(({ label }) => label)).toEqual(['2026-05']);
  });

  it('take the largest of what is billed, expected and agreed as the floor', () => {
    const floor = (demand: Loose) =>
      charges(HOUR, 'Asia/Shanghai', { pricePerKwMonth: 1, ...demand })[0].periods[0].floorKw;
    expect([floor({}), floor({ billedPeakKw: 5 }), floor({ billedPeakKw: 5, expectedPeakKw: 6 })]).toEqual([0, 5, 6]);
    expect(floor({ billedPeakKw: 5, expectedPeakKw: 6, minimumBilledKw: 7 })).toBe(7);
  });

  it('meter only the hours and weekdays of their period, and no month that has none of them', () => {
    // Friday 29 May 21:00 to Monday 1 June 09:00: weekdays from 08:00 to 22:00 are one hour of May, one of June.
    const timeline = { start: '2026-05-29T21:00+08:00', end: '2026-06-01T09:00+08:00', slotMinutes: 60 };
    const period = { from: '08:00', to: '22:00', days: 'weekdays' };
    const demand = { pricePerKwMonth: 28, meteringMinutes: 60, billedPeakKw: 9, period };
    const [charge] = charges(timeline, 'Asia/Shanghai', demand);
    expect(shown(charge)).toEqual(['2026-05 0@1', '2026-06 59@1']);
    expect(charge.periods.map(({ floorKw }) => floorKw)).toEqual([9, 0]);
    const weekend = { start: '2026-05-30T00:00+08:00', end: '2026-05-31T00:00+08:00', slotMinutes: 60 };
    expect(charges(weekend, 'Asia/Shanghai', demand)[0].periods).toEqual([]);
  });

  it('cut intervals at the edges of their period', () => {
    const timeline = { start: '2026-06-01T07:00+08:00', end: '2026-06-01T09:00+08:00', slotMinutes: 30 };
    const period = { from: '07:15', to: '08:15' };
    const [charge] = charges(timeline, 'Asia/Shanghai', { pricePerKwMonth: 1, meteringMinutes: 30, period });
    expect(shown(charge)).toEqual(['2026-06 0@0.25 1@0.5 2@0.25']);
  });

  it.each([
    ['Europe/Berlin', '2026-03-28T23:00Z', '2026-03-29T22:00Z', 23],
    ['Europe/Berlin', '2026-10-24T22:00Z', '2026-10-25T23:00Z', 25],
    ['Australia/Lord_Howe', '2026-04-04T13:00Z', '2026-04-05T13:30Z', 24.5],
  ])('in %s from %s to %s meter each of the hours once', (timeZone, start, end, hours) => {
    const [charge] = charges({ start, end, slotMinutes: 30 }, timeZone, { pricePerKwMonth: 1, meteringMinutes: 60 });
    const metered = charge.periods.flatMap(({ meteringIntervals }) => meteringIntervals);
    const bySlot = new Float64Array(hours * 2);
    for (const { slots, hours: inside } of metered) {
      for (const [index, slot] of slots.entries()) bySlot[slot] += inside[index];
    }
    expect([...bySlot]).toEqual(Array(hours * 2).fill(0.5));
    expect(metered.length).toBe(Math.ceil(hours));
  });

  it('stand side by side under names of their own', () => {
    const found = charges(HOUR, 'Asia/Shanghai', [
      { pricePerKwMonth: 1 },
      { id: 'both ways', direction: 'both', pricePerKwMonth: 2 },
      { direction: 'export', pricePerKwMonth: 3 },
    ]);
    expect(found.map(({ id, direction }) => [id, direction])).toEqual([
      ['demand-1', 'import'],
      ['both ways', 'both'],
      ['demand-3', 'export'],
    ]);
  });
});
