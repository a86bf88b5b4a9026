import { describe } from 'vitest';
import { type BadCase, itRefuses } from './bad-cases.ts';

const times: BadCase[] = [
  [
    'a time without an offset',
    (s) => {
      s.timeline.start = '2026-06-01T00:00';
    },
    'timeline.start: found the text "2026-06-01T00:00", expected an ISO 8601 time with an offset, like 2026-06-01T08:00+02:00 (the offset from UTC is missing',
  ],
  [
    'a day that is none',
    (s) => {
      s.timeline.start = '2026-02-30T00:00Z';
    },
    'timeline.start: found the text "2026-02-30T00:00Z", expected an ISO 8601 time',
  ],
  [
    'an end before the start',
    (s) => void Object.assign(s, { timeline: { ...s.timeline, end: '2026-05-31T00:00+08:00' }, jobs: [] }),
    'timeline.end: found an end 1440 minutes before the start, expected an end after the start',
  ],
  [
    'slots that do not fill the time',
    (s) => {
      s.timeline.slotMinutes = 25;
    },
    'timeline.slotMinutes: found slots of 25 minutes over 240 minutes, expected slots that fill the time exactly',
  ],
  [
    'too many slots',
    (s) => {
      s.timeline.end = '2100-06-01T00:00Z';
    },
    'slots, expected at most 20000 slots (shorten the timeline or lengthen its slots)',
  ],
  [
    'an unknown zone',
    (s) => {
      s.sites[0].timeZone = 'Asia/Schanghai';
    },
    'sites[0].timeZone: found the text "Asia/Schanghai", expected an IANA time zone',
  ],
  [
    'an abbreviation that means several zones',
    (s) => {
      s.sites[0].timeZone = 'BST';
    },
    'sites[0].timeZone: found the text "BST", expected an IANA time zone',
  ],
  [
    'a segment that ends early',
    (s) => {
      s.timeline = {
        start: '2026-06-01T00:00Z',
        segments: [
          { until: '2026-06-01T01:00Z', slotMinutes: 15 },
          { until: '2026-06-01T00:30Z', slotMinutes: 15 },
        ],
      };
    },
    'timeline.segments[1].until: found an end 30 minutes before the start',
  ],
  [
    'a deadline before the start of the timeline',
    (s) => {
      s.jobs[0].deadline = '2026-05-31T00:00Z';
    },
    'jobs[0].deadline: found the deadline 2026-05-31T00:00:00Z, expected a time after the start of the timeline, 2026-05-31T16:00:00Z',
  ],
  [
    'a deadline before the earliest start',
    (s) => {
      s.jobs[0].earliestStart = '2026-06-01T03:30+08:00';
    },
    'jobs[0].deadline: found the deadline 2026-05-31T19:00:00Z, expected a time after the earliest start',
  ],
  [
    'a hard deadline that has passed',
    (s) => void Object.assign(s.jobs[0], { earliestStart: '2026-05-01T00:00Z', deadline: '2026-05-02T00:00Z' }),
    'jobs[0].deadline: found the deadline 2026-05-02T00:00:00Z, which is hard, expected a time after the start of the timeline, 2026-05-31T16:00:00Z (overdue work wants',
  ],
  [
    'a deadline that is no time',
    (s) => {
      s.jobs[0].deadline = 'tomorrow';
    },
    'jobs[0].deadline: found the text "tomorrow", expected an ISO 8601 time',
  ],
];

describe('times that make no sense', () => itRefuses(times));
