import { describe, expect, test } from 'vitest';
import type { Fleet, Link } from '../../src/domain/fleet.ts';
import { placesFleet } from '../support/hand-places.ts';
import { the } from '../support/hand-plan.ts';
import {
  billedBy,
  expectFoundInFleet,
  expectFoundInPlaces,
  firstFoundInPlaces,
  jobOf,
  seriesOf,
  valuesOf,
  withJob,
} from '../support/planted-fault.ts';

/** The fleet of places with its link from east to west changed. */
function withLink(change: Partial<Link>): Fleet {
  const links = placesFleet.links.map((link) => (link.from === 'east' ? { ...link, ...change } : link));
  return { ...placesFleet, links };
}

describe('faults of places', () => {
  test('a job at a site that is not on its list', () => {
    const [found] = expectFoundInFleet(withJob('batch', { sites: ['east'] }), 'jobSite');
    expect(found).toMatchObject({ site: 'west', subject: 'job batch' });
  });

  test('a job under a law that it forbids, though the site is on its list', () => {
    const [found] = expectFoundInFleet(withJob('late', { residency: ['US', 'CA'] }), 'jobResidency');
    expect(found.message).toContain('site east, job late: runs under EU, DE, but may run under US, CA only.');
  });

  test('a job under no known law', () => {
    const sites = placesFleet.sites.map((site) => ({ ...site, jurisdictions: [] }));
    expectFoundInFleet({ ...placesFleet, sites }, 'jobResidency');
  });

  test('a job too far from its users, though the site is on its list', () => {
    const near = { homeSite: 'east', maximumMilliseconds: 19.9 };
    const [found] = expectFoundInFleet(withJob('batch', { latency: near }), 'jobLatency');
    expect(found.message).toContain('is 20 ms from east, expected at most 19.9 ms');
    expectFoundInFleet(withJob('batch', { latency: { ...near, maximumMilliseconds: 20 } }));
  });

  test('a job whose distance is not known, or that no link reaches from its users', () => {
    // The link from west to east does not know its latency.
    const unknown = withJob('late', { latency: { homeSite: 'west', maximumMilliseconds: 1e9 } });
    expect(expectFoundInFleet(unknown, 'jobLatency')[0].message).toContain('is an unknown number of ms from west');
    expectFoundInFleet(withJob('late', { latency: { homeSite: 'elsewhere', maximumMilliseconds: 1e9 } }), 'jobLatency');
  });

  test('a job that no link brings its data to', () => {
    const [found] = expectFoundInFleet(
      withJob('web', { data: { site: 'depot', gigabytesPerUnitHour: 0 } }),
      'dataPath',
    );
    expect(found).toMatchObject({ site: 'east', subject: 'job web' });
    // Five unit-hours there would have moved as many gigabytes.
    expectFoundInFleet(withJob('web', { data: { site: 'depot', gigabytesPerUnitHour: 1 } }), 'dataPath', 'jobMoved');
  });

  test('data taken over a link that only leads the other way', () => {
    const fleet = { ...placesFleet, links: placesFleet.links.filter(({ from }) => from === 'west') };
    // Nothing is left that draws, carries and is paid for what the plan says, nor says how far west is from home.
    const traces = ['seriesPresent', 'powerBalance', 'costLine', 'baseline', 'jobLatency'] as const;
    const found = expectFoundInFleet(fleet, 'dataPath', ...traces);
    const strays = found.filter(({ rule }) => rule === 'dataPath').map(({ site, subject }) => [site, subject]);
    expect(strays).toEqual([
      ['west', 'job batch'],
      ['west', 'job render'],
    ]);
  });
});

describe('faults of links', () => {
  test('data moved by a job made less', () => {
    const [found] = expectFoundInPlaces((draft) => {
      jobOf(draft, 'render').movedGigabytes = 18;
    }, 'jobMoved');
    expect(found).toMatchObject({ subject: 'job render', found: 18, limit: 27, unit: 'GB' });
  });

  test('data moved by work at home', () => {
    expectFoundInPlaces((draft) => {
      jobOf(draft, 'night').movedGigabytes = 3; // 1 unit-hour x 3
    }, 'jobMoved');
  });

  test('less data on the way than the work moves, with power and money to fit', () => {
    const [found] = expectFoundInPlaces((draft) => {
      // 2 GB/h less in slot 2: 0.2 kW, 0.02 for energy, 0.04 kg, 1 for the data.
      valuesOf(draft, 'west', 'linkTransfer')[2] = 5;
      valuesOf(draft, 'west', 'gridImport')[2] = 25.4;
      the(draft.setpoints, ({ site }) => site === 'west').values[2] = 25.4;
      draft.emissions.averageKg = 21.7355;
      billedBy(draft, 'energyBought', 'west', -0.02);
      billedBy(draft, 'dataTransfer', 'west', -1);
    }, 'linkTransfer');
    expect(found).toMatchObject({ site: 'west', subject: 'link from east', slot: 2, found: 5, limit: 7, unit: 'GB/h' });
  });

  test('data moved before the work is done', () => {
    const found = firstFoundInPlaces('linkTransfer', (draft) => {
      seriesOf(draft, 'west', 'linkTransfer').values = [20, 14, 7, 4];
    });
    expect(found).toMatchObject({ slot: 0, found: 20, limit: 12 });
  });

  test('data on a link that nothing takes', () => {
    expectFoundInPlaces(
      (draft) => {
        valuesOf(draft, 'east', 'linkTransfer')[1] = 1;
      },
      'linkTransfer',
      'powerBalance',
      'costLine',
    );
  });

  test('more data than the link carries', () => {
    const fleet = withLink({ capacityGigabytesPerHour: Float64Array.of(20, 17.5, 20, 20) });
    const [found, ...others] = expectFoundInFleet(fleet, 'linkCapacity', 'baseline');
    expect(found).toMatchObject({ site: 'west', subject: 'link from east', slot: 1, found: 18, limit: 17.5 });
    // The baselines, which say that they hold every physical limit, are no better.
    expect(others.map(({ rule, slot }) => [rule, slot])).toEqual([
      ['baseline', 1],
      ['baseline', 1],
    ]);
  });

  test('more data than the link carries in the jobs alone', () => {
    const found = firstFoundInPlaces('linkCapacity', (draft) => {
      jobOf(draft, 'batch').allocations[1].activeUnits[0] = 18; // 3 + 18 GB/h
    });
    expect(found).toMatchObject({ slot: 2, found: 21, limit: 20 });
  });

  test('more data than the link carries in the series alone', () => {
    const found = firstFoundInPlaces('linkCapacity', (draft) => {
      valuesOf(draft, 'west', 'linkTransfer')[0] = 20.5;
    });
    expect(found).toMatchObject({ slot: 0, found: 20.5, limit: 20 });
  });

  test('data sent backwards', () => {
    const found = firstFoundInPlaces('linkCapacity', (draft) => {
      valuesOf(draft, 'west', 'linkTransfer')[3] = -4;
    });
    expect(found).toMatchObject({ slot: 3, found: -4, limit: 0 });
  });

  test('energy of the link not drawn at the receiving site', () => {
    const found = expectFoundInFleet(withLink({ energyKwhPerGigabyte: 0 }), 'powerBalance');
    expect(found.map(({ site, found: power, limit }) => [site, power, Number(limit?.toFixed(6))])).toEqual([
      ['west', 27, 25.8],
      ['west', 33, 31.2],
      ['west', 25.6, 24.9],
      ['west', 26.2, 25.8],
    ]);
  });

  test('data paid for at another price', () => {
    const found = expectFoundInFleet(withLink({ pricePerGigabyte: 0.6 }), 'costLine', 'baseline');
    expect(found.map(({ found: money, limit }) => [money, Number(limit?.toFixed(6))])).toEqual([
      [16.5, 19.8],
      [16.5, 19.8],
      [16.5, 19.8],
    ]);
  });

  test('a series left out, also of a link that carries nothing', () => {
    expectFoundInPlaces((draft) => {
      draft.sites[0].series = draft.sites[0].series.filter(({ name }) => name !== 'linkTransfer');
    }, 'seriesPresent');
  });

  test('a series for a link that there is not', () => {
    expectFoundInPlaces((draft) => {
      draft.sites[0].series.push({ ...structuredClone(seriesOf(draft, 'east', 'linkTransfer')), component: 'depot' });
    }, 'seriesPresent');
  });

  test('a series in another unit', () => {
    expectFoundInPlaces((draft) => {
      seriesOf(draft, 'west', 'linkTransfer').unit = 'GB';
    }, 'seriesShape');
  });
});
