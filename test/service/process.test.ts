import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ListenError } from '../../src/app.ts';
import { makeWorkplace, smallScenario } from '../cli/command-support.ts';
import { smallInput } from '../store/store-support.ts';
import { repositoryRoot } from '../support/repository.ts';
import { type Served, serve } from '../support/served.ts';
import { makeTemporaryFolder, writeFileUnder } from '../support/temporary-folder.ts';
import { startTestApp } from './service-support.ts';

/** The service as it is started and ended: by a command and by signals. */

const MINUTES = { timeout: 180_000 };

const place = () => makeTemporaryFolder(onTestFinished);

const ready = async (service: Served): Promise<void> => {
  while ((await service.get('/readyz')).status !== 200) await new Promise((resolve) => setTimeout(resolve, 100));
};

test('an empty store gets the sample; the next start has its plan at once and makes no other', MINUTES, async () => {
  const folder = place();
  const first = await serve({ folder, onTestFinished });
  expect(first.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  await ready(first);
  await first.printed(/Plan 1 of sample, in [\d.]+ s\. Optimal/);
  const plan = await (await first.get('/v1/fleets/sample/plan')).text();
  expect(await first.ended('SIGTERM')).toEqual({ code: 0, signal: null });
  expect(first.output().endsWith('Stopping.\n')).toBe(true);
  expect(existsSync(join(folder, 'var', 'wattshift.sqlite'))).toBe(true);

  const second = await serve({ folder, onTestFinished });
  await second.printed('Plan 1 of sample, from the store.');
  expect((await second.get('/readyz')).status).toBe(200);
  expect(await (await second.get('/v1/fleets/sample/plan')).text()).toBe(plan);
  expect(second.output()).not.toContain('Planning');
  expect(await second.ended('SIGINT')).toEqual({ code: 0, signal: null });
});

test('a scenario is served beside what is kept; a changed one is planned again', MINUTES, async () => {
  const folder = place();
  const scenarioAs = (changes: object) =>
    writeFileUnder(folder, 'own.json', JSON.stringify({ ...smallScenario, name: 'own', ...changes }));
  scenarioAs({});
  const service = () => serve({ folder, arguments: ['own.json', '--data', 'kept'], onTestFinished });
  const first = await service();
  await first.printed('Plan 1 of own');
  expect(first.output()).toContain('Fleet own (own.json): 1 site, 1 job, 4 slots;');
  await first.ended('SIGTERM');
  scenarioAs({ currency: 'USD' });
  const second = await service();
  await second.printed(/Planning own \.\.\.[\s\S]*Plan 2 of own, in .*\n.*\n?Total [\d.]+ USD/);
  await second.ended('SIGTERM');
  const third = await serve({ folder, arguments: ['--data', 'kept'], onTestFinished });
  await third.printed('Plan 2 of own, from the store');
  expect(await (await third.get('/v1/fleets/own/plans/1')).text()).toContain('"currency":"EUR"');
});

describe('signals', () => {
  test('while the first plan is made: it ends in order, and the next start makes the plan', MINUTES, async () => {
    const folder = place();
    const first = await serve({ folder, onTestFinished });
    await first.printed('Planning sample');
    const asked = Date.now();
    expect(await first.ended('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(Date.now() - asked).toBeLessThan(15_000);
    expect(first.output()).not.toContain('Plan 1');
    const second = await serve({ folder, onTestFinished });
    await second.printed(/Planning sample[\s\S]*Plan 1 of sample/);
  });

  /** A connection whose request never ends: it would hold the service open. */
  const holdOpen = ({ address }: Served) =>
    new Promise<void>((resolve) => {
      const { hostname, port } = new URL(address);
      const socket = connect(Number(port), hostname, () =>
        socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n', () => resolve()),
      );
      socket.on('error', () => {});
      onTestFinished(() => {
        socket.destroy();
      });
    });

  test('a request that never ends does not hold it for ever', MINUTES, async () => {
    const service = await serve({ folder: place(), onTestFinished });
    await holdOpen(service);
    expect(await service.ended('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  test('the same one twice, as a terminal and npm may send it, is one', MINUTES, async () => {
    const service = await serve({ folder: place(), onTestFinished });
    await holdOpen(service);
    service.process.kill('SIGINT');
    await service.printed('Stopping.');
    expect(await service.ended('SIGINT')).toEqual({ code: 0, signal: null });
  });

  test('a second one ends it at once', MINUTES, async () => {
    const service = await serve({ folder: place(), onTestFinished });
    await holdOpen(service);
    service.process.kill('SIGTERM');
    await service.printed('Stopping.');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await service.ended('SIGTERM')).toEqual({ code: null, signal: 'SIGTERM' });
  });
});

describe('what cannot be started says why, and exits with 2', () => {
  const refused = (folder: string, ...more: string[]) => {
    const launcher = join(repositoryRoot, 'bin', 'wattshift.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, 'serve', ...more], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  };

  test.for([
    [['--host', '0.0.0.0'], 'add --allow-remote if that is meant'],
    [['--host', '192.0.2.1'], 'add --allow-remote if that is meant'],
    [['--host', 'localhost.attacker.example'], 'add --allow-remote'],
    [['--port', '65536'], '--port is "65536", expected a whole number from 0 to 65535'],
    [['--port', 'http'], '--port is "http"'],
    [['--port=-1'], '--port is "-1"'],
    [['nowhere.yaml'], 'nowhere.yaml'],
    [['a.yaml', 'b.yaml'], 'unexpected argument "b.yaml"'],
    [['--host', '192.0.2.1', '--port', '0', '--allow-remote'], 'this machine has no such address; give another --host'],
  ] as const)('%j', async ([argv, message]) => {
    const { folder, run } = makeWorkplace(onTestFinished);
    const { code, stdout, stderr } = await run('serve', ...argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    if (!stderr.includes('no such address')) expect(existsSync(join(folder, 'var'))).toBe(false);
  });

  test('a second service on the same store, and a port that is taken', MINUTES, async () => {
    const folder = place();
    const first = await serve({ folder, onTestFinished });
    const again = refused(folder, '--port', '0');
    expect(again).toMatchObject({ status: 2, stdout: '' });
    expect(again.stderr).toContain('another process has the store open');
    const taken = refused(folder, '--data', 'other', '--port', new URL(first.address).port);
    expect(taken).toMatchObject({ status: 2, stdout: '' });
    expect(taken.stderr).toContain('another program uses it; give another --port');
  });
});

test('requests and events are logged as JSON lines on stderr, which is no terminal here', MINUTES, async () => {
  const service = await serve({ folder: place(), onTestFinished });
  await service.get('/v1/fleets?x=1');
  await service.printed('Plan 1');
  await service.ended('SIGTERM');
  const lines = service
    .errors()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toContainEqual(
    expect.objectContaining({ msg: 'request', method: 'GET', url: '/v1/fleets?x=1', statusCode: 200 }),
  );
  expect(lines).toContainEqual(expect.objectContaining({ msg: 'plan published', fleet: 'sample', revision: 1 }));
});

describe('ports', () => {
  const takenPort = () =>
    new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
      onTestFinished(() => void server.close());
    });

  test('one that may be another gives way to the next free one; one that was asked for does not', async () => {
    const port = await takenPort();
    const { app, get } = await startTestApp(onTestFinished, smallInput(), { port: { port, orNext: true } });
    expect(Number(new URL(app.address).port)).toBeGreaterThan(port);
    expect((await get('/healthz')).status).toBe(200);
    const folder = place();
    const asked = startTestApp(onTestFinished, smallInput(), { port: { port, orNext: false }, dataDirectory: folder });
    await expect(asked).rejects.toThrow(ListenError);
    // Nothing is left open: the same store can be had at once.
    const { app: other } = await startTestApp(onTestFinished, smallInput(), { dataDirectory: folder });
    expect(other.states()).toHaveLength(1);
  });
});
