import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The tables of the store: the same words in SQLite and elsewhere. Times are ISO 8601 in UTC. */
export interface Tables {
  /** What plans are made from, each once, however many fleets and plans point to it. */
  problems: {
    input_digest: string;
    format_version: number;
    document: string;
    /** SHA-256 of the document: a damaged file is found out before anything is planned from it. */
    checksum: string;
  };
  fleets: {
    id: string;
    input_digest: string;
    source: string;
    changed_at: string;
  };
  plans: {
    fleet_id: string;
    revision: number;
    input_digest: string;
    plan_digest: string;
    status: string;
    document: string;
    checksum: string;
    published_at: string;
  };
}

/**
 * Steps from an empty store to the tables above, by name in the order in which they are taken. A step that has been
 * released is never changed: a new one follows it. Each can be taken again where it was cut off.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-fleets-and-plans': { up: addFleetsAndPlans },
};

async function addFleetsAndPlans(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('problems')
    .ifNotExists()
    .addColumn('input_digest', 'text', (column) => column.primaryKey())
    .addColumn('format_version', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('checksum', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('fleets')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('input_digest', 'text', (column) => column.notNull().references('problems.input_digest'))
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('plans')
    .ifNotExists()
    .addColumn('fleet_id', 'text', (column) => column.notNull().references('fleets.id'))
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('input_digest', 'text', (column) => column.notNull().references('problems.input_digest'))
    .addColumn('plan_digest', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('checksum', 'text', (column) => column.notNull())
    .addColumn('published_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('plans_key', ['fleet_id', 'revision'])
    .execute();
}
