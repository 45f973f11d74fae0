/** On PostgreSQL the rows of all tables are granted to the service's login as soon as they are made; some are none of its business. */
export function revokeFromServices(table: string): string {
  return `
  DO $$ DECLARE login text; BEGIN
    FOR login IN SELECT DISTINCT grantee FROM information_schema.table_privileges
      WHERE table_schema = 'public' AND table_name = '${table}' AND privilege_type <> 'SELECT' AND grantee <> current_user
    LOOP
      EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON ${table} FROM %I', login);
    END LOOP;
  END $$`;
}
