import Type, { type Static } from 'typebox';
import { closed, identifier, nonNegative } from './common.ts';
import { series } from './series.ts';

export const link = closed({
  from: identifier('Site that the data leave.'),
  to: identifier('Site that the data reach.'),
  gigabitsPerSecond: series('Bandwidth for data of jobs, Gbit/s. Physical.'),
  latencyMs: Type.Optional(nonNegative('Milliseconds one way. Not known when absent, which is never near enough.')),
  pricePerGigabyte: Type.Optional(nonNegative('Money of the scenario per gigabyte carried. Default 0.')),
  energyKwhPerGigabyte: Type.Optional(nonNegative('Energy per gigabyte, drawn at the receiving site. Default 0.')),
  bothWays: Type.Optional(
    Type.Boolean({ description: 'Stands for the link back too, with the same figures. Default false.' }),
  ),
});

export type LinkSource = Static<typeof link>;
