import type { Fleet } from '../../config/model.ts';
import type { Mapping, SplitMapping, Target } from './contract.ts';
import { type Draft, type DraftMapping, fieldOf, listOf } from './draft.ts';
import { targetsOf } from './targets.ts';

/** A file without mistakes, with what it leaves unsaid. */
export function resolveMapping(draft: Draft, fleet: Fleet, file: string): SplitMapping {
  const targets = targetsOf(fleet);
  const { schema = 'public', timezone = 'UTC' } = draft.source ?? {};
  return {
    file,
    source: { schema, timezone },
    mappings: Object.entries(draft.mappings ?? {}).map(([name, each]) => resolve(name, each, targets)),
    ignore: draft.ignore ?? {},
  };
}

function resolve(name: string, draft: DraftMapping, targets: ReadonlyMap<string, Target>): Mapping {
  const { into = '', from = name, sql, where, ids = 'made', foldKeys = false, fields = {}, ignore = {} } = draft;
  const target = targets.get(into);
  if (!target) throw new RangeError(`Nothing is called ${into}`);
  const key = listOf(draft.key);
  return {
    name,
    into: target,
    from: sql === undefined ? { table: from } : { sql, reads: listOf(draft.reads) ?? [] },
    ...(where !== undefined && { where }),
    ...(key && { key }),
    ids,
    foldKeys,
    identity: identityOf(name, draft),
    fields: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, fieldOf(value)])),
    ignore,
  };
}

/** What ids of a mapping are made of. */
export function identityOf(name: string, { identity, from = name, sql }: DraftMapping): string {
  return identity ?? (sql === undefined ? from : name);
}
