import { type Loose, type SmallScenario, type SmallSite, smallScenario } from './small-scenario.ts';

/** The small scenario with links between three sites; jobs start without terms of their own. */
export interface LinkedScenario extends SmallScenario {
  sites: [SmallSite, SmallSite, SmallSite, ...SmallSite[]];
  links: Loose[];
}

/**
 * Sites hohhot (CN), dublin (IE, EU) and oslo (which states no jurisdictions), all with the pool `gpu`, and links
 * hohhot -> dublin (180 ms, with the way back), dublin -> oslo (17 ms). None leads from hohhot to oslo.
 */
export function linkedScenario(change: (scenario: LinkedScenario) => void = () => {}): LinkedScenario {
  const small = smallScenario();
  const [hohhot] = small.sites;
  hohhot.jurisdictions = ['CN'];
  const other = (id: string): SmallSite => ({ ...structuredClone(hohhot), id, jurisdictions: undefined });
  const scenario: LinkedScenario = {
    ...small,
    sites: [hohhot, { ...other('dublin'), jurisdictions: ['IE', 'EU'] }, other('oslo')],
    links: [
      { from: 'hohhot', to: 'dublin', gigabitsPerSecond: 2, latencyMs: 180, pricePerGigabyte: 0.5, bothWays: true },
      { from: 'dublin', to: 'oslo', gigabitsPerSecond: 10, latencyMs: 17, energyKwhPerGigabyte: 0.25 },
    ],
  };
  change(scenario);
  return scenario;
}

/** The same with jobs that ask all there is to ask of the places that may run them. */
export function placedScenario(): LinkedScenario {
  return linkedScenario((s) => {
    const [job] = s.jobs;
    s.jobs = [
      { ...job, id: 'near', dataSite: 'dublin', dataGigabytes: 160, homeSite: 'dublin', maximumLatencyMs: 20 },
      { ...job, id: 'bound', shape: 'contiguous', residency: ['EU', 'CN'], sites: ['dublin', 'hohhot'] },
      { ...job, id: 'light', shape: 'divisible', dataSite: 'oslo', dataGigabytes: 0, residency: ['EU'] },
    ];
  });
}
