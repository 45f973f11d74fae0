/** The table in which a service's database records what was applied to it; a service's own login may read it at most. */
export const LOG_TABLE = 'schema_migrations';

/** The databases of a running fleet, lent for as long as somebody works on them. */
export interface Databases {
  /** A service's own database, with the login of its owner, which may change the schema. */
  url(service: string): string;
}
