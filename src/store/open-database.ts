import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { makeNodeSqliteDialect } from './node-sqlite-dialect.ts';
import { StoreError } from './store-error.ts';
import { migrations, type Tables } from './tables.ts';

/** Marks our files: `WATT` in ASCII. Another program's database is refused before anything in it is changed. */
const APPLICATION_ID = 0x57415454;
/** A service that is just ending may hold the file a moment longer. */
const BUSY_MILLISECONDS = 2000;

/**
 * Opens the store's file for this process alone, makes it and its folder where there is none, and brings its tables up
 * to date. What is committed outlasts a loss of power (write-ahead log, synchronous FULL). Throws StoreError with what
 * is in the way: another process, another program's database, no database at all, a newer store, a folder that cannot
 * be written.
 */
export async function openDatabase(file: string): Promise<Kysely<Tables>> {
  makeFolder(dirname(file));
  const database = inWords(file, () => new DatabaseSync(file, { timeout: BUSY_MILLISECONDS }));
  const db = new Kysely<Tables>({ dialect: makeNodeSqliteDialect(database) });
  try {
    inWords(file, () => takeFile(database, file));
    await migrate(db, file);
    return db;
  } catch (error) {
    await db.destroy();
    // Kysely connects at the first query: until then it does not know of the file that it should close.
    if (database.isOpen) database.close();
    throw error;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StoreError(
      `${folder}: the folder for the store cannot be made (${reasonOf(error)}); give another --data`,
    );
  }
}

function takeFile(database: DatabaseSync, file: string): void {
  // Held until the process ends, however it ends: two services on one file would publish the same revision twice.
  database.exec('pragma locking_mode = exclusive');
  const { application_id: owner } = database.prepare('pragma application_id').get() ?? {};
  const { tables } = database.prepare('select count(*) as tables from sqlite_master').get() ?? {};
  if (owner !== APPLICATION_ID && tables !== 0) {
    throw new StoreError(
      `${file}: is a database of another program, expected a store of wattshift; give another --data`,
    );
  }
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  database.exec(`begin exclusive; pragma application_id = ${APPLICATION_ID}; commit`);
}

async function migrate(db: Kysely<Tables>, file: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { tables } = { tables: await db.introspection.getTables({ withInternalKyselyTables: true }) };
  if (tables.some(({ name }) => name === 'kysely_migration')) {
    const taken = await db
      .withTables<{ kysely_migration: { name: string } }>()
      .selectFrom('kysely_migration')
      .select('name')
      .execute();
    const unknown = taken.find(({ name }) => !Object.hasOwn(migrations, name));
    if (unknown !== undefined) {
      throw new StoreError(
        `${file}: was written by a newer wattshift (${unknown.name}); use that one, or give another --data`,
      );
    }
  }
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** SQLite's primary result codes that a user can do something about. */
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;
const inTheWay: Readonly<Record<number, string>> = {
  5: 'another process has the store open; end that one first, or give another --data',
  6: 'another process has the store open; end that one first, or give another --data',
  8: 'the store cannot be written; change its permissions, or give another --data',
  10: 'the disk fails to read or write the store',
  11: 'the store is damaged; put a copy in its place, or move it away to begin anew',
  13: 'the disk is full',
  [CANNOT_OPEN]: 'the store cannot be opened; change its permissions, or give another --data',
  [NOT_A_DATABASE]: 'is no database, expected a store of wattshift; move it away, or give another --data',
};

function inWords<Result>(file: string, open: () => Result): Result {
  try {
    return open();
  } catch (error) {
    const words = inTheWay[errorCode(error) & 0xff];
    if (words === undefined) throw error;
    throw new StoreError(`${file}: ${words}`);
  }
}

/** Extended result code of SQLite, whose last byte is the primary one; -1 where it is no error of SQLite. */
function errorCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : -1;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
