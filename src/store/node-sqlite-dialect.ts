import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/**
 * Kysely on the SQLite that Node brings. Kysely's own driver is written for another library: there a prepared statement
 * says by `reader` whether it returns rows; `node:sqlite` has no such member, so that driver would run every query for
 * its changes and give no row at all. Here the statement's columns decide.
 *
 * Integers beyond 2^53 are an error of `node:sqlite` (ERR_OUT_OF_RANGE), not a rounded number.
 */
export function makeNodeSqliteDialect(database: DatabaseSync): Dialect {
  return {
    createDriver: () => makeDriver(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** One connection; Kysely itself lets one transaction at a time have it (`supportsMultipleConnections` is false). */
function makeDriver(database: DatabaseSync): Driver {
  const connection = makeConnection(database);
  const run = async (statement: string) => {
    await connection.executeQuery(CompiledQuery.raw(statement));
  };
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    // At once and not at the first write: a transaction that reads first could find the file changed under it.
    beginTransaction: () => run('begin immediate'),
    commitTransaction: () => run('commit'),
    // SQLite itself rolls back where a disk is full or fails; another rollback would be an error that hides that one.
    rollbackTransaction: async () => {
      if (database.isTransaction) await run('rollback');
    },
    releaseConnection: async () => {},
    destroy: async () => database.close(),
  };
}

function makeConnection(database: DatabaseSync): DatabaseConnection {
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const statement = database.prepare(sql);
      const values = parameters.map(asInput);
      // The rows are as the query says; that a table holds what its type says is for the store's own checks.
      if (statement.columns().length > 0) return { rows: statement.all(...values) as Row[] };
      const { changes, lastInsertRowid } = statement.run(...values);
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
    },
    async *streamQuery<Row>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
      for (const row of database.prepare(sql).iterate(...parameters.map(asInput))) yield { rows: [row as Row] };
    },
  };
}

/** What SQLite can hold. Throws on the rest (undefined, dates, objects) instead of storing its text. */
function asInput(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw new TypeError(`SQLite holds no ${typeof value}`);
}
