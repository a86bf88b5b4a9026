import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { makeNodeSqliteDialect } from './node-sqlite-dialect.ts';
import { inWords } from './sqlite-words.ts';
import { StoreError } from './store-error.ts';
import { migrations, type Tables } from './tables.ts';

/** Marks our files: `WATT` in ASCII. Another program's database is refused before anything in it is changed. */
const APPLICATION_ID = 0x57415454;
/** A service that is just ending may hold the file a moment longer. */
const BUSY_MILLISECONDS = 2000;

/**
 * Opens the store's file for this process alone, makes it and its folder where there is none, and brings its tables up
 * to date. What is committed outlasts a loss of power (write-ahead log, synchronous FULL). Throws StoreError with what
 * is in the way: another process, another program's database, no database at all, a newer store, a damaged one, a
 * folder that cannot be written, a disk that is full.
 */
export async function openDatabase(file: string): Promise<Kysely<Tables>> {
  makeFolder(dirname(file));
  return inWords(file, () => openFile(file));
}

async function openFile(file: string): Promise<Kysely<Tables>> {
  const database = new DatabaseSync(file, { timeout: BUSY_MILLISECONDS });
  const db = new Kysely<Tables>({ dialect: makeNodeSqliteDialect(database) });
  try {
    takeFile(database, file);
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
    makeFolders(folder);
  } catch (error) {
    throw new StoreError(
      `${folder}: the folder for the store cannot be made (${reasonOf(error)}); give another --data`,
    );
  }
}

/** Step by step: where a file system answers ENOENT to the making of a folder, `recursive` never returns. */
function makeFolders(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolders(parent);
  mkdirSync(folder, { mode: 0o700 });
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

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
