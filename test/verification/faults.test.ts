import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/scheduling/plan.ts';
import { type RuleName, type Violation, verifyPlan } from '../../src/verification/index.ts';
import { handProblem } from '../support/hand-fleet.ts';
import { editedPlan, handPlan, the } from '../support/hand-plan.ts';

type Edit = Parameters<typeof editedPlan>[0];
type DraftPlan = Parameters<Edit>[0];

function violations(plan: Plan): readonly Violation[] {
  return verifyPlan(handProblem, plan).violations;
}

/** Plants a fault and wants it found: by this rule, and by no rule outside the list. */
function expectFound(edit: Edit, first: RuleName, ...others: RuleName[]): readonly Violation[] {
  const found = violations(editedPlan(edit));
  const rules = new Set(found.map(({ rule }) => rule));
  expect([...rules].sort()).toEqual([first, ...others].sort());
  return found;
}

const seriesOf = (draft: DraftPlan, site: string, name: string) =>
  the(the(draft.sites, ({ id }) => id === site).series, (series) => series.name === name);
const valuesOf = (draft: DraftPlan, site: string, name: string) => seriesOf(draft, site, name).values;
const jobOf = (draft: DraftPlan, id: string) => the(draft.jobs, (job) => job.id === id);
const promiseOf = (draft: DraftPlan, kind: string) => the(draft.brokenPromises, (each) => each.kind === kind);
const lineOf = (draft: DraftPlan, name: string, site: string | null) =>
  the(draft.costLines, (line) => line.name === name && line.site === site);

describe('the plan made by hand', () => {
  test('is sound, and the report says how much was looked at', () => {
    const report = verifyPlan(handProblem, handPlan, { expectedInputDigest: 'digest-of-the-input' });
    expect(report.violations).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.checkedRules).toBeGreaterThan(500);
  });

  test('a violation says where, when, what was found and what was expected', () => {
    const plan = editedPlan((draft) => {
      valuesOf(draft, 'north', 'distributionOverhead')[2] = 8;
    });
    expect(the(violations(plan), ({ rule }) => rule === 'distributionOverhead')).toEqual({
      rule: 'distributionOverhead',
      site: 'north',
      subject: null,
      slot: 2,
      at: '2026-06-01T01:00:00.000Z',
      found: 8,
      limit: 7,
      unit: 'kW',
      message: 'site north, 2026-06-01T01:00:00.000Z: loss of power distribution is 8 kW, expected 7 kW.',
    });
  });

  test('a smaller tolerance sees smaller faults', () => {
    const plan = editedPlan((draft) => {
      valuesOf(draft, 'south', 'baseLoad')[0] += 5e-4;
    });
    expect(verifyPlan(handProblem, plan).ok).toBe(true);
    expect(verifyPlan(handProblem, plan, { tolerance: 1e-4 }).ok).toBe(false);
  });
});

describe('faults of form', () => {
  test('a missing series', () => {
    expectFound((draft) => {
      const north = the(draft.sites, ({ id }) => id === 'north');
      north.series = north.series.filter(({ name }) => name !== 'renewableCurtailed');
    }, 'seriesPresent');
  });

  test('a series that stands twice', () => {
    expectFound((draft) => {
      const [first] = draft.sites[0].series;
      draft.sites[0].series.push(structuredClone(first));
    }, 'seriesPresent');
  });

  test('a series about nothing', () => {
    expectFound((draft) => {
      draft.sites[1].series.push({ ...structuredClone(draft.sites[0].series[0]), site: 'south', component: 'ghost' });
    }, 'seriesPresent');
  });

  test('a series too short', () => {
    expectFound((draft) => {
      valuesOf(draft, 'south', 'poolPower').pop();
    }, 'seriesShape');
  });

  test('a series in another unit', () => {
    expectFound((draft) => {
      seriesOf(draft, 'south', 'batteryStored').unit = 'kW';
    }, 'seriesShape');
  });

  test('NaN', () => {
    const found = expectFound((draft) => {
      valuesOf(draft, 'north', 'gridImport')[1] = Number.NaN;
    }, 'finiteFigures');
    expect(found[0]).toMatchObject({ site: 'north', slot: 1 });
  });

  test('null where JSON lost a NaN', () => {
    const text = JSON.stringify(handPlan).replace('[121.4,25,1,0]', '[121.4,null,1,0]');
    expect(violations(JSON.parse(text) as Plan).map(({ rule }) => rule)).toEqual(['finiteFigures']);
  });

  test('infinite stored energy', () => {
    expectFound((draft) => {
      valuesOf(draft, 'north', 'batteryStored')[1] = Number.POSITIVE_INFINITY;
    }, 'finiteFigures');
  });

  test('NaN among the active units of a job', () => {
    expectFound((draft) => {
      jobOf(draft, 'batch').allocations[0].activeUnits[1] = Number.NaN;
    }, 'finiteFigures');
  });

  test('a missing site', () => {
    expectFound((draft) => {
      draft.sites.pop();
    }, 'siteListed');
  });

  test('slot starts shifted by an hour', () => {
    expectFound((draft) => {
      draft.sites[0].slotStarts = draft.sites[0].slotStarts.map((start) => start.replace('T0', 'T1'));
    }, 'timeline');
  });

  test('slots said to be equal', () => {
    expectFound((draft) => {
      draft.timeline.slotHours = [0.75, 0.75, 0.75, 0.75];
    }, 'timeline');
  });

  test('another end', () => {
    expectFound((draft) => {
      draft.timeline.end = '2026-06-01T04:00:00.000Z';
    }, 'timeline');
  });

  test('a plan in another currency', () => {
    expectFound((draft) => {
      draft.currency = 'EUR';
    }, 'planIdentity');
  });

  test('a plan of another input', () => {
    const { violations: found } = verifyPlan(handProblem, handPlan, { expectedInputDigest: 'another' });
    expect(found.map(({ rule }) => rule)).toEqual(['planIdentity']);
  });
});

describe('faults of physics', () => {
  test('power balance off by 1 kW', () => {
    const found = expectFound(
      (draft) => {
        valuesOf(draft, 'south', 'gridImport')[1] += 1;
      },
      'powerBalance',
      'setpoint',
      'costLine',
      'emissions',
    );
    expect(found.find(({ rule }) => rule === 'powerBalance')).toMatchObject({ site: 'south', slot: 1, found: 23 });
  });

  test('a base load that is not the problem’s', () => {
    expectFound(
      (draft) => {
        valuesOf(draft, 'south', 'baseLoad')[0] = 15;
      },
      'baseLoad',
      'powerBalance',
    );
  });

  test('base load shed where it must be served', () => {
    expectFound(
      (draft) => {
        const shed = { ...structuredClone(seriesOf(draft, 'north', 'baseLoadShed')), site: 'south' };
        draft.sites[1].series.push({ ...shed, values: [0, 2, 0, 0] });
        valuesOf(draft, 'south', 'baseLoad')[1] = 22;
      },
      'baseLoad',
      'baseLoadShed',
    );
  });

  test('energy from nowhere in a battery', () => {
    const found = expectFound((draft) => {
      valuesOf(draft, 'north', 'batteryStored')[1] = 80;
    }, 'storedEnergy');
    // It comes from nowhere in slot 1 and goes nowhere in slot 2.
    expect(found.map(({ slot }) => slot)).toEqual([1, 2]);
  });

  test('a battery that does not lose what it should', () => {
    expectFound(
      (draft) => {
        seriesOf(draft, 'south', 'batteryStored').values = [10, 10, 11.8, 11.8];
      },
      'storedEnergy',
      'costLine',
      'unfoundedPromise',
    );
  });

  test('a battery fuller than full', () => {
    const found = violations(
      editedPlan((draft) => {
        valuesOf(draft, 'north', 'batteryStored')[0] = 101;
      }),
    );
    expect(found.map(({ rule }) => rule)).toContain('storedEnergyLimit');
  });

  test('a battery below its minimum', () => {
    const found = violations(
      editedPlan((draft) => {
        valuesOf(draft, 'north', 'batteryStored')[2] = 9;
      }),
    );
    expect(found.map(({ rule }) => rule)).toContain('storedEnergyLimit');
  });

  test('a battery that ends higher than it may', () => {
    const found = violations(
      editedPlan((draft) => {
        valuesOf(draft, 'south', 'batteryStored')[3] = 15.5;
      }),
    );
    expect(found.find(({ rule }) => rule === 'storedEnergyLimit')).toMatchObject({ slot: 3, found: 15.5, limit: 15 });
  });

  test('a battery charged faster than it can', () => {
    expectFound(
      (draft) => {
        valuesOf(draft, 'north', 'batteryCharge')[0] = 41;
      },
      'batteryLimit',
      'storedEnergy',
      'powerBalance',
      'setpoint',
    );
  });

  test('charging and discharging at once, with stored energy and balance in order', () => {
    const found = expectFound((draft) => {
      // 0.8 x 12.5 in and 8 / 0.8 out: stored energy stays; 4.5 kW more to charge come as curtailed sun.
      valuesOf(draft, 'north', 'batteryCharge')[3] = 22.5;
      valuesOf(draft, 'north', 'batteryDischarge')[3] = 8;
      valuesOf(draft, 'north', 'renewableUsed')[3] = 94.5;
      valuesOf(draft, 'north', 'renewableCurtailed')[3] = 5.5;
      the(draft.setpoints, ({ quantity }) => quantity === 'renewableLimit').values[3] = 94.5;
      the(draft.setpoints, ({ site, component }) => site === 'north' && component === 'store').values[3] = 14.5;
      lineOf(draft, 'wear', 'north').amount += 0.16;
      draft.objective += 0.16;
      draft.certifiedGap = (draft.objective - 400) / 412.047898;
      draft.savings = null;
    }, 'batteryBothWays');
    expect(found).toHaveLength(1);
  });

  test('import and export at once', () => {
    expectFound(
      (draft) => {
        valuesOf(draft, 'north', 'gridImport')[3] = 5;
        valuesOf(draft, 'north', 'gridExport')[3] = 21.64;
      },
      'gridBothWays',
      'costLine',
      'emissions',
    );
  });

  test('more import than the connection carries', () => {
    const found = violations(
      editedPlan((draft) => {
        valuesOf(draft, 'south', 'gridImport')[2] = 126.5;
      }),
    );
    expect(found.find(({ rule }) => rule === 'gridLimit')).toMatchObject({ found: 126.5, limit: 100, unit: 'kW' });
  });

  test('negative import', () => {
    const found = violations(
      editedPlan((draft) => {
        valuesOf(draft, 'south', 'gridImport')[0] = -1;
      }),
    );
    expect(found.find(({ rule }) => rule === 'gridLimit')).toMatchObject({ found: -1, limit: 0, slot: 0 });
  });

  test('negative curtailment: more sun used than shines', () => {
    const found = violations(
      editedPlan((draft) => {
        valuesOf(draft, 'north', 'renewableUsed')[1] = 35;
        valuesOf(draft, 'north', 'renewableCurtailed')[1] = -5;
      }),
    );
    expect(found.find(({ rule }) => rule === 'renewableSplit')).toMatchObject({ subject: 'roof', found: -5, slot: 1 });
  });

  test('sun that is neither used nor curtailed', () => {
    expectFound((draft) => {
      valuesOf(draft, 'north', 'renewableCurtailed')[3] = 0;
    }, 'renewableSplit');
  });

  test('a pool overfull', () => {
    const found = violations(
      editedPlan((draft) => {
        jobOf(draft, 'tail').allocations[0].activeUnits[0] = 17;
        valuesOf(draft, 'south', 'poolBusyUnits')[3] = 22;
      }),
    );
    expect(found.find(({ rule }) => rule === 'poolCapacity')).toMatchObject({ site: 'south', found: 22, limit: 20 });
  });

  test('a pool overfull in the jobs alone', () => {
    const rules = violations(
      editedPlan((draft) => {
        jobOf(draft, 'tail').allocations[0].activeUnits[0] = 17;
      }),
    ).map(({ rule }) => rule);
    expect(rules).toContain('poolCapacity');
    expect(rules).toContain('poolBusyUnits');
  });

  test('a pool that draws too little', () => {
    expectFound(
      (draft) => {
        valuesOf(draft, 'south', 'poolPower')[3] = 8.5;
      },
      'poolPower',
      'powerBalance',
    );
  });

  test('two slots swapped', () => {
    const found = violations(
      editedPlan((draft) => {
        for (const { values } of draft.sites[0].series) [values[1], values[2]] = [values[2], values[1]];
      }),
    );
    const rules = new Set(found.map(({ rule }) => rule));
    for (const rule of ['storedEnergy', 'poolBusyUnits', 'renewableSplit', 'costLine'] as const) {
      expect(rules).toContain(rule);
    }
  });
});

describe('faults of jobs', () => {
  test('a job left out', () => {
    expectFound((draft) => {
      draft.jobs = draft.jobs.filter(({ id }) => id !== 'tail');
    }, 'jobListed');
  });

  test('a job listed twice', () => {
    expectFound((draft) => {
      draft.jobs.push(structuredClone(jobOf(draft, 'tail')));
    }, 'jobListed');
  });

  test('a job that nobody asked for', () => {
    expectFound((draft) => {
      draft.jobs.push({ ...structuredClone(jobOf(draft, 'tail')), id: 'stowaway' });
    }, 'jobListed');
  });

  test('a job at a site that it forbids', () => {
    const found = violations(
      editedPlan((draft) => {
        jobOf(draft, 'tail').allocations[0].site = 'north';
      }),
    );
    expect(found.find(({ rule }) => rule === 'jobSite')).toMatchObject({ site: 'north', subject: 'job tail' });
  });

  test('a job at an operating point that the pool lacks', () => {
    expectFound((draft) => {
      jobOf(draft, 'tail').allocations[0].operatingPoint = 'turbo';
    }, 'jobPlace');
  });

  test('a job beyond the horizon', () => {
    expectFound((draft) => {
      jobOf(draft, 'tail').allocations[0].firstSlot = 4;
    }, 'jobPlace');
  });

  test('a job before its earliest start', () => {
    const found = violations(
      editedPlan((draft) => {
        jobOf(draft, 'tail').allocations[0].firstSlot = 2;
      }),
    );
    expect(found.find(({ rule }) => rule === 'jobWindow')).toMatchObject({ subject: 'job tail', slot: 2, limit: 0 });
  });

  test('a slot half inside the window takes half of the width and no more', () => {
    const found = violations(
      editedPlan((draft) => {
        jobOf(draft, 'train').allocations[0].activeUnits[0] = 21;
      }),
    );
    expect(found.find(({ rule }) => rule === 'jobWindow')).toMatchObject({ slot: 0, found: 21, limit: 20 });
  });

  test('work after a hard deadline', () => {
    const early = handProblem.fleet.jobs.map((job) =>
      job.id === 'train' ? { ...job, deadline: handProblem.fleet.jobs[0].deadline } : job,
    );
    const problem = { ...handProblem, fleet: { ...handProblem.fleet, jobs: early } };
    // The deadline at 01:30 leaves half of slot 2 (20 of 40 units) and nothing of slot 3.
    const late = verifyPlan(problem, handPlan).violations.filter(({ rule }) => rule === 'jobWindow');
    expect(late.map(({ slot, found, limit }) => [slot, found, limit])).toEqual([
      [2, 35, 20],
      [3, 15, 0],
    ]);
  });

  test('a job wider than it can be', () => {
    const found = violations(
      editedPlan((draft) => {
        jobOf(draft, 'batch').allocations[0].activeUnits[2] = 21;
      }),
    );
    expect(found.find(({ rule }) => rule === 'jobWidth')).toMatchObject({ subject: 'job batch', found: 21, limit: 20 });
  });

  test('negative activity', () => {
    const found = violations(
      editedPlan((draft) => {
        jobOf(draft, 'batch').allocations[0].activeUnits[1] = -3;
      }),
    );
    expect(found.find(({ rule }) => rule === 'jobActivity')).toMatchObject({ site: 'north', slot: 1, found: -3 });
  });

  test('more work said to be done than is', () => {
    const found = expectFound((draft) => {
      jobOf(draft, 'train').doneUnitHours = 60;
      jobOf(draft, 'train').unservedUnitHours = 0;
      draft.brokenPromises = draft.brokenPromises.filter(({ kind }) => kind !== 'deadlineKept');
      lineOf(draft, 'unservedWork', null).amount -= 100;
      draft.objective -= 100;
      draft.savings = null;
      draft.certificate = null;
      draft.certifiedGap = null;
    }, 'jobWorkDone');
    expect(found).toEqual([expect.objectContaining({ subject: 'job train', found: 60, limit: 58, unit: 'unit h' })]);
  });

  test('work that got lost', () => {
    expectFound(
      (draft) => {
        jobOf(draft, 'train').unservedUnitHours = 0;
      },
      'jobWorkAccounted',
      'costLine',
      'unfoundedPromise',
    );
  });

  test('work left over by a job whose window ends within the horizon', () => {
    expectFound(
      (draft) => {
        jobOf(draft, 'batch').leftoverUnitHours = 4;
        jobOf(draft, 'batch').unservedUnitHours = 0;
      },
      'jobLeftover',
      'costLine',
      'unfoundedPromise',
    );
  });

  test('more work left over than the rest of the window holds', () => {
    const found = violations(
      editedPlan((draft) => {
        jobOf(draft, 'tail').leftoverUnitHours = 25;
        jobOf(draft, 'tail').allocations = [];
        jobOf(draft, 'tail').doneUnitHours = 0;
      }),
    );
    expect(found.find(({ rule }) => rule === 'jobLeftover')).toMatchObject({ found: 25, limit: 20 });
  });

  test('lateness hidden', () => {
    expectFound((draft) => {
      jobOf(draft, 'batch').lateUnitHours = 6;
    }, 'jobLateness');
  });

  test('mean lateness made smaller', () => {
    expectFound((draft) => {
      jobOf(draft, 'batch').meanLatenessHours = 0.5;
    }, 'jobLateness');
  });

  test('restarts not counted', () => {
    expectFound((draft) => {
      jobOf(draft, 'train').restartedUnits = 0;
    }, 'jobRestarts');
  });

  test('a directive left out', () => {
    expectFound((draft) => {
      const train = jobOf(draft, 'train');
      train.directives = train.directives.filter(({ action }) => action !== 'RESIZE');
    }, 'jobDirective');
  });

  test('a directive that says the wrong word', () => {
    expectFound((draft) => {
      jobOf(draft, 'tail').directives[0].action = 'SUSPEND';
    }, 'jobDirective');
  });
});

describe('faults of control', () => {
  test('a quota below what runs', () => {
    expectFound((draft) => {
      draft.quotaCurves[0].maxUnits[2] = 30;
    }, 'quotaCurve');
  });

  test('a quota beyond what the pool has', () => {
    expectFound((draft) => {
      draft.quotaCurves[1].maxUnits[2] = 21;
    }, 'quotaCurve');
  });

  test('a quota of power below what the pool draws', () => {
    expectFound((draft) => {
      draft.quotaCurves[0].maxPowerKw[1] = 9;
    }, 'quotaCurve');
  });

  test('a quota curve left out', () => {
    expectFound((draft) => {
      draft.quotaCurves.pop();
    }, 'quotaCurve');
  });

  test('a battery told the opposite', () => {
    expectFound((draft) => {
      the(draft.setpoints, ({ site, component }) => site === 'north' && component === 'store').values[2] = 16;
    }, 'setpoint');
  });

  test('a setpoint for nothing', () => {
    expectFound((draft) => {
      draft.setpoints.push({ ...structuredClone(draft.setpoints[0]), component: 'ghost', quantity: 'renewableLimit' });
    }, 'setpoint');
  });

  test('shadow prices of the wrong length', () => {
    expectFound((draft) => {
      draft.shadowPrices[0].values = [0];
    }, 'shadowPrice');
  });
});

describe('faults of money', () => {
  test('a cost line tampered with, and the objective, gap and savings with it', () => {
    const found = expectFound((draft) => {
      lineOf(draft, 'energyBought', 'south').amount -= 5;
      draft.objective -= 5;
      draft.certificate = null;
      draft.certifiedGap = null;
      draft.savings = null;
    }, 'costLine');
    expect(found).toEqual([expect.objectContaining({ site: 'south', found: 34, limit: 39 })]);
  });

  test('a cost line left out', () => {
    expectFound(
      (draft) => {
        draft.costLines = draft.costLines.filter(({ name }) => name !== 'restarts');
      },
      'costLine',
      'objective',
      'certifiedGap',
    );
  });

  test('a cost line moved to another site', () => {
    expectFound((draft) => {
      lineOf(draft, 'wear', 'north').site = 'south';
    }, 'costLine');
  });

  test('a cost line split in two', () => {
    expectFound((draft) => {
      const line = lineOf(draft, 'lateness', null);
      line.amount /= 2;
      draft.costLines.push({ ...line });
    }, 'costLine');
  });

  test('an objective that is not the sum', () => {
    expectFound(
      (draft) => {
        draft.objective -= 0.001;
      },
      'objective',
      'certifiedGap',
      'savings',
    );
  });

  test('a wrong peak', () => {
    const found = expectFound((draft) => {
      draft.demandCharges[0].peakKw = 70;
    }, 'demandCharge');
    expect(found).toEqual([expect.objectContaining({ subject: 'peak 2026-06', found: 70, limit: 73.2 })]);
  });

  test('a demand charge left out', () => {
    expectFound((draft) => {
      draft.demandCharges.pop();
    }, 'demandCharge');
  });

  test('emissions of another signal', () => {
    expectFound(
      (draft) => {
        draft.emissions.averageKg = 50;
      },
      'emissions',
      'savings',
    );
  });

  test('an unknown signal reported as zero', () => {
    expectFound((draft) => {
      draft.emissions.marketKg = 0;
    }, 'emissions');
  });

  test('a baseline that says it drew less than it did', () => {
    const found = expectFound((draft) => {
      if (draft.baselines === null) return;
      draft.baselines.firstComeFirstServed.energyImportedKwh = 150;
      draft.baselines.ruleBasedStorage.peakImportKw = 140;
    }, 'baseline');
    expect(found.map(({ found: figure, limit }) => [figure, limit])).toEqual([
      [150, 152.2],
      [140, 143.4],
    ]);
  });

  test('a baseline that does not add up', () => {
    expectFound((draft) => {
      if (draft.baselines !== null) draft.baselines.ruleBasedStorage.costLines[0].amount += 1;
    }, 'baseline');
  });

  test('savings made larger', () => {
    expectFound((draft) => {
      if (draft.savings !== null) draft.savings.againstFirstComeFirstServed = 120;
    }, 'savings');
  });
});

describe('faults of promises', () => {
  test.each(handPlan.brokenPromises.map(({ kind }) => kind))('a broken %s kept quiet', (kind) => {
    const found = expectFound((draft) => {
      draft.brokenPromises = draft.brokenPromises.filter((each) => each.kind !== kind);
    }, 'brokenPromise');
    expect(found).toHaveLength(1);
  });

  test('a broken promise made smaller', () => {
    expectFound((draft) => {
      promiseOf(draft, 'contractedLimit').amount = 5;
      promiseOf(draft, 'contractedLimit').cost = 10;
    }, 'brokenPromise');
  });

  test('a kept promise listed as broken', () => {
    expectFound((draft) => {
      const broken = structuredClone(promiseOf(draft, 'endEnergy'));
      draft.brokenPromises.push({ ...broken, site: 'north', cost: 0.6 * broken.amount, pricePerUnit: 0.6 });
    }, 'unfoundedPromise');
  });

  test('a promise that nobody made', () => {
    expectFound((draft) => {
      draft.brokenPromises.push({ ...structuredClone(promiseOf(draft, 'contractedLimit')), subject: 'imaginary' });
    }, 'unfoundedPromise');
  });

  test('a broken promise at another time', () => {
    expectFound((draft) => {
      const broken = promiseOf(draft, 'baseLoadServed');
      broken.from = '2026-06-01T00:00:00.000Z';
      broken.to = '2026-06-01T00:30:00.000Z';
    }, 'promiseTime');
  });

  test('a broken promise outside the horizon', () => {
    expectFound((draft) => {
      promiseOf(draft, 'rampLimit').to = '2026-06-02T00:00:00.000Z';
    }, 'promiseTime');
  });

  test('a broken promise at another price', () => {
    expectFound((draft) => {
      promiseOf(draft, 'workServed').pricePerUnit = 3;
    }, 'promiseCost');
  });

  test('a broken promise that costs less than its price', () => {
    expectFound((draft) => {
      promiseOf(draft, 'deadlineKept').cost = 50;
    }, 'promiseCost');
  });

  test('a promise broken over two stretches may stand in two entries', () => {
    const plan = editedPlan((draft) => {
      const whole = promiseOf(draft, 'rampLimit');
      const second = { ...whole, from: '2026-06-01T00:30:00.000Z', amount: 46.4, cost: 23.2 };
      draft.brokenPromises.push(second);
      Object.assign(whole, { to: '2026-06-01T00:30:00.000Z', amount: 11.4, cost: 5.7 });
    });
    expect(violations(plan)).toEqual([]);
  });
});

describe('faults of proof', () => {
  test('a lower bound above the objective', () => {
    expectFound((draft) => {
      if (draft.certificate !== null) draft.certificate.lowerBound = 410;
      draft.certifiedGap = 0;
    }, 'certificate');
  });

  test('a gap smaller than bound and objective give', () => {
    expectFound((draft) => {
      draft.certifiedGap = 1e-9;
      draft.status = 'optimal';
      draft.statusReason = null;
    }, 'certifiedGap');
  });

  test('optimal without the gap for it', () => {
    expectFound((draft) => {
      draft.status = 'optimal';
      draft.statusReason = null;
    }, 'status');
  });

  test('optimal without a certificate', () => {
    expectFound((draft) => {
      draft.status = 'optimal';
      draft.statusReason = null;
      draft.certificate = null;
      draft.certifiedGap = null;
    }, 'status');
  });

  test('a gap without a certificate', () => {
    expectFound((draft) => {
      draft.certificate = null;
    }, 'certificate');
  });

  test('not optimal, and no reason why', () => {
    expectFound((draft) => {
      draft.statusReason = null;
    }, 'status');
  });

  test('an infeasible plan that gives orders and names no conflict', () => {
    expectFound(
      (draft) => {
        draft.status = 'infeasible';
      },
      'conflict',
      'status',
    );
  });

  test('an infeasible plan that explains itself and gives no orders is in order', () => {
    const plan = editedPlan((draft) => {
      draft.status = 'infeasible';
      draft.sites = [];
      draft.jobs = [];
      draft.setpoints = [];
      draft.quotaCurves = [];
      draft.conflicts = [
        {
          site: 'north',
          bus: 'electricity',
          from: '2026-06-01T00:00:00.000Z',
          to: '2026-06-01T00:30:00.000Z',
          shortfallKw: 12,
          message: 'By hand.',
        },
      ];
    });
    expect(violations(plan)).toEqual([]);
  });
});
