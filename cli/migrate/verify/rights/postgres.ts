import type { RightsOf } from './contract.ts';

const TABLES = `
  SELECT c.relname AS "table",
    ARRAY(
      SELECT p FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
      WHERE has_table_privilege(c.oid, p)
    ) || CASE WHEN pg_has_role(c.relowner, 'USAGE') THEN ARRAY['OWNERSHIP'] ELSE '{}' END
      || CASE WHEN NOT EXISTS (
        SELECT FROM pg_depend d JOIN pg_class s ON s.oid = d.objid
        WHERE d.refobjid = c.oid AND d.deptype = 'a' AND CASE s.relkind WHEN 'S' THEN NOT has_sequence_privilege(s.oid, 'USAGE') END
      ) THEN ARRAY['USAGE OF SEQUENCE'] ELSE '{}' END AS rights
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY c.relname`;

const EVERYWHERE = `
  SELECT ARRAY(
    SELECT p FROM unnest(ARRAY['USAGE', 'CREATE']) p WHERE has_schema_privilege('public', p)
  ) AS rights`;

export const POSTGRES_RIGHTS: RightsOf = {
  async read(client) {
    const tables = await client.query<{ table: string; rights: string[] }>(TABLES);
    const [schema] = await client.query<{ rights: string[] }>(EVERYWHERE);
    return {
      everywhere: schema?.rights ?? [],
      tables: new Map(tables.map(({ table, rights }) => [table, rights])),
    };
  },
  everywhere: ['USAGE'],
  serial: ['USAGE OF SEQUENCE'],
};
