import { describe, expect, test } from 'vitest';
import { caseNamed, listedCases } from '../../src/benchmark/cases.ts';

describe('the name of a case', () => {
  test.each(listedCases.map(({ name }) => name))('%s is one', (name) => {
    expect(caseNamed(name, false)).not.toBeNull();
    expect(caseNamed(name, true)).not.toBeNull();
  });

  test.each([
    ['fleet-3x40x12', 3, 40, 12, 0],
    ['fleet-2x8x1-stores', 2, 8, 1, 1],
    ['fleet-2x8x1-plant', 2, 8, 1, 2],
    ['fleet-2x8x1-plant-minimum', 2, 8, 1, 2],
  ])('%s makes such a fleet', (name, sites, slots, jobs, batteries) => {
    const found = caseNamed(name, false);
    if (found?.kind !== 'madeUp') throw new Error(`${name} is ${found?.kind}`);
    const scenario = found.make(5);
    expect(scenario.name).toBe(name);
    expect([scenario.sites.length, scenario.jobs]).toEqual([sites, expect.objectContaining({ length: jobs })]);
    expect(scenario.sites[0].grid.importPrice).toHaveLength(slots);
    expect(scenario.sites[0].batteries ?? []).toHaveLength(batteries);
  });

  test.each([
    ['event', false, 'fleet-8x96x500'],
    ['event', true, 'fleet-4x96x100'],
    ['event-2x48x3', false, 'fleet-2x48x3'],
  ])('%s (quick: %s) is an event in %s', (name, quick, instance) => {
    const found = caseNamed(name, quick);
    if (found?.kind !== 'event') throw new Error(`${name} is ${found?.kind}`);
    expect(found.make(18).name).toBe(instance);
  });

  test('contiguous-7 has seven jobs in one piece', () => {
    const found = caseNamed('contiguous-7', false);
    if (found?.kind !== 'madeUp') throw new Error(`it is ${found?.kind}`);
    expect(found.make(18).jobs).toHaveLength(7);
  });

  test('GLPK is not asked for more than it can do in seconds', () => {
    const sizes = (quick: boolean) => {
      const found = caseNamed('glpk', quick);
      return found?.kind === 'backends' ? found.make.map((make) => make(18).name) : [];
    };
    expect(sizes(false)).toEqual(['fleet-2x24x20', 'fleet-2x96x40', 'fleet-4x96x100']);
    expect(sizes(true)).toEqual(['fleet-2x24x20', 'fleet-2x96x40']);
  });

  // The event ends with slot 47, and windows last two hours at least.
  test.each([
    'fleet',
    'fleet-8x96',
    'fleet-0x96x5',
    'fleet-8x7x5',
    'event-8x47x5',
    'event-8x96x0',
    'contiguous-0',
    'fleet-2x8x1-minimum',
    'event-2x48x3-plant-minimum',
    '',
  ])('"%s" is none', (name) => {
    expect(caseNamed(name, false)).toBeNull();
  });
});
