import { databaseName, enumTypeName, MOST_BYTES } from '../database-names.ts';
import { namesOf } from '../derive.ts';
import type { FieldConfig } from '../draft.ts';
import { snakeCase } from '../names.ts';
import { entitiesOf, fieldsOf, type Rule } from './rule.ts';

/** Tables, indexes and types of one database have their names from one pot, in PostgreSQL. */
export const databaseNames: Rule = function* (draft) {
  const owners = new Map<string, string>();
  for (const { service, name, entity } of entitiesOf(draft)) {
    owners.set(`${service} ${namesOf(name, entity.plural).table}`, `the table of \`${name}\``);
  }
  for (const entity of entitiesOf(draft)) {
    const { table } = namesOf(entity.name, entity.entity.plural);
    for (const { service, name, field, path } of fieldsOf(entity)) {
      const own = ownName(table, snakeCase(name), field);
      if (own === undefined) continue;
      if (field.many === true && `${table}_${snakeCase(name)}`.length > MOST_BYTES) {
        const message = `its table would be called \`${table}_${snakeCase(name)}\`, and databases take ${MOST_BYTES} characters`;
        yield { path, at: 'key', code: 'database_name_too_long', message };
      }
      const owner = owners.get(`${service} ${own}`);
      if (owner === undefined) owners.set(`${service} ${own}`, `what belongs to \`${entity.name}.${name}\``);
      else {
        const message = `the database would call it \`${own}\`, which is ${owner} already`;
        yield { path, at: 'key', code: 'database_name_taken', message };
      }
    }
  }
};

/** Of the index of a reference or the table of many, of the type of an enum. */
function ownName(table: string, column: string, { references, type }: FieldConfig): string | undefined {
  if (references !== undefined) return databaseName(table, column);
  return type === 'enum' ? enumTypeName(table, column) : undefined;
}
