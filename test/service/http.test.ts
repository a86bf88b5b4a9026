import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { ChartDocument } from '../../src/console/index.ts';
import type { Plan } from '../../src/domain/plan.ts';
import { verifyPlan } from '../../src/verification/index.ts';
import { impossibleScenario, overfullScenario, smallScenario } from '../cli/command-support.ts';
import { inputOf, smallInput } from '../store/store-support.ts';
import { repositoryRoot } from '../support/repository.ts';
import { rawBytes, rawRequest, startTestApp, type TestApp } from './service-support.ts';

const cleanUps: (() => void | Promise<void>)[] = [];
let served: TestApp;

/** Five jobs of four unit-hours each on ten units: all of them fit. */
const jobs = ['e', 'b', 'a', 'd', 'c'].map((id) => ({ ...smallScenario.jobs[0], id, units: 2 }));
const input = smallInput({ jobs });

beforeAll(async () => {
  served = await startTestApp((cleanUp) => cleanUps.push(cleanUp), input);
  await served.app.planAll();
});
afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

/** The JSON of an answer, in the shape that the test knows it to have. */
const bodyOf = async <Shape>(answer: Promise<Response>): Promise<Shape> => (await (await answer).json()) as Shape;
const json = <Shape>(path: string): Promise<Shape> => bodyOf<Shape>(served.get(path));

describe('plans and fleets', () => {
  test('the fleet at a glance', async () => {
    const { items } = await json<{ items: unknown[] }>('/v1/fleets');
    expect(items).toHaveLength(1);
    expect(items[0]).toEqual(await json('/v1/fleets/small'));
    expect(items[0]).toMatchObject({
      id: 'small',
      currency: 'EUR',
      timeline: { start: '2026-05-31T22:00:00Z', end: '2026-06-01T02:00:00Z', slotCount: 4 },
      sites: [{ id: 'north', timeZone: 'Europe/Berlin' }],
      jobCount: 5,
      inputDigest: input.digest,
      planning: { kind: 'planned' },
      plan: { revision: 1, status: 'optimal', statusReason: null, brokenPromiseCount: 0, inputDigest: input.digest },
    });
  });

  test('the plan is a whole one, which passes verification, tagged by its digest', async () => {
    const answer = await served.get('/v1/fleets/small/plan');
    const plan = (await answer.clone().json()) as Plan;
    expect(verifyPlan(input.problem, plan, { expectedInputDigest: input.digest }).violations).toEqual([]);
    expect(answer.headers.get('etag')).toBe(`"${plan.planDigest}"`);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  test('a revision is the same bytes as the latest plan while it is the latest', async () => {
    const [latest, first] = await Promise.all(
      ['/v1/fleets/small/plan', '/v1/fleets/small/plans/1'].map(async (path) => (await served.get(path)).text()),
    );
    expect(first).toBe(latest);
  });

  test('what a client has already is not sent again', async () => {
    for (const path of [
      '/v1/fleets',
      '/v1/fleets/small',
      '/v1/fleets/small/plan',
      '/v1/fleets/small/jobs',
      '/',
      '/assets/report.css',
      '/assets/console.js',
    ]) {
      const etag = (await served.get(path)).headers.get('etag') ?? '';
      expect(etag, path).toMatch(/^(W\/)?"[^"]+"$/);
      const known = (tag: string) => rawRequest(served.app.address, { path, headers: { 'if-none-match': tag } });
      const again = await known(`"other", ${etag}`);
      expect([path, again.status, again.body]).toEqual([path, 304, '']);
      expect((await known('"other"')).status).toBe(200);
    }
  });

  test('HEAD tells the size without the body', async () => {
    const [head, get] = await Promise.all(
      ['HEAD', 'GET'].map((method) => served.get('/v1/fleets/small/plan', { method })),
    );
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    expect(Number(head.headers.get('content-length'))).toBe((await get.arrayBuffer()).byteLength);
  });
});

interface JobPage {
  readonly items: readonly { readonly id: string; readonly planned: { readonly allocations: readonly unknown[] } }[];
  readonly nextCursor: string | null;
}

describe('jobs', () => {
  test('come in the order of their ids, page after page, with what the plan does with them', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    let pages = 0;
    while (cursor !== null && pages < 9) {
      const page: JobPage = await json<JobPage>(
        `/v1/fleets/small/jobs?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      pages += 1;
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(pages).toBe(3);
    const { items, nextCursor } = await json<JobPage>('/v1/fleets/small/jobs');
    expect(nextCursor).toBeNull();
    expect(items[0]).toMatchObject({
      id: 'a',
      pool: 'gpu',
      workUnitHours: 4,
      maximumUnits: 2,
      deadline: '2026-06-01T02:00:00Z',
      planned: { doneUnitHours: 4, unservedUnitHours: 0 },
    });
    expect(items[0].planned.allocations.length).toBeGreaterThan(0);
  });

  test.for([
    'limit=0',
    'limit=1001',
    'limit=two',
    'limit=',
    'limit=1.5',
    'cursor=%2A',
    'cursor=YQ==',
    'limits=2',
    'limit=1&limit=2',
  ])('%s is refused', async (query) => {
    const answer = await served.get(`/v1/fleets/small/jobs?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = await answer.json();
    expect(problem).toMatchObject({ title: 'Bad Request', status: 400 });
  });

  test('a refusal names the parameter', async () => {
    const { errors } = await json<{ errors: unknown }>('/v1/fleets/small/jobs?limit=0');
    expect(errors).toEqual([{ where: 'querystring/limit', detail: 'must be from 1 to 1000' }]);
  });
});

const LONG_PATH = `/v1/fleets/${'x'.repeat(3000)}`;

describe('errors are problem details', () => {
  const expectProblem = (headers: { get(name: string): string | null }, body: string, status: number) => {
    expect(headers.get('content-type')).toContain('application/problem+json');
    const problem = JSON.parse(body);
    expect(problem).toMatchObject({
      type: expect.any(String),
      title: expect.any(String),
      status,
      detail: expect.any(String),
    });
    expect(body).not.toMatch(/\.ts:\d|node_modules|at \w+ \(/);
    return problem;
  };

  test.for([
    ['/nothing', 404],
    ['/v1/fleets/other', 404],
    ['/v1/fleets/other/plan', 404],
    ['/v1/fleets/other/plans/1', 404],
    ['/v1/fleets/other/jobs', 404],
    ['/?fleet=other', 404],
    ['/v1/fleets/small/plans/2', 404],
    ['/v1/fleets/small/plans/0', 400],
    ['/v1/fleets/small/plans/-1', 400],
    ['/v1/fleets/small/plans/1.5', 400],
    ['/v1/fleets/small/plans/last', 400],
    ['/v1/fleets/small/plans/99999999999999999999', 400],
    ['/v1/fleets/small/charts?width=600', 400],
    ['/v1/fleets/small/charts?revision=2&width=600', 404],
    ['/v1/fleets/%zz', 400],
    ['/v1/fleets/%00', 404],
    ['/assets/nothing.js', 404],
    ['/assets/', 404],
    ['/assets/tsconfig.json', 404],
    ['/assets/../page.ts', 403],
    ['/assets/%2e%2e/page.ts', 403],
    ['/assets/..%2fpage.ts', 404],
  ] as const)('GET %s: %s', async ([path, status]) => {
    const { status: found, headers, body } = await rawRequest(served.app.address, { path });
    expect([path, found]).toEqual([path, status]);
    expectProblem(new Headers(headers as Record<string, string>), body, status);
  });

  test('a path longer than any name is refused', async () => {
    const { status, headers, body } = await rawRequest(served.app.address, { path: LONG_PATH });
    expect(status).toBe(414);
    expectProblem(new Headers(headers as Record<string, string>), body, 414);
  });

  test.for(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is answered with what is possible', async (method) => {
    for (const path of ['/', '/v1/fleets', '/v1/fleets/small/plan', '/assets/console.js', '/metrics']) {
      const init = method === 'OPTIONS' ? { method } : { method, body: '{', headers: { 'content-type': 'text/odd' } };
      const answer = await served.get(path, init);
      expect([path, answer.status, answer.headers.get('allow')]).toEqual([path, 405, 'GET, HEAD']);
      expectProblem(answer.headers, await answer.text(), 405);
    }
  });

  test('bytes that are no request are told so, and a request that never ends is not waited for', async () => {
    const answer = await rawBytes(served.app.address, 'hello\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('application/problem+json');
    expect(JSON.parse(answer.split('\r\n\r\n')[1])).toMatchObject({ status: 400, detail: 'This is no HTTP request.' });
  });

  test('a fault inside is not told outside, but in the log', async () => {
    const folder = await damagedStore();
    const { app, get, log } = await startTestApp(onTestFinished, null, { dataDirectory: folder });
    await app.planAll();
    expect((await get('/v1/fleets/small/plan')).status).toBe(200);
    const answer = await get('/v1/fleets/small/plans/1');
    const text = await answer.text();
    expectProblem(answer.headers, text, 500);
    expect(answer.status).toBe(500);
    expect(text).not.toContain('damaged');
    expect(text).not.toContain(folder);
    expect(log()).toContain('plan 1 of small is damaged');
  });
});

/** A store with two plans, of which the first was changed from outside. */
async function damagedStore(): Promise<string> {
  const first = await startTestApp(onTestFinished, smallInput());
  await first.app.planAll();
  await first.app.close();
  const second = await startTestApp(onTestFinished, smallInput({ currency: 'USD' }), { dataDirectory: first.folder });
  await second.app.planAll();
  await second.app.close();
  const database = new DatabaseSync(second.app.storeFile);
  expect(database.prepare(`update plans set document = '{}' where revision = 1`).run().changes).toBe(1);
  database.close();
  return first.folder;
}

describe('who may ask', () => {
  const ask = (host: string, address = served.app.address) =>
    rawRequest(address, { path: '/v1/fleets', headers: { host } });

  test('by the names of this machine everyone', async () => {
    for (const host of ['localhost', 'LOCALHOST:8080', '127.0.0.1', '127.8.9.1:99', '[::1]:8080']) {
      expect([host, (await ask(host)).status]).toEqual([host, 200]);
    }
  });

  test('by another name nobody: a page of another host could have its name lead here', async () => {
    for (const host of [
      'attacker.example',
      'localhost.attacker.example',
      '127.0.0.1.attacker.example',
      '192.168.1.7',
      '10.0.0.1:8080',
    ]) {
      const { status, body } = await ask(host);
      expect([host, status]).toEqual([host, 421]);
      expect(body).not.toContain('small');
    }
  });

  test('by any name, where remote access was allowed', async () => {
    const { app } = await startTestApp(onTestFinished, smallInput(), { allowRemote: true });
    expect((await ask('wattshift.example', app.address)).status).toBe(200);
  });

  test('no other site may read an answer or show the page inside its own', async () => {
    const { headers } = await served.get('/v1/fleets', { headers: { origin: 'https://attacker.example' } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });
});

describe('the page', () => {
  test('has no script, style or address of anyone else, and its policy forbids them', async () => {
    const answer = await served.get('/');
    const page = await answer.text();
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page).not.toMatch(/ style=| on\w+=|<style|javascript:/);
    expect(page.match(/<script(?![^>]*\ssrc="\/)/g)).toBeNull();
    expect(page.match(/(?:src|href)="(?!\/|#)[^"]*"/g)).toBeNull();
  });

  test('loads what it names, each as what it is, and may keep the library for good', async () => {
    const page = await (await served.get('/')).text();
    const named = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    const modules = readFileSync(join(repositoryRoot, 'src/console/assets/console.js'), 'utf8').matchAll(
      /from '\.\/(.+?)'/g,
    );
    const paths = [...named, ...[...modules].map(([, file]) => `/assets/${file}`)];
    expect(paths.length).toBeGreaterThan(6);
    const types = { js: /^(text|application)\/javascript/, css: /^text\/css/, svg: /^image\/svg\+xml/ };
    for (const path of paths) {
      const { status, headers } = await served.get(path);
      const type = types[path.split('.').at(-1) as keyof typeof types];
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get('content-type'), path).toMatch(type);
      const kept = path.includes('echarts') ? 'public, max-age=31536000, immutable' : 'no-cache';
      expect([path, headers.get('cache-control')]).toEqual([path, kept]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('says status, proof, costs, savings and doubts without any script', async () => {
    const page = await (await served.get('/')).text();
    const text = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    expect(text).toContain('Optimal: no plan for this input costs less (proven');
    for (const words of [
      'Total cost',
      'First come, first served',
      'With rule-based storage',
      'moving jobs alone saves',
      'storage alone',
      'Site north',
      'Times in Europe/Berlin',
      'Doubts about the input',
    ]) {
      expect(text).toContain(words);
    }
  });

  test('its charts are data: no function, labels by the clock of the site', async () => {
    const { sites, palettes } = await json<ChartDocument>('/v1/fleets/small/charts?revision=1&width=600');
    expect(Object.keys(palettes.dark)).toEqual(Object.keys(palettes.light));
    const [{ slotLabels, edges, charts }] = sites;
    expect(slotLabels[0]).toBe('2026-06-01 00:00 to 01:00 +02:00');
    expect(edges).toEqual(Array.from(input.problem.fleet.timeline.edges));
    expect(charts.map(({ key }) => key)).toEqual(['sources', 'uses', 'price', 'stored']);
    const [{ option }] = charts;
    const labels = expect.arrayContaining([[edges[0], 'Mon 06-01']]);
    expect(option).toMatchObject({
      xAxis: { axisLabel: { formatter: { labels } } },
      yAxis: { axisLabel: { formatter: { named: 'shortNumber' } } },
    });
  });
});

describe('whether it can be relied on', () => {
  test('up at once, ready when a verified plan is published', async () => {
    const { app, get } = await startTestApp(onTestFinished);
    expect(await (await get('/healthz')).json()).toEqual({ status: 'up' });
    const before = await get('/readyz');
    expect(before.status).toBe(503);
    expect(await before.json()).toEqual({
      status: 'not ready',
      reasons: ['fleet small: the first plan is being made'],
      plans: [],
    });
    expect((await get('/v1/fleets/small/plan')).status).toBe(404);
    expect(await (await get('/v1/fleets/small/plan')).json()).toMatchObject({ type: 'urn:wattshift:problem:no-plan' });
    expect(await (await get('/')).text()).toContain('The first plan is being made');
    await app.planAll();
    const after = await get('/readyz');
    expect(after.status).toBe(200);
    expect(await after.json()).toEqual({
      status: 'ready',
      reasons: [],
      plans: [{ fleet: 'small', revision: 1, status: 'optimal' }],
    });
  });

  test('not ready where physics forbids a plan; page and plan say why', async () => {
    const { app, get } = await startTestApp(
      onTestFinished,
      inputOf(impossibleScenario as Parameters<typeof inputOf>[0]),
    );
    await app.planAll();
    const ready = await get('/readyz');
    expect(ready.status).toBe(503);
    expect((await bodyOf<{ reasons: unknown }>(Promise.resolve(ready))).reasons).toEqual([
      expect.stringMatching(/gives no orders: .*kW/),
    ]);
    expect(await (await get('/v1/fleets/small/plan')).json()).toMatchObject({ status: 'infeasible', revision: 1 });
    const page = await (await get('/')).text();
    expect(page).toContain('Where physics cannot hold');
    expect(page).toContain('300 kW');
  });

  test('ready with broken promises, which the page names', async () => {
    const { app, get } = await startTestApp(onTestFinished, inputOf(overfullScenario as Parameters<typeof inputOf>[0]));
    await app.planAll();
    expect((await get('/readyz')).status).toBe(200);
    expect(await bodyOf(get('/v1/fleets/small'))).toMatchObject({ plan: { brokenPromiseCount: 1 } });
    expect(await (await get('/')).text()).toContain('job &quot;too-much&quot;');
  });
});

test('what Prometheus reads has names and units as it wants them, and the figures of the plan', async () => {
  await served.get('/nothing');
  const answer = await served.get('/metrics');
  const text = await answer.text();
  expect(answer.headers.get('content-type')).toContain('version=0.0.4');
  const types = [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name, type]) => ({ name, type }));
  expect(types.length).toBeGreaterThan(20);
  for (const { name, type } of types) {
    expect(text).toContain(`# HELP ${name} `);
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
    expect(name).not.toMatch(/_(ms|millis|milliseconds|minutes|hours|percent|kb|mb)(_|$)/);
  }
  const plan = await json<Plan>('/v1/fleets/small/plan');
  expect(text).toContain('wattshift_plan_revision{fleet="small"} 1\n');
  expect(text).toContain(`wattshift_plan_certified_gap_ratio{fleet="small"} ${plan.certifiedGap}\n`);
  expect(text).toContain('wattshift_plan_status{fleet="small",status="optimal"} 1\n');
  expect(text).toContain('wattshift_plan_status{fleet="small",status="infeasible"} 0\n');
  expect(text).toContain('wattshift_plan_broken_promises{fleet="small"} 0\n');
  expect(text).toContain('wattshift_planning_failures_total{fleet="small"} 0\n');
  const seconds = (plan.timings.solveMilliseconds + plan.timings.tieBreakMilliseconds) / 1000;
  expect(text).toContain(`wattshift_plan_solve_seconds{fleet="small"} ${seconds}\n`);
  expect(Number(/wattshift_plan_age_seconds\{fleet="small"\} (\S+)/.exec(text)?.[1])).toBeLessThan(300);
  // One label for all paths that are not there, or whoever makes some up fills the memory.
  expect(text).toContain('route="none",status_code="404"');
  expect(text).not.toContain('/nothing');
});
