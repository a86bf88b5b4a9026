import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { makeSolverPool } from '../../solver/index.ts';
import type { Fleet, Site } from '../../src/domain/fleet.ts';
import type { HeatShare } from '../../src/domain/plant.ts';
import type { Plan, SeriesName } from '../../src/scheduling/index.ts';
import { SEED } from '../property/support.ts';
import { seriesOf } from '../support/fleets.ts';
import { planned } from '../support/planned.ts';
import { arbitraryPlantFleet } from './heat-arbitrary-plant.ts';

/** Every bus of random plants, summed anew from what the plan publishes and from nothing that the program knows. */

const solver = makeSolverPool();
afterAll(() => solver.close());

const RUNS = 150;
const CLOSED_KW = 1e-6;
/** Figures of a plan are rounded to 1e-6. */
const ROUNDING_KW = 5e-7;

interface Term {
  readonly factor: number;
  readonly name: SeriesName;
  readonly component: string | null;
}

const term = (factor: number, name: SeriesName, component: string | null = null): Term => ({ factor, name, component });
const each = (factor: number, name: SeriesName, devices: readonly { readonly id: string }[]): Term[] =>
  devices.map(({ id }) => term(factor, name, id));
const flow = (charge: SeriesName, discharge: SeriesName, stores: readonly { readonly id: string }[]): Term[] => [
  ...each(-1, charge, stores),
  ...each(1, discharge, stores),
];

/** What flows into each bus of a site, positive into it. */
function busesOf(site: Site): Map<string, Term[]> {
  const { plant, compute } = site;
  const electric = plant.boilers.filter(({ fuel }) => fuel === null);
  const buses = new Map<string, Term[]>();
  buses.set('electricity', [
    term(1, 'gridImport'),
    term(-1, 'gridExport'),
    ...each(1, 'renewableUsed', site.renewables),
    ...each(1, 'generatorPower', plant.generators),
    ...flow('batteryCharge', 'batteryDischarge', site.batteries),
    term(-1, 'baseLoad'),
    ...each(-1, 'poolPower', compute.pools),
    term(-1, 'distributionOverhead'),
    ...each(-1, 'loopPower', plant.loops),
    ...each(-1, 'chillerPower', plant.chillers),
    ...each(-1, 'absorptionPower', plant.absorptionChillers),
    ...each(-1, 'freeCoolingPower', plant.freeCoolers),
    ...each(-1, 'heatRejectionPower', plant.heatRejection),
    ...each(-1, 'heatPumpPower', plant.heatPumps),
    ...each(-1, 'exchangerPower', plant.heatExchangers),
    ...each(-1, 'boilerInput', electric),
  ]);
  for (const { id } of plant.loops) {
    buses.set(`IT heat of ${id}`, [...itHeat(site, id), term(-1, 'loopHeat', id)]);
    buses.set(`heat on ${id}`, [term(1, 'loopHeat', id), ...onLoop(site, id)]);
  }
  buses.set('condenser water', condenserWater(site));
  for (const { id, lossFraction } of plant.heatNetworks) {
    buses.set(`heat of ${id}`, [term(-1 / (1 - lossFraction), 'heatDelivered', id), ...heatTerms(site, id)]);
  }
  return buses;
}

function itHeat({ plant: { heatOf }, compute }: Site, loop: string): Term[] {
  const share = (shares: readonly HeatShare[]) =>
    shares.filter((each) => each.loop === loop).reduce((sum, { fraction }) => sum + fraction, 0);
  return [
    term(share(heatOf.baseLoad), 'baseLoad'),
    term(share(heatOf.distribution), 'distributionOverhead'),
    ...compute.pools.map(({ id }) => term(share(heatOf.pools[id] ?? []), 'poolPower', id)),
  ];
}

function onLoop({ plant }: Site, loop: string): Term[] {
  const here = <Device extends { readonly loop: string }>(devices: readonly Device[]) =>
    devices.filter((device) => device.loop === loop);
  const tapped = <Device extends { readonly tap: { readonly kind: string } }>(devices: readonly Device[]) =>
    devices.filter(({ tap }) => tap.kind === 'loop' && 'loop' in tap && tap.loop === loop);
  return [
    ...each(-1, 'chillerCooling', here(plant.chillers)),
    ...each(-1, 'absorptionCooling', here(plant.absorptionChillers)),
    ...each(-1, 'freeCooling', here(plant.freeCoolers)),
    ...each(
      1,
      'coldStoreCharge',
      plant.coldStores.filter(({ chargesFrom }) => chargesFrom === loop),
    ),
    ...each(
      -1,
      'coldStoreDischarge',
      plant.coldStores.filter(({ dischargesTo }) => dischargesTo === loop),
    ),
    ...here(plant.coldNetworks).map(({ id, lossFraction }) => term(1 / (1 - lossFraction), 'coldDelivered', id)),
    ...each(-1, 'heatPumpHeat', tapped(plant.heatPumps)),
    ...each(1, 'heatPumpPower', tapped(plant.heatPumps)),
    ...each(-1, 'exchangerHeat', tapped(plant.heatExchangers)),
  ];
}

function condenserWater({ plant }: Site): Term[] {
  const tapped = <Device extends { readonly tap: { readonly kind: string } }>(devices: readonly Device[]) =>
    devices.filter(({ tap }) => tap.kind === 'condenserWater');
  return [
    ...each(1, 'chillerCooling', plant.chillers),
    ...each(1, 'chillerPower', plant.chillers),
    ...each(1, 'absorptionCooling', plant.absorptionChillers),
    ...each(1, 'absorptionHeat', plant.absorptionChillers),
    ...each(-1, 'heatRejected', plant.heatRejection),
    ...each(-1, 'heatPumpHeat', tapped(plant.heatPumps)),
    ...each(1, 'heatPumpPower', tapped(plant.heatPumps)),
    ...each(-1, 'exchangerHeat', tapped(plant.heatExchangers)),
  ];
}

function heatTerms({ plant }: Site, network: string): Term[] {
  const here = <Device extends { readonly network: string }>(devices: readonly Device[]) =>
    devices.filter((device) => device.network === network);
  const contracts = here(plant.heatContracts);
  return [
    term(-1, 'heatSpilled', network),
    ...each(1, 'heatPumpHeat', here(plant.heatPumps)),
    ...each(1, 'exchangerHeat', here(plant.heatExchangers)),
    ...each(1, 'boilerHeat', here(plant.boilers)),
    ...each(
      1,
      'contractHeat',
      contracts.filter(({ direction }) => direction === 'buy'),
    ),
    ...each(
      -1,
      'contractHeat',
      contracts.filter(({ direction }) => direction === 'sell'),
    ),
    ...flow('hotStoreCharge', 'hotStoreDischarge', here(plant.hotStores)),
    ...each(
      1,
      'generatorHeat',
      plant.generators.filter(({ heatRecovery }) => heatRecovery?.network === network),
    ),
    ...each(
      -1,
      'absorptionHeat',
      plant.absorptionChillers.filter(({ heatNetwork }) => heatNetwork === network),
    ),
  ];
}

/** Expects every bus to close; notes which series ever moved. */
function expectClosed({ sites: [site], timeline }: Fleet, plan: Plan, moved: Set<SeriesName>): void {
  for (const [bus, terms] of busesOf(site)) {
    const allowed = CLOSED_KW + ROUNDING_KW * terms.reduce((sum, { factor }) => sum + Math.abs(factor), 0);
    for (let slot = 0; slot < timeline.slotCount; slot += 1) {
      let sum = 0;
      for (const { factor, name, component } of terms) {
        const kw = seriesOf(plan, name, site.id, component)[slot];
        if (factor !== 0 && kw > 0.01) moved.add(name);
        sum += factor * kw;
      }
      expect(Math.abs(sum), `${bus} in slot ${slot}`).toBeLessThanOrEqual(allowed);
    }
  }
}

test(`every bus of random plants closes to 1e-6 kW in every slot (seed ${SEED})`, async () => {
  const moved = new Set<SeriesName>();
  const methods = new Set<string | undefined>();
  await fc.assert(
    fc.asyncProperty(arbitraryPlantFleet(), async (fleet) => {
      const { plan } = await planned(solver, fleet, {
        twice: false,
        savingsSplit: false,
        largestGap: Number.POSITIVE_INFINITY,
      });
      expect(plan.certificate?.largestRowResidual).toBeLessThanOrEqual(CLOSED_KW);
      expect(plan.certificate?.largestBoundResidual).toBeLessThanOrEqual(CLOSED_KW);
      methods.add(plan.certificate?.method);
      expectClosed(fleet, plan, moved);
    }),
    { seed: SEED, numRuns: RUNS },
  );
  // Nothing was proven of a series that never moved.
  const inPlay = [...new Set(termsInPlay())].filter((name) => !moved.has(name));
  expect(inPlay).toEqual([]);
  expect([...methods].sort()).toEqual(['branching', 'linear']);
}, 240_000);

/** All series that a bus may have. */
function termsInPlay(): SeriesName[] {
  const fleets = fc.sample(arbitraryPlantFleet(), { seed: SEED, numRuns: RUNS });
  return fleets.flatMap(({ sites: [site] }) => [...busesOf(site).values()].flat().map(({ name }) => name));
}
