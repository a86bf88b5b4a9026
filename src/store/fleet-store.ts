import { createHash } from 'node:crypto';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Plan } from '../domain/plan.ts';
import type { SchedulingProblem } from '../scheduling/problem.ts';
import type { FleetStore, PlanInput, StoredFleet, StoredPlan } from '../service/ports.ts';
import { openDatabase } from './open-database.ts';
import { problemFromJson, problemToJson } from './problem-json.ts';
import { inWords } from './sqlite-words.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

/** Shape of the problems that this program writes and reads; a change of the shape is a new number. */
const FORMAT_VERSION = 1;

/**
 * Fleets and plans in one SQLite file, held by this process alone. It and whatever is asked of it throw StoreError where
 * the file cannot be opened, read or written.
 */
export async function openFleetStore(file: string): Promise<FleetStore> {
  const store = makeStore(await openDatabase(file), file);
  const told =
    <Given extends unknown[], Result>(ask: (...given: Given) => Promise<Result>) =>
    (...given: Given) =>
      inWords(file, () => ask(...given));
  return {
    fleets: told(store.fleets),
    putFleet: told(store.putFleet),
    latestPlan: told(store.latestPlan),
    plan: told(store.plan),
    latestRevision: told(store.latestRevision),
    addPlan: told(store.addPlan),
    close: store.close,
  };
}

function makeStore(db: Kysely<Tables>, file: string): FleetStore {
  const read = makeReader(file);
  const planRows = () =>
    db
      .selectFrom('plans')
      .innerJoin('problems', 'problems.input_digest', 'plans.input_digest')
      .selectAll('plans')
      .select(['problems.format_version', 'problems.document as problem', 'problems.checksum as problem_checksum']);

  return {
    async fleets() {
      const rows = await db
        .selectFrom('fleets')
        .innerJoin('problems', 'problems.input_digest', 'fleets.input_digest')
        .select(['fleets.id', 'fleets.source', 'fleets.input_digest', 'problems.format_version'])
        .select(['problems.document as problem', 'problems.checksum as problem_checksum'])
        .orderBy('fleets.id')
        .execute();
      return rows.map((row): StoredFleet => ({ id: row.id, source: row.source, input: read.input(row) }));
    },
    putFleet: ({ id, input, source }) =>
      db.transaction().execute(async (transaction) => {
        await putProblem(transaction, input);
        const row = { input_digest: input.digest, source, changed_at: new Date().toISOString() };
        await transaction
          .insertInto('fleets')
          .values({ id, ...row })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute();
      }),
    async latestPlan(fleetId) {
      const row = await planRows()
        .where('fleet_id', '=', fleetId)
        .orderBy('revision', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : read.plan(row);
    },
    async plan(fleetId, revision) {
      const row = await planRows().where('fleet_id', '=', fleetId).where('revision', '=', revision).executeTakeFirst();
      return row === undefined ? null : read.plan(row);
    },
    async latestRevision(fleetId) {
      const { revision } = await db
        .selectFrom('plans')
        .select((builder) => builder.fn.max('revision').as('revision'))
        .where('fleet_id', '=', fleetId)
        .executeTakeFirstOrThrow();
      return revision ?? 0;
    },
    addPlan: (fleetId, input, plan, publishedAt) =>
      db.transaction().execute(async (transaction) => {
        await putProblem(transaction, input);
        const text = JSON.stringify(plan);
        await transaction
          .insertInto('plans')
          .values({
            fleet_id: fleetId,
            revision: plan.revision,
            input_digest: input.digest,
            plan_digest: plan.planDigest,
            status: plan.status,
            document: text,
            checksum: sha256(text),
            published_at: publishedAt.toISOString(),
          })
          .execute();
        return { plan, text, input, publishedAt };
      }),
    close: () => db.destroy(),
  };
}

/** Once for each digest: the same digest is the same problem. */
async function putProblem(db: Transaction<Tables>, { problem, digest }: PlanInput): Promise<void> {
  const known = await db.selectFrom('problems').select('input_digest').where('input_digest', '=', digest).execute();
  if (known.length > 0) return;
  const document = problemToJson(problem);
  await db
    .insertInto('problems')
    .values({ input_digest: digest, format_version: FORMAT_VERSION, document, checksum: sha256(document) })
    .execute();
}

interface ProblemColumns {
  readonly input_digest: string;
  readonly format_version: number;
  readonly problem: string;
  readonly problem_checksum: string;
}

/** Rows as values, each proven to be what was written by its checksum. */
function makeReader(file: string) {
  const sound = (text: string, checksum: string, what: string): string => {
    if (sha256(text) === checksum) return text;
    throw new StoreError(
      `${file}: ${what} is damaged; put a copy of the store in its place, or move it away to begin anew`,
    );
  };
  const input = (row: ProblemColumns): PlanInput => {
    if (row.format_version !== FORMAT_VERSION) {
      const found = `holds a fleet in format ${row.format_version}, expected ${FORMAT_VERSION}`;
      throw new StoreError(`${file}: ${found}; use the wattshift that wrote it, or give another --data`);
    }
    const text = sound(row.problem, row.problem_checksum, `the input ${row.input_digest}`);
    // The checksum and the format say that this text is one that problemToJson made.
    return { digest: row.input_digest, problem: problemFromJson(text) as SchedulingProblem };
  };
  return {
    input,
    plan(row: Selectable<Tables['plans']> & ProblemColumns): StoredPlan {
      const text = sound(row.document, row.checksum, `plan ${row.revision} of ${row.fleet_id}`);
      return { text, plan: JSON.parse(text) as Plan, input: input(row), publishedAt: new Date(row.published_at) };
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
