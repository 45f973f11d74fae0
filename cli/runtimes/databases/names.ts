import { shortened } from '../../config/database-names.ts';

/** What a service's database and its logins are called. */
export interface DatabaseNames {
  readonly database: string;
  /** May change the schema; migrations use it. */
  readonly owner: string;
  /** May read and write rows, nothing else; the service uses it. */
  readonly login: string;
}

/** What an owner's name has more than the login's. */
export const OWNER_SUFFIX = '_owner';

/** PostgreSQL takes 63 bytes, MySQL 32 for a login (MariaDB more). */
const MOST_BYTES = { postgres: 63, mysql: 32, mariadb: 32 } as const;

/** `aurora`, `subject-service` → `aurora_subject_service`; a longer one than the engine takes is cut and made unique by a hash. */
export function databaseNames(engine: keyof typeof MOST_BYTES, fleet: string, service: string): DatabaseNames {
  const name = shortened(
    unreserved(`${fleet}_${service}`.replaceAll('-', '_')),
    MOST_BYTES[engine] - OWNER_SUFFIX.length,
  );
  return { database: name, owner: `${name}${OWNER_SUFFIX}`, login: name };
}

/** PostgreSQL keeps roles whose names begin with `pg_` for itself. */
function unreserved(name: string): string {
  return name.startsWith('pg_') ? `fleet_${name}` : name;
}
