import { databaseName } from '../../../config/database-names.ts';

/** `{{databaseName table column}}`, of an index or a constraint: as long as databases take it. */
export function databaseNameHelper(...args: readonly unknown[]): string {
  // Handlebars' own options come last.
  return databaseName(...args.slice(0, -1).map(String));
}
