import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/domain/plan.ts';
import { renderReport } from '../../src/report/index.ts';
import { fixtureFleet, fixturePlan, hostileFixture } from '../support/plan-fixture.ts';

const problem = { fleet: fixtureFleet };
const page = renderReport(problem, fixturePlan);
/** Text as a reader sees it, charts and style left out. */
const readable = (html: string) =>
  html
    .replace(/<(style|svg)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

describe('what the report says', () => {
  test('status with its proof, cost, savings and what was moved', () => {
    const text = readable(page);
    expect(text).toContain('Optimal: no plan for this input costs less (proven, gap below 0.0001 %).');
    expect(text).toContain('Total cost 26,000.00 CNY');
    expect(text).toContain('Saved against first come, first served 5,000.00 CNY');
    expect(text).toContain(
      'moving jobs alone saves 3,000.00 CNY, storage alone 1,500.00 CNY; together they save 5,000.00 CNY, more than their sum.',
    );
    expect(text).toContain('2 moved to later, 0 late, 1 not finished');
  });

  test('cost lines of one name add up over the sites, beside the baselines', () => {
    expect(readable(page)).toContain('Energy bought 14,000.00 31,000.00 29,500.00');
    expect(readable(page)).toContain('Total 26,000.00 31,000.00 29,500.00');
  });

  test('broken promises with time, amount and price', () => {
    expect(readable(page)).toContain(
      'job &quot;stuck&quot; cannot be finished by its deadline 2026-06-01 22:00 to 23:00 +08:00 100.0 unit-hours 100.00 10,000.00 CNY',
    );
  });

  test('limits that bind, doubts about the input, both digests', () => {
    const text = readable(page);
    expect(text).toContain('Pool capacity h100 hohhot 3 0.2000 per unit-hour 06-01 04:00 0.60 CNY');
    expect(text).toContain('sites/hohhot/grid/importPrice filled, 2 slots two prices absent');
    expect(text).toContain('a'.repeat(64));
    expect(text).toContain('b'.repeat(64));
  });

  test('an infeasible plan says where physics cannot hold', () => {
    const conflict = {
      site: 'shanghai',
      bus: 'electricity',
      from: '2026-05-31T16:00:00Z',
      to: '2026-05-31T17:00:00Z',
      shortfallKw: 250,
      message: 'site shanghai lacks 250.0 kW',
    };
    const reason = 'site shanghai lacks 250.0 kW';
    const plan: Plan = { ...fixturePlan, status: 'infeasible', statusReason: reason, conflicts: [conflict] };
    const text = readable(renderReport(problem, plan));
    expect(text).toContain('Infeasible: physics cannot hold even with every promise broken.');
    expect(text).toContain('site shanghai lacks 250.0 kW 2026-06-01 00:00 to 01:00 +08:00 shanghai 250 kW');
  });

  test('where nothing is told to do anything there is no cost, no job and no promise to be glad of', () => {
    const sites = fixturePlan.sites.map((site) => ({ ...site, series: [] }));
    const plan: Plan = { ...fixturePlan, status: 'infeasible', sites, jobs: [], brokenPromises: [], objective: 0 };
    const text = readable(renderReport(problem, plan));
    expect(text).toContain('Infeasible: physics cannot hold');
    expect(text).not.toMatch(/Total cost|Jobs 0|Broken promises/);
  });

  test.for([
    [-1e-12, '0.00 CNY', null],
    [0.004, '0.00 CNY', null],
    [-0.01, '-0.01 CNY', 'worse'],
    [0.01, '0.01 CNY', 'better'],
  ] as const)('a saving of %d is %s, and %s', ([saved, words, className]) => {
    if (fixturePlan.savings === null) throw new Error('the fixture has savings');
    const savings = { ...fixturePlan.savings, againstRuleBasedStorage: saved };
    const found = /rule-based storage<\/dt><dd(?: class="(\w*)")?>(.*?)</.exec(
      renderReport(problem, { ...fixturePlan, savings }),
    );
    expect([found?.[1] ?? null, found?.[2]]).toEqual([className, words]);
  });

  test('a baseline that breaks physics is not shown as if it were cheaper', () => {
    const { baselines } = fixturePlan;
    if (baselines === null) throw new Error('the fixture has baselines');
    const unsound = { ...baselines.firstComeFirstServed, physicallySound: false };
    const plan = { ...fixturePlan, baselines: { ...baselines, firstComeFirstServed: unsound } };
    expect(readable(renderReport(problem, plan))).toContain(
      'It also breaks physical limits, so its cost is understated.',
    );
  });
});

describe('one page that stands by itself', () => {
  test('the same plan gives the same bytes', () => {
    expect(renderReport(problem, fixturePlan)).toBe(page);
  });

  test('nothing is loaded and nothing runs', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|javascript:|\son\w+=/i);
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)]).toEqual([]);
    expect([...page.matchAll(/url\(([^)]*)\)/g)].every(([, target]) => target.startsWith('#'))).toBe(true);
  });

  test('every clip path that is used exists once', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    const used = [...page.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id);
    expect(used.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
    expect(used.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('colours come from the page, so that the dark one is legible too', () => {
    const drawings = [...page.matchAll(/<svg[\s\S]*?<\/svg>/g)].map(([svg]) => svg).join('');
    const fixed = [...drawings.matchAll(/(?:fill|stroke)="(#[0-9a-f]{3,8})"/gi)].map(([, color]) => color);
    // Clip paths are filled with black, which nobody sees.
    expect(new Set(fixed)).toEqual(new Set(['#000']));
  });

  test('charts of a phone are drawn for a phone', () => {
    expect(page).toContain('viewBox="0 0 960 260"');
    expect(page).toContain('viewBox="0 0 380 260"');
  });

  test('axes have units and the local hours of the site', () => {
    const drawing = page.slice(page.indexOf('Where the electricity comes from'), page.indexOf('Where it goes'));
    expect(drawing).toMatch(/>kW<\/text>/);
    expect(drawing).toMatch(/>Mon 06-01<\/text>/);
    expect(drawing).toMatch(/>08:00<\/text>/);
    expect(page).toMatch(/>CNY\/kWh<\/text>/);
    expect(page).toMatch(/>g CO\u2082e\/kWh<\/text>/);
  });
});

describe('text from the input stays text', () => {
  const attack = `"><script>alert(1)</script><img src=x onerror=alert(1)>&'$&`;
  const { fleet, plan } = hostileFixture(attack);
  const attacked = renderReport({ fleet }, plan);

  test('no tag of an id becomes a tag of the page, in tables, labels and descriptions', () => {
    expect(attacked).not.toMatch(/<script|<img/i);
    expect(attacked).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    const drawings = [...attacked.matchAll(/<svg[\s\S]*?<\/svg>/g)].map(([svg]) => svg).join('');
    expect(drawings).toContain('&lt;script&gt;');
  });

  test('the page has the tags that it has without the attack', () => {
    const tags = (html: string) =>
      [...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)]
        .map(([, name]) => name)
        .filter((name) => name !== 'text' && name !== 'path');
    expect(tags(attacked)).toEqual(tags(page));
  });
});
