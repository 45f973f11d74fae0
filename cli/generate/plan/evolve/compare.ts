import { isDeepStrictEqual } from 'node:util';
import type { DomainService } from '../../../config/model.ts';
import { isReference } from '../../../config/plain-field.ts';
import { AuroraError } from '../../../errors.ts';
import type { Column, Index, Table } from '../../../schema/contract.ts';
import { tablesOf } from '../../../schema/tables-of.ts';
import type { Change, Pair } from './change.ts';
import { postgresName } from './names.ts';
import { formerOf, type Named, withNamesOf } from './renamed-service.ts';

/** How the tables of entities that were there before have changed. Those of new entities have a migration of their own. */
export function changesOf(before: DomainService, after: DomainService): Change[] {
  refuseUnknown(before, after);
  refuseTaken(before, after);
  refuseReshaped(before, after);
  const named = withNamesOf(before, after);
  const old = tablesOf(named);
  const originals = tablesOf(before);
  const known = new Set(old.map(({ name }) => name));
  const fresh = new Set(after.entities.filter(({ table }) => !known.has(table)).map(({ table }) => table));
  const now = tablesOf(after);
  const isOfFresh = ({ name, foreignKeys }: Table) =>
    fresh.has(name) || foreignKeys.some(({ column, table }) => column === '_owner' && fresh.has(table));
  return [
    ...old.flatMap((to, index): Change[] => {
      const from = originals[index] as Table;
      return from.name === to.name ? [] : [{ kind: 'rename table', from, to }];
    }),
    ...now.flatMap((table): Change[] => {
      if (isOfFresh(table)) return [];
      const former = old.find(({ name }) => name === table.name);
      if (!former) return [{ kind: 'add table', table }];
      return changesWithin({ before: former, after: table, renamed: renamedColumns(table, named, after) });
    }),
    // Each before those that it refers to.
    ...old
      .toReversed()
      .flatMap((table): Change[] =>
        now.some(({ name }) => name === table.name) ? [] : [{ kind: 'drop table', table }],
      ),
  ];
}

/** @throws AuroraError `renamed_from_unknown`: what is new was nothing before, and what it should have been may be lost */
function refuseUnknown(before: DomainService, after: DomainService): void {
  const unknown = (owner: string, now: readonly Named[], then: readonly Named[]) => {
    return now.flatMap(({ name, renamedFrom }) => {
      const isKnown = then.some((each) => each.name === name || each.name === renamedFrom);
      return renamedFrom === undefined || isKnown
        ? []
        : [`${owner} has no ${renamedFrom} that ${name} could have been.`];
    });
  };
  const details = [
    ...unknown(after.name, after.entities, before.entities),
    ...after.entities.flatMap((entity) => {
      const former = formerOf(entity, before.entities, after.entities);
      return former ? unknown(entity.name, entity.fields, former.fields) : [];
    }),
  ];
  if (details.length === 0) return;
  throw new AuroraError(
    'renamed_from_unknown',
    'The last model knows nothing of some names that `renamedFrom` gives.',
    {
      exit: 'config',
      details,
      next: 'correct them, or leave `renamedFrom` away, then aurora generate',
    },
  );
}

/** @throws AuroraError `table_taken`: the rows of what goes would be those of what is new */
function refuseTaken(before: DomainService, after: DomainService): void {
  const formers = after.entities.map((entity) => formerOf(entity, before.entities, after.entities));
  const gone = before.entities.filter((entity) => !formers.includes(entity));
  const details = after.entities.flatMap((entity, index) => {
    const owner = formers[index] ? undefined : gone.find(({ table }) => table === entity.table);
    return owner ? [`${entity.table} of ${after.name} is the table of ${owner.name}, which is gone.`] : [];
  });
  if (details.length === 0) return;
  throw new AuroraError('table_taken', 'A new entity would have the table of one that goes.', {
    exit: 'config',
    details,
    next: 'say `renamedFrom` if it is the same under another name, else give it another `plural`; then aurora generate',
  });
}

/** @throws AuroraError `reference_reshaped`: the table of a list and the index of a single reference have one name on PostgreSQL */
function refuseReshaped(before: DomainService, after: DomainService): void {
  const details = after.entities.flatMap((entity) => {
    const former = formerOf(entity, before.entities, after.entities);
    return entity.fields.flatMap((field) => {
      const was = former?.fields.find(({ column }) => column === field.column);
      const isReshaped = was && isReference(was) && isReference(field) && isList(was) !== isList(field);
      return isReshaped
        ? [`${entity.name}.${field.name} is ${isList(field) ? 'a list' : 'a single reference'} now.`]
        : [];
    });
  });
  if (details.length === 0) return;
  throw new AuroraError(
    'reference_reshaped',
    'A list of references and a single one cannot follow each other under one name.',
    {
      exit: 'config',
      details,
      next: 'give the new one another name, or remove the old one first: aurora generate, add the new one, aurora generate again',
    },
  );
}

function renamedColumns({ name }: Table, before: DomainService, after: DomainService): ReadonlyMap<string, string> {
  const entity = after.entities.find(({ table }) => table === name);
  const former = before.entities.find(({ table }) => table === name);
  if (!entity || !former) return new Map();
  return new Map(
    entity.fields.flatMap((field): [string, string][] => {
      const was = formerOf(field, former.fields, entity.fields);
      const isColumn = was && !isList(was) && !isList(field);
      return isColumn && was.column !== field.column ? [[field.column, was.column]] : [];
    }),
  );
}

function isList(field: DomainService['entities'][number]['fields'][number]): boolean {
  return field.type === 'reference' && field.many === true;
}

function changesWithin(table: Pair): Change[] {
  const { before, after, renamed } = table;
  const wasOf = ({ name }: Column) => before.columns.find((column) => column.name === (renamed.get(name) ?? name));
  const kept = new Set(after.columns.map(wasOf));
  const columns = after.columns.flatMap((column): Change[] => {
    const was = wasOf(column);
    if (!was) return [{ kind: 'add column', table, column }];
    const to = { ...was, name: column.name };
    return [
      ...(was.name === column.name ? [] : [{ kind: 'rename column', table, from: was, to } as const]),
      ...(isDeepStrictEqual(was.type, column.type)
        ? []
        : [
            {
              kind: 'change type',
              table,
              column: { ...to, nullable: was.nullable || column.nullable },
              to: column.type,
            } as const,
          ]),
      ...(was.nullable === column.nullable
        ? []
        : [
            {
              kind: column.nullable ? 'relax column' : 'require column',
              table,
              column: { ...column, type: column.nullable ? was.type : column.type },
            } as const,
          ]),
    ];
  });
  const dropped = before.columns
    .filter((column) => !kept.has(column))
    .map((column) => ({ kind: 'drop column', table, column }) as const);
  return [...columns, ...dropped, ...indexChanges(table), ...foreignKeyChanges(table)];
}

function indexChanges(table: Pair): Change[] {
  const { before, after } = table;
  const gone = before.indexes.filter((index) => !after.indexes.some((each) => isDeepStrictEqual(each, index)));
  const fresh = after.indexes.filter((index) => !before.indexes.some((each) => isDeepStrictEqual(each, index)));
  const nameOf = (index: Index) => postgresName(after.name, index);
  const partner = (index: Index, others: readonly Index[]) => others.find((each) => nameOf(each) === nameOf(index));
  return [
    ...fresh.map((index): Change => {
      const from = partner(index, gone);
      return from ? { kind: 'replace index', table, from, to: index } : { kind: 'add index', table, index };
    }),
    ...gone.filter((index) => !partner(index, fresh)).map((index): Change => ({ kind: 'drop index', table, index })),
  ];
}

function foreignKeyChanges(table: Pair): Change[] {
  const { before, after } = table;
  const gone = before.foreignKeys.filter((key) => !after.foreignKeys.some((each) => isDeepStrictEqual(each, key)));
  const fresh = after.foreignKeys.filter((key) => !before.foreignKeys.some((each) => isDeepStrictEqual(each, key)));
  return [
    ...fresh.map((key): Change => ({ kind: 'add foreign key', table, key })),
    ...gone.map((key): Change => ({ kind: 'drop foreign key', table, key })),
  ];
}
