import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inputDigest, makeProblem, planDigest } from '../../src/scheduling/index.ts';
import { openFleetStore, StoreError } from '../../src/store/index.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { problemFromJson, problemToJson } from '../../src/store/problem-json.ts';
import { inWords } from '../../src/store/sqlite-words.ts';
import { verifyPlan } from '../../src/verification/index.ts';
import { repositoryRoot } from '../support/repository.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { openTestStore, planOf, smallInput, storeFileIn } from './store-support.ts';

const PUBLISHED = new Date('2026-06-01T00:00:00.250Z');

describe('what is kept', () => {
  test('a fleet comes back as what it was: the same digest, the same plan from it, typed arrays and all', async () => {
    const { store, file } = await openTestStore(onTestFinished);
    const input = smallInput();
    await store.putFleet({ id: 'small', input, source: 'small.yaml' });
    await store.close();
    const again = await openFleetStore(file);
    onTestFinished(() => again.close());
    const [kept, ...others] = await again.fleets();
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ id: 'small', source: 'small.yaml' });
    expect(kept.input.problem).toEqual(input.problem);
    expect(kept.input.problem.fleet.timeline.edges).toBeInstanceOf(Float64Array);
    expect(inputDigest(kept.input.problem)).toBe(input.digest);
  });

  test('plans come back to the byte, by revision and the latest, with what each was made from', async () => {
    const { store } = await openTestStore(onTestFinished);
    const first = smallInput();
    const second = smallInput({ currency: 'USD' });
    await store.putFleet({ id: 'small', input: first, source: 'a' });
    const { plan } = await planOf(first);
    const stored = await store.addPlan('small', first, plan, PUBLISHED);
    await store.putFleet({ id: 'small', input: second, source: 'b' });
    expect(await store.latestPlan('small')).toEqual(stored);
    const { plan: newer } = await planOf(second, 2);
    await store.addPlan('small', second, newer, PUBLISHED);

    const [kept] = await store.fleets();
    expect(kept).toMatchObject({ source: 'b', input: { digest: second.digest } });
    const latest = await store.latestPlan('small');
    expect(latest).toMatchObject({ plan: { revision: 2, currency: 'USD' }, input: { digest: second.digest } });
    expect(latest?.input.problem).toEqual(second.problem);
    const old = await store.plan('small', 1);
    expect(old).toEqual(stored);
    expect(old?.publishedAt).toEqual(PUBLISHED);
    expect(JSON.parse(old?.text ?? '')).toEqual(plan);
    if (old === null) throw new Error('no plan 1');
    expect(planDigest(old.plan)).toBe(plan.planDigest);
    expect(verifyPlan(makeProblem(old.input.problem.fleet), old.plan).ok).toBe(true);
    expect(await store.plan('small', 3)).toBeNull();
    expect(await store.latestPlan('other')).toBeNull();
    expect([await store.latestRevision('small'), await store.latestRevision('other')]).toEqual([2, 0]);
  });

  test('a revision is written once', async () => {
    const { store } = await openTestStore(onTestFinished);
    const input = smallInput();
    await store.putFleet({ id: 'small', input, source: 'a' });
    const { plan } = await planOf(input);
    await store.addPlan('small', input, plan, PUBLISHED);
    await expect(store.addPlan('small', input, { ...plan, name: 'forged' }, PUBLISHED)).rejects.toThrow('UNIQUE');
    expect((await store.plan('small', 1))?.plan.name).toBe('small');
  });

  test('a plan of a fleet that is not there is refused', async () => {
    const { store } = await openTestStore(onTestFinished);
    const input = smallInput();
    const { plan } = await planOf(input);
    await expect(store.addPlan('nobody', input, plan, PUBLISHED)).rejects.toThrow('FOREIGN KEY');
  });

  test('fleets stand in the order of the code units of their ids, whatever these look like', async () => {
    const { store } = await openTestStore(onTestFinished);
    const ids = ['b', 'a', 'Z', 'ä', `'; drop table fleets; --`, '<script>', '../..', '=cmd()', ' '];
    for (const id of ids) await store.putFleet({ id, input: smallInput(), source: id });
    expect((await store.fleets()).map(({ id }) => id)).toEqual([...ids].sort());
  });
});

test('the JSON of a problem keeps every finite number to its last bit, and refuses the others', () => {
  const list = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(list, fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), (doubles, integers) => {
      const value = { a: Float64Array.from(doubles), b: { c: Int32Array.from(integers) }, d: [], e: null, f: 'x' };
      // -0 is 0 in JSON, as it is in a digest.
      const expected = { ...value, a: value.a.map((number) => number + 0) };
      expect(problemFromJson(problemToJson(value as never))).toEqual(expected);
    }),
  );
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => problemToJson({ a: wrong } as never)).toThrow('no place in a store');
    expect(() => problemToJson({ a: Float64Array.of(wrong) } as never)).toThrow('no place in a store');
  }
  expect(() => problemToJson({ a: Float32Array.of(1) } as never)).toThrow('Float32Array');
});

test('what is written is on the disk before it is told: write-ahead log, synchronous FULL, for this process alone', async () => {
  const db = await openDatabase(storeFileIn(makeTemporaryFolder(onTestFinished)));
  onTestFinished(() => db.destroy());
  const ask = async (name: string) => (await sql.raw(`pragma ${name}`).execute(db)).rows;
  expect(await ask('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  expect(await ask('synchronous')).toEqual([{ synchronous: 2 }]);
  expect(await ask('locking_mode')).toEqual([{ locking_mode: 'exclusive' }]);
  expect(await ask('foreign_keys')).toEqual([{ foreign_keys: 1 }]);
});

describe('a file that cannot be had is refused in words', () => {
  const refusal = async (file: string): Promise<string> => {
    try {
      const store = await openFleetStore(file);
      await store.close();
    } catch (error) {
      if (error instanceof StoreError) return error.message;
      throw error;
    }
    return 'opened';
  };

  test('one that another process has, and it is free again when that one has ended', { timeout: 60_000 }, async () => {
    const { store, file } = await openTestStore(onTestFinished);
    const script = `import { openFleetStore } from ${JSON.stringify(pathToFileURL(join(repositoryRoot, 'src/store/index.ts')))};
      await openFleetStore(process.argv[1]).then((s) => s.close(), (error) => { console.log(error.name + ': ' + error.message); });`;
    const other = () =>
      spawnSync(process.execPath, ['--input-type=module', '-e', script, file], { encoding: 'utf8' }).stdout.trim();
    expect(other()).toBe(
      `StoreError: ${file}: another process has the store open; end that one first, or give another --data`,
    );
    await store.close();
    expect(other()).toBe('');
  });

  test('one that is no database, which stays as it is', async () => {
    const file = storeFileIn(makeTemporaryFolder(onTestFinished));
    writeFileSync(file, 'a letter to my grandmother, long enough to be taken for a header of a database\n'.repeat(20));
    const before = readFileSync(file);
    expect(await refusal(file)).toContain(`${file}: is no database`);
    expect(readFileSync(file)).toEqual(before);
  });

  test('the database of another program, which stays as it is', async () => {
    const file = storeFileIn(makeTemporaryFolder(onTestFinished));
    const theirs = new DatabaseSync(file);
    theirs.exec('create table bookmarks (url text)');
    theirs.close();
    const before = readFileSync(file);
    expect(await refusal(file)).toContain('is a database of another program');
    expect(readFileSync(file)).toEqual(before);
  });

  test('a store of a newer version', async () => {
    const { store, file } = await openTestStore(onTestFinished);
    await store.close();
    const database = new DatabaseSync(file);
    database.exec(`insert into kysely_migration (name, timestamp) values ('0099-bids', '2030-01-01')`);
    database.close();
    expect(await refusal(file)).toContain('was written by a newer wattshift (0099-bids)');
  });

  test('one with damaged pages, whether that is found out while it is opened or later', async () => {
    const { store, file } = await openTestStore(onTestFinished);
    const input = smallInput();
    await store.putFleet({ id: 'small', input, source: 'a' });
    await store.addPlan('small', input, (await planOf(input)).plan, PUBLISHED);
    await store.close();
    const bytes = readFileSync(file);
    const damaged = `${file}: the store is damaged; put a copy in its place, or move it away to begin anew`;
    writeFileSync(
      file,
      bytes.map((byte, at) => (at < 4096 ? byte : byte ^ 0x15)),
    );
    expect(await refusal(file)).toBe(damaged);
    // The last pages: long documents lie there, and nothing that opening reads.
    writeFileSync(
      file,
      bytes.map((byte, at) => (at < bytes.length - 4096 * 4 ? byte : byte ^ 0x15)),
    );
    const again = await openFleetStore(file);
    onTestFinished(() => again.close());
    await expect(again.latestPlan('small')).rejects.toThrow(StoreError);
    await expect(again.latestPlan('small')).rejects.toThrow(damaged);
  });

  test('one on a disk that is full', async () => {
    const full = new DatabaseSync(':memory:');
    full.exec('pragma max_page_count = 1');
    onTestFinished(() => full.close());
    const writing = inWords('a.sqlite', () => full.exec('create table things (id integer)'));
    await expect(writing).rejects.toThrow('a.sqlite: the disk of the store is full; make room on it and start again');
    await expect(writing).rejects.toThrow(StoreError);
  });

  test('a folder that nobody can make, without waiting for ever', async (context) => {
    context.skip(!existsSync('/proc/self'), 'no file system of processes here');
    expect(await refusal('/proc/wattshift/wattshift.sqlite')).toContain('the folder for the store cannot be made');
  });

  test('a folder that is a file, and a file that is a folder', async () => {
    const folder = makeTemporaryFolder(onTestFinished);
    writeFileSync(join(folder, 'taken'), '');
    expect(await refusal(join(folder, 'taken', 'wattshift.sqlite'))).toContain(
      'the folder for the store cannot be made',
    );
    expect(await refusal(folder)).toContain(`${folder}: the store cannot be opened`);
  });

  test.for(['problems', 'plans'])(
    'a row of %s that was changed from outside is found out when it is read',
    async (table) => {
      const { store, file } = await openTestStore(onTestFinished);
      const input = smallInput();
      await store.putFleet({ id: 'small', input, source: 'a' });
      await store.addPlan('small', input, (await planOf(input)).plan, PUBLISHED);
      await store.close();
      const database = new DatabaseSync(file);
      // One digit of a figure: 200 kW become 900.
      const { changes } = database.prepare(`update ${table} set document = replace(document, '0.2', '0.9')`).run();
      database.close();
      expect(changes).toBe(1);
      const again = await openFleetStore(file);
      onTestFinished(() => again.close());
      await expect(again.latestPlan('small')).rejects.toThrow('is damaged');
    },
  );
});

test('a new store is for its owner alone', async (context) => {
  context.skip(process.platform === 'win32', 'Windows has no such permissions');
  const folder = join(makeTemporaryFolder(onTestFinished), 'deep', 'var');
  const store = await openFleetStore(storeFileIn(folder));
  onTestFinished(() => store.close());
  expect(existsSync(storeFileIn(folder))).toBe(true);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});
