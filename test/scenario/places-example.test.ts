import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readScenarioFile } from '../../src/scenario/index.ts';
import { repositoryRoot } from '../support/repository.ts';

it('examples/places.yaml reads as its comments say', async () => {
  const result = await readScenarioFile(join(repositoryRoot, 'examples', 'places.yaml'));
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.problems));
  const { sites, links, jobs, dataQuality } = result.fleet;
  expect(sites.map(({ id, jurisdictions }) => [id, jurisdictions])).toEqual([
    ['frankfurt', ['DE', 'EU']],
    ['dublin', ['IE', 'EU']],
    ['oslo', ['NO']],
  ]);
  // Two of the three links stand for the way back too.
  expect(links.length).toBe(5);
  expect(links.map(({ capacityGigabytesPerHour }) => capacityGigabytesPerHour[0])).toEqual([
    4500, 4500, 900, 900, 1800,
  ]);
  expect(jobs.map(({ id, shape, sites: allowed }) => [id, shape, allowed])).toEqual([
    ['train', 'contiguous', ['frankfurt', 'dublin', 'oslo']],
    // Oslo is not in the European Union.
    ['finetune', 'preemptible', ['frankfurt', 'dublin']],
    // Dublin is 13 ms from Frankfurt and 17 ms from Oslo.
    ['inference', 'divisible', ['frankfurt', 'dublin']],
    ['render', 'contiguous', ['frankfurt', 'dublin', 'oslo']],
  ]);
  // Prices that are left out are the only doubt: every place is known well enough.
  expect(dataQuality.map(({ message }) => message).filter((message) => !message.includes('price'))).toEqual([]);
});
