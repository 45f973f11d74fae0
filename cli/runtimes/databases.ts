/** The table in which a service's database records what was applied to it; a service's own login may read it at most. */
export const LOG_TABLE = 'schema_migrations';

/** In MySQL, the table beside it that tells who is migrating. */
export const HOLDER_TABLE = 'schema_migrations_holder';

/** The table beside it in which repairs of it are written down. */
export const REPAIRS_TABLE = 'schema_migrations_repairs';

export const LOG_TABLES: readonly string[] = [LOG_TABLE, HOLDER_TABLE, REPAIRS_TABLE];

/** In which a split of an old database keeps what it did; verify finds nothing strange in them. */
export const SPLIT_TABLES = { runs: 'split_runs', quarantine: 'split_quarantine', versions: 'split_versions' } as const;

/** None of a service's business: its login may read them at most. */
export const NOT_OF_SERVICES: readonly string[] = [...LOG_TABLES, ...Object.values(SPLIT_TABLES)];

/** Whether a URL is PostgreSQL's; the others are MySQL's. */
export function isPostgres(url: string): boolean {
  return url.startsWith('postgres');
}

/** The databases of a running fleet, lent for as long as somebody works on them. */
export interface Databases {
  /** A service's own database, with the login of its owner, which may change the schema. */
  url(service: string): string;
}

/** What a runtime lends has both logins. */
export interface LentDatabases extends Databases {
  /** A service's own database, with the login that the service runs with. */
  login(service: string): string;
}
