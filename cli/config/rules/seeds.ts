import type { Draft, DraftEntity, FieldConfig } from '../draft.ts';
import { valueMistakes } from '../fields/field-value.ts';
import { targetOf } from '../fields/reference.ts';
import { UUID } from '../fields/uuid.ts';
import type { Mistake } from '../mistake.ts';
import { nearest } from '../nearest.ts';
import { withSharedValues } from '../shared-values.ts';
import { type EntityPlace, entitiesOf, type Rule } from './rule.ts';

/** Rows that could not be created: fields that are not there, values that they do not take, keys that nobody has. */
export const seeds: Rule = function* (draft) {
  for (const entity of entitiesOf(draft)) {
    for (const [profile, rows] of Object.entries(entity.entity.seeds ?? {})) {
      for (const [key, row] of Object.entries(rows)) {
        const path = [...entity.path, 'seeds', profile, key];
        yield* rowMistakes({ draft, entity, profile, key, row, path });
      }
      yield* repeatedValues(entity, profile);
    }
  }
};

interface Row {
  readonly draft: Draft;
  readonly entity: EntityPlace;
  readonly profile: string;
  readonly key: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly path: string[];
}

function* rowMistakes(at: Row): Iterable<Mistake> {
  const { entity, key, row, path } = at;
  const fields = entity.entity.fields ?? {};
  for (const [name, value] of Object.entries(row)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) {
      const message = `\`${entity.name}\` has no field \`${name}\``;
      yield {
        path: [...path, name],
        at: 'key',
        code: 'unknown_key',
        message,
        suggestion: nearest(name, Object.keys(fields)),
      };
    } else if (field.readOnly === true) {
      yield {
        path: [...path, name],
        at: 'key',
        code: 'bad_seed',
        message: `\`${name}\` is read-only: no seed sets it`,
      };
    } else if (value === null) {
      if (field.required) yield { path: [...path, name], code: 'bad_seed', message: `\`${name}\` must have a value` };
    } else {
      yield* fieldMistakes(at, name, field, value);
    }
  }
  const missing = Object.entries(fields).filter(([name, field]) => isMissing(name, field, row));
  if (missing.length > 0) {
    const names = missing.map(([name]) => `\`${name}\``).join(', ');
    yield { path, at: 'key', code: 'missing_key', message: `the row \`${key}\` needs ${names}` };
  }
}

function isMissing(name: string, { required, default: otherwise, readOnly }: FieldConfig, row: object): boolean {
  return required === true && otherwise === undefined && readOnly !== true && !Object.hasOwn(row, name);
}

function* fieldMistakes(at: Row, name: string, field: FieldConfig, value: unknown): Iterable<Mistake> {
  const path = [...at.path, name];
  if (field.references === undefined) {
    const mistakes = valueMistakes(withSharedValues(field, at.draft.enums ?? {}), value);
    for (const mistake of mistakes) yield { ...mistake, path: [...path, ...mistake.path], code: 'bad_seed' };
    return;
  }
  if (field.many !== true) yield* keyMistakes(at, field.references, value, path);
  else if (!Array.isArray(value)) {
    yield { path, code: 'bad_seed', message: 'the field takes a list of keys' };
  } else {
    for (const [index, each] of value.entries()) yield* keyMistakes(at, field.references, each, [...path, index]);
  }
}

function* keyMistakes(at: Row, references: string, value: unknown, path: Mistake['path']): Iterable<Mistake> {
  const { draft, entity, profile } = at;
  if (typeof value !== 'string') {
    yield { path, code: 'bad_seed', message: 'a reference is the key of the row that it leads to' };
    return;
  }
  if (UUID.test(value)) return;
  const { service, entity: target } = targetOf(references, entity.service);
  const keys = Object.keys(entityIn(draft, service, target)?.seeds?.[profile] ?? {});
  if (!keys.includes(value)) {
    const message = `the seeds of \`${target}\` have no \`${value}\` in \`${profile}\``;
    yield { path, code: 'unknown_seed', message, suggestion: nearest(value, keys) };
  } else if (leadsBack(at, { service, entity: target, key: value })) {
    yield {
      path,
      code: 'seed_circle',
      message: `\`${value}\` needs \`${at.key}\` in its turn, so neither could be created first`,
    };
  }
}

interface RowName {
  readonly service: string;
  readonly entity: string;
  readonly key: string;
}

/** Whether creating a row would have to wait for the one that names it. */
function leadsBack({ draft, entity, profile, key }: Row, from: RowName): boolean {
  const start = `${entity.service}.${entity.name}.${key}`;
  const seen = new Set<string>();
  const open = [from];
  for (let row = open.pop(); row; row = open.pop()) {
    const name = `${row.service}.${row.entity}.${row.key}`;
    if (name === start) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...namedBy(draft, profile, row));
  }
  return false;
}

function namedBy(draft: Draft, profile: string, { service, entity: name, key }: RowName): RowName[] {
  const entity = entityIn(draft, service, name);
  const row = entity?.seeds?.[profile]?.[key] ?? {};
  return Object.entries(row).flatMap(([field, value]) => {
    const references = entity?.fields?.[field]?.references;
    if (references === undefined) return [];
    return [value].flat().map((each) => ({ ...targetOf(references, service), key: String(each) }));
  });
}

function entityIn(draft: Draft, service: string, name: string): DraftEntity | undefined {
  return draft.services?.[service]?.entities?.[name];
}

/** The database would refuse the second. */
function* repeatedValues({ name: of, entity, path }: EntityPlace, profile: string): Iterable<Mistake> {
  for (const [name, field] of Object.entries(entity.fields ?? {})) {
    if (field.unique !== true) continue;
    const first = new Map<unknown, string>();
    for (const [key, row] of Object.entries(entity.seeds?.[profile] ?? {})) {
      const value = row[name] ?? null;
      if (value === null) continue;
      const other = first.get(value);
      if (other === undefined) first.set(value, key);
      else {
        const message = `\`${other}\` has this \`${name}\` already, and it is unique to each \`${of}\``;
        yield { path: [...path, 'seeds', profile, key, name], code: 'duplicate_value', message };
      }
    }
  }
}
