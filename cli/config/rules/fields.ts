import { fieldTypeOf } from '../fields/index.ts';
import type { Mistake } from '../mistake.ts';
import { snakeCase } from '../names.ts';
import { EMBED_MARKS, OBJECT_KEYS, RESOURCE_FIELDS, SYSTEM_COLUMNS } from '../reserved.ts';
import { entitiesOf, fieldsOf, type Rule } from './rule.ts';

/** The names of an entity's fields, and what each type asks of its own settings. */
export const fields: Rule = function* (draft) {
  for (const entity of entitiesOf(draft)) {
    const columns = new Map<string, string>();
    const names = new Set([...RESOURCE_FIELDS, ...EMBED_MARKS]);
    for (const { name, path } of fieldsOf(entity)) {
      names.add(name);
      yield* reservedField(name, path);
      const column = snakeCase(name);
      const other = columns.get(column);
      if (other === undefined) columns.set(column, name);
      else {
        const message = `\`${other}\` and \`${name}\` both come to the column \`${column}\``;
        yield { path, at: 'key', code: 'duplicate_column', message };
      }
    }
    for (const { name, field, path } of fieldsOf(entity)) {
      yield* ownRules(field, path);
      if (field.readOnly && field.required && field.default === undefined) {
        const message = `clients cannot send \`${name}\`, so it needs a \`default\` where it is required`;
        yield { path: [...path, 'readOnly'], code: 'read_only_required', message };
      }
      if (typeof field.embed !== 'string') continue;
      if (names.has(field.embed) || OBJECT_KEYS.has(field.embed)) {
        const message = `\`${entity.name}\` has something called \`${field.embed}\` already`;
        yield { path: [...path, 'embed'], code: 'name_taken', message };
      }
      names.add(field.embed);
    }
  }
};

function* ownRules(field: Parameters<typeof fieldTypeOf>[0], path: string[]): Iterable<Mistake> {
  const { required = false, unique = false } = field;
  for (const mistake of fieldTypeOf(field)?.check?.(field, { required, unique }) ?? []) {
    yield { ...mistake, path: [...path, ...mistake.path] };
  }
}

function* reservedField(name: string, path: string[]): Iterable<Mistake> {
  if (RESOURCE_FIELDS.has(name)) {
    yield { path, at: 'key', code: 'reserved_name', message: `every resource has its own \`${name}\`` };
  } else if (EMBED_MARKS.has(name)) {
    yield {
      path,
      at: 'key',
      code: 'reserved_name',
      message: `answers that embed resources say \`${name}\` themselves`,
    };
  } else if (OBJECT_KEYS.has(name)) {
    yield { path, at: 'key', code: 'reserved_name', message: `\`${name}\` means something to JavaScript` };
  } else if (SYSTEM_COLUMNS.has(name)) {
    yield { path, at: 'key', code: 'reserved_name', message: `PostgreSQL keeps \`${name}\` for itself` };
  }
}
