import type { DraftEntity } from '../draft.ts';
import { fieldTypeOf } from '../fields/index.ts';
import type { Mistake } from '../mistake.ts';
import { snakeCase } from '../names.ts';
import { AUDIT_FIELDS, DELETED_FIELD, EMBED_MARKS, OBJECT_KEYS, RESOURCE_FIELDS, SYSTEM_COLUMNS } from '../reserved.ts';
import { entitiesOf, fieldsOf, type Rule } from './rule.ts';

/** The names of an entity's fields, and what each type asks of its own settings. */
export const fields: Rule = function* (draft) {
  for (const entity of entitiesOf(draft)) {
    const own = ownNames(entity.entity);
    const columns = new Map([...own].map((name) => [snakeCase(name), name]));
    const names = new Set([...own, ...EMBED_MARKS]);
    for (const { name, path } of fieldsOf(entity)) {
      names.add(name);
      yield* reservedField(name, path, own);
      if (own.has(name)) continue;
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

/** What its resources, or their table, have by themselves. */
function ownNames({ softDelete }: DraftEntity): Set<string> {
  return new Set([...RESOURCE_FIELDS, ...AUDIT_FIELDS, ...(softDelete ? [DELETED_FIELD] : [])]);
}

function* reservedField(name: string, path: string[], own: ReadonlySet<string>): Iterable<Mistake> {
  if (own.has(name)) {
    const whose = RESOURCE_FIELDS.has(name) ? 'every resource has' : 'with `audit` and `softDelete` an entity has';
    yield { path, at: 'key', code: 'reserved_name', message: `${whose} its own \`${name}\`` };
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
