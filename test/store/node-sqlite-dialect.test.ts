import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeNodeSqliteDialect } from '../../src/store/node-sqlite-dialect.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

/** What a dialect has to do, on a real file: each kind of query, each kind of value. */

interface Tables {
  things: { id: number; name: string | null; amount: number; bytes: Uint8Array | null };
}

async function openThings() {
  const file = join(makeTemporaryFolder(onTestFinished), 'things.sqlite');
  const database = new DatabaseSync(file);
  const db = new Kysely<Tables>({ dialect: makeNodeSqliteDialect(database) });
  onTestFinished(() => db.destroy());
  await db.schema
    .createTable('things')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text')
    .addColumn('amount', 'real', (column) => column.notNull())
    .addColumn('bytes', 'blob')
    .execute();
  return { db, database, file };
}

const thing = { id: 1, name: 'one', amount: 0.1, bytes: null };

describe('queries', () => {
  test('an insert gives its id and count, a select the rows', async () => {
    const { db } = await openThings();
    const [inserted] = await db.insertInto('things').values(thing).execute();
    expect(inserted).toMatchObject({ insertId: 1n, numInsertedOrUpdatedRows: 1n });
    expect(await db.selectFrom('things').selectAll().execute()).toEqual([thing]);
  });

  test('an insert, an update and a delete that return rows return them, and have been done', async () => {
    const { db } = await openThings();
    const returned = await db.insertInto('things').values(thing).returning(['id', 'amount']).execute();
    expect(returned).toEqual([{ id: 1, amount: 0.1 }]);
    const updated = await db.updateTable('things').set({ amount: 2 }).returningAll().executeTakeFirst();
    expect(updated).toEqual({ ...thing, amount: 2 });
    expect(await db.deleteFrom('things').returning('name').execute()).toEqual([{ name: 'one' }]);
    expect(await db.selectFrom('things').selectAll().execute()).toEqual([]);
  });

  test('updates and deletes without rows say how many they touched', async () => {
    const { db } = await openThings();
    await db
      .insertInto('things')
      .values([thing, { ...thing, id: 2 }])
      .execute();
    const [updated] = await db.updateTable('things').set({ name: 'x' }).execute();
    expect(updated.numUpdatedRows).toBe(2n);
    expect((await db.deleteFrom('things').where('id', '=', 2).executeTakeFirst()).numDeletedRows).toBe(1n);
  });

  test('common table expressions, pragmas and raw SQL give rows too', async () => {
    const { db } = await openThings();
    const { rows } = await sql<{ n: number }>`with two as (select 2 as n) select n from two`.execute(db);
    expect(rows).toEqual([{ n: 2 }]);
    expect((await sql<{ application_id: number }>`pragma application_id`.execute(db)).rows).toEqual([
      { application_id: 0 },
    ]);
  });

  test('rows can be streamed', async () => {
    const { db } = await openThings();
    await db
      .insertInto('things')
      .values([thing, { ...thing, id: 2 }, { ...thing, id: 3 }])
      .execute();
    const ids: number[] = [];
    for await (const { id } of db.selectFrom('things').select('id').orderBy('id').stream()) ids.push(id);
    expect(ids).toEqual([1, 2, 3]);
  });

  test('tables can be looked at', async () => {
    const { db } = await openThings();
    const [table] = await db.introspection.getTables();
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'name', 'amount', 'bytes']);
  });

  test("Kysely's own dialect gives no row on node:sqlite: the reason for ours", async () => {
    const { database } = await openThings();
    const theirs = {
      prepare: (text: string) => {
        const statement = database.prepare(text);
        return {
          reader: Object.hasOwn(statement, 'reader'),
          all: (values: readonly number[]) => statement.all(...values),
          run: (values: readonly number[]) => statement.run(...values),
          iterate: () => statement.iterate(),
        };
      },
      close: () => {},
    };
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: theirs }) });
    expect((await sql`select 1 as one`.execute(db)).rows).toEqual([]);
  });
});

describe('values', () => {
  test.for<[string, Partial<Tables['things']>]>([
    ['null', { name: null }],
    ['an empty text, which is not null', { name: '' }],
    ['text with quotes, markup, a zero byte and signs beyond the first plane', { name: `'";--<script>\u0000𝛿` }],
    ['the largest whole number', { amount: Number.MAX_SAFE_INTEGER }],
    ['a double to its last bit', { amount: 0.1 + 0.2 }],
    ['the smallest double', { amount: Number.MIN_VALUE }],
    ['bytes', { bytes: new Uint8Array([0, 255, 128]) }],
    ['no bytes, which is not null', { bytes: new Uint8Array(0) }],
  ])('%s comes back as it was', async ([, part]) => {
    const { db } = await openThings();
    const row = { ...thing, ...part };
    await db.insertInto('things').values(row).execute();
    expect(await db.selectFrom('things').selectAll().executeTakeFirst()).toEqual(row);
  });

  test('whole numbers as bigint go in; one that no double holds is an error, not another number', async () => {
    const { db } = await openThings();
    await sql`insert into things (id, amount) values (${12n}, ${1})`.execute(db);
    expect(await db.selectFrom('things').select('id').execute()).toEqual([{ id: 12 }]);
    await sql`insert into things (id, amount) values (${2n ** 53n + 1n}, ${1})`.execute(db);
    await expect(db.selectFrom('things').select('id').execute()).rejects.toThrow('too large');
  });

  test.for([
    ['undefined', undefined],
    ['a boolean', true],
    ['a date', new Date(0)],
    ['an object', { a: 1 }],
  ])('%s is refused', async ([, value]) => {
    const { db } = await openThings();
    await expect(sql`select ${value} as it`.execute(db)).rejects.toThrow('SQLite holds no');
  });
});

describe('transactions', () => {
  test('are whole or nothing', async () => {
    const { db } = await openThings();
    const failing = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('things').values(thing).execute();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await db.selectFrom('things').selectAll().execute()).toEqual([]);
    await db.transaction().execute((transaction) => transaction.insertInto('things').values(thing).execute());
    expect(await db.selectFrom('things').select('id').execute()).toEqual([{ id: 1 }]);
  });

  test('one that SQLite itself has rolled back, as it does on a full disk, fails with its own error', async () => {
    const { db } = await openThings();
    const failing = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('things').values(thing).execute();
      await sql`insert or rollback into things (id, amount) values (1, 2)`.execute(transaction);
    });
    await expect(failing).rejects.toThrow('UNIQUE constraint failed: things.id');
    expect(await db.selectFrom('things').selectAll().execute()).toEqual([]);
  });

  test('a query beside a transaction waits for it, and sees all of it or nothing', async () => {
    const { db } = await openThings();
    let reading: Promise<unknown[]> = Promise.resolve([]);
    await db.transaction().execute(async (transaction) => {
      await transaction.insertInto('things').values(thing).execute();
      reading = db.selectFrom('things').select('id').execute();
      await new Promise((resolve) => setTimeout(resolve, 20));
      await transaction
        .insertInto('things')
        .values({ ...thing, id: 2 })
        .execute();
    });
    expect(await reading).toEqual([{ id: 1 }, { id: 2 }]);
  });
});
