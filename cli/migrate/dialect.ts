/** As Sequelize names it: MariaDB speaks that of MySQL. */
export type Dialect = 'postgres' | 'mysql';

/** A name in SQL. */
export function quote(dialect: Dialect, name: string): string {
  return dialect === 'postgres' ? `"${name.replaceAll('"', '""')}"` : `\`${name.replaceAll('`', '``')}\``;
}
