import type { RightsOf } from './contract.ts';

const TABLES = `
  SELECT table_name AS \`table\`, privilege_type AS \`right\` FROM information_schema.table_privileges
  WHERE table_schema = DATABASE() ORDER BY table_name`;

/** Names of databases are patterns there, and the service's own is the only one that it should see. */
const EVERYWHERE = `
  SELECT privilege_type AS \`right\` FROM information_schema.schema_privileges
  UNION SELECT privilege_type FROM information_schema.user_privileges WHERE privilege_type <> 'USAGE'`;

export const MYSQL_RIGHTS: RightsOf = {
  async read(client) {
    const rows = await client.query<{ table: string; right: string }>(TABLES);
    const everywhere = await client.query<{ right: string }>(EVERYWHERE);
    return {
      everywhere: everywhere.map(({ right }) => right),
      tables: new Map(
        [...Map.groupBy(rows, ({ table }) => table)].map(([table, own]) => [table, own.map(({ right }) => right)]),
      ),
    };
  },
  // Lets it connect as long as there is no table.
  everywhere: ['SHOW VIEW'],
  serial: [],
};
