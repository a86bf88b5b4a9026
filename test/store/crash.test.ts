import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openFleetStore } from '../../src/store/index.ts';
import { repositoryRoot } from '../support/repository.ts';
import { makeTemporaryFolder, writeFileUnder } from '../support/temporary-folder.ts';
import { planOf, smallInput, storeFileIn } from './store-support.ts';

/** Writes revision after revision and tells each when the store says that it is kept. */
const WRITER = `
import { readFileSync, writeSync } from 'node:fs';
const { openFleetStore } = await import(process.argv[2]);
const plan = JSON.parse(readFileSync(process.argv[4], 'utf8'));
const store = await openFleetStore(process.argv[3]);
const [fleet] = await store.fleets();
const begin = ((await store.latestPlan(fleet.id))?.plan.revision ?? 0) + 1;
for (let revision = begin; ; revision += 1) {
  await store.addPlan(fleet.id, fleet.input, { ...plan, revision }, new Date(0));
  writeSync(1, revision + '\\n');
}
`;

const ROUNDS = 6;

test('a process that is killed while it writes loses nothing that it was told is kept', {
  timeout: 120_000,
}, async () => {
  const folder = makeTemporaryFolder(onTestFinished);
  const file = storeFileIn(folder);
  const input = smallInput();
  const store = await openFleetStore(file);
  await store.putFleet({ id: 'small', input, source: 'a' });
  await store.close();
  const writer = writeFileUnder(folder, 'writer.mjs', WRITER);
  const plan = writeFileUnder(folder, 'plan.json', JSON.stringify((await planOf(input)).plan));
  const door = pathToFileURL(join(repositoryRoot, 'src/store/index.ts')).href;

  let kept = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const child = spawn(process.execPath, [writer, door, file, plan], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    child.stdout.setEncoding('utf8');
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (text: string) => {
        told += text;
        // At another moment of a write in every round.
        if (told.split('\n').length > 3) setTimeout(() => child.kill('SIGKILL'), round);
      });
      child.once('close', () => resolve());
    });
    expect(child.signalCode).toBe('SIGKILL');
    const last = Number(told.trimEnd().split('\n').at(-1));
    expect(last).toBeGreaterThan(kept);

    const database = new DatabaseSync(file);
    expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    const { count, largest } =
      database.prepare('select count(*) as count, max(revision) as largest from plans').get() ?? {};
    database.close();
    // One more may have been kept without the word of it getting out; none is missing in between.
    expect(Number(largest)).toBeGreaterThanOrEqual(last);
    expect(Number(largest)).toBeLessThanOrEqual(last + 1);
    expect(count).toBe(largest);
    kept = Number(largest);
  }
  const reopened = await openFleetStore(file);
  onTestFinished(() => reopened.close());
  expect((await reopened.latestPlan('small'))?.plan.revision).toBe(kept);
});
