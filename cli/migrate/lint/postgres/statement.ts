import type { Node } from 'libpg-query';
import type { Change, Dropped } from '../change.ts';
import { alterTable } from './alter.ts';
import { columnOf, constraintOf } from './column.ts';
import { as, is, type NodeName, type NodeOf, nameOf, tableOf } from './nodes.ts';

/** Nothing that runs notices these, or they define what is run later. */
const HARMLESS = new Set(
  'AlterDefaultPrivilegesStmt AlterExtensionStmt AlterFunctionStmt AlterOwnerStmt AlterPolicyStmt AlterSeqStmt AlterStatsStmt AlterTypeStmt CommentStmt CompositeTypeStmt CreateCastStmt CreateEnumStmt CreateExtensionStmt CreateFunctionStmt CreateOpClassStmt CreateOpFamilyStmt CreatePolicyStmt CreateRangeStmt CreateSchemaStmt CreateSeqStmt CreateStatsStmt CreateTrigStmt DefineStmt GrantRoleStmt GrantStmt ListenStmt NotifyStmt RuleStmt UnlistenStmt VariableShowStmt ViewStmt'.split(
    ' ',
  ),
);

const TIMEOUTS = /^(lock|statement|transaction|idle_in_transaction_session)_timeout$/;

const READERS: { readonly [K in NodeName]?: (node: NodeOf<K>) => Change[] } = {
  AlterTableStmt: alterTable,
  CreateStmt: createTable,
  CreateTableAsStmt: ({ into }) => [{ kind: 'create-table', table: tableOf(into?.rel), columns: [], constraints: [] }],
  IndexStmt: (node) => [
    {
      kind: 'create-index',
      name: node.idxname ?? '',
      table: tableOf(node.relation),
      unique: node.unique === true,
      columns: (node.indexParams ?? []).map((param) => as('IndexElem', param).name ?? ''),
      concurrently: node.concurrent === true,
      ifNotExists: node.if_not_exists === true,
    },
  ],
  ReindexStmt: ({ relation, name, params = [] }) => [
    {
      kind: 'reindex',
      name: tableOf(relation) || (name ?? ''),
      concurrently: params.some((param) => as('DefElem', param).defname === 'concurrently'),
    },
  ],
  DropStmt: drop,
  DropdbStmt: ({ dbname = '' }) => [{ kind: 'drop', what: 'database', name: dbname }],
  RenameStmt: rename,
  AlterObjectSchemaStmt: ({ objectType, relation, newschema = '' }) =>
    objectType === 'OBJECT_TABLE'
      ? [{ kind: 'rename', what: 'table', name: tableOf(relation), to: `${newschema}.${tableOf(relation)}` }]
      : [],
  AlterEnumStmt: ({ typeName, oldVal, newVal = '' }) => [
    { kind: oldVal === undefined ? 'add-enum-value' : 'rename-enum-value', type: nameOf(typeName), value: newVal },
  ],
  AlterDomainStmt: ({ typeName, subtype, def }) => {
    // C adds a constraint, O is SET NOT NULL.
    const reads = subtype === 'O' || (subtype === 'C' && !as('Constraint', def).skip_validation);
    return reads ? [{ kind: 'alter-domain', name: nameOf(typeName) }] : [];
  },
  CreateDomainStmt: ({ domainname, constraints = [] }) =>
    constraints.length > 0 ? [{ kind: 'create-constrained-domain', name: nameOf(domainname) }] : [],
  TruncateStmt: ({ relations = [], behavior }) =>
    relations.map((relation) => ({
      kind: 'truncate',
      table: tableOf(as('RangeVar', relation)),
      cascade: behavior === 'DROP_CASCADE',
    })),
  RefreshMatViewStmt: ({ relation, concurrent }) => [
    { kind: 'refresh-view', name: tableOf(relation), concurrently: concurrent === true },
  ],
  ClusterStmt: ({ relation }) => [{ kind: 'rebuild', table: tableOf(relation), by: 'CLUSTER' }],
  VacuumStmt: ({ options = [], rels = [] }) =>
    options.some((option) => as('DefElem', option).defname === 'full')
      ? [{ kind: 'rebuild', table: tableOf(as('VacuumRelation', rels[0])?.relation), by: 'VACUUM FULL' }]
      : [],
  LockStmt: ({ relations = [] }) =>
    relations.map((relation) => ({ kind: 'lock-table', name: tableOf(as('RangeVar', relation)) })),
  TransactionStmt: ({ kind = '' }) => [{ kind: 'transaction', name: kind.replace('TRANS_STMT_', '') }],
  VariableSetStmt: ({ name = '' }) => (TIMEOUTS.test(name) ? [{ kind: 'set-timeout', name }] : []),
  UpdateStmt: ({ relation, withClause }) => [
    ...within(withClause),
    { kind: 'write', verb: 'UPDATE', table: tableOf(relation), batched: false },
  ],
  DeleteStmt: ({ relation, withClause }) => [
    ...within(withClause),
    { kind: 'write', verb: 'DELETE', table: tableOf(relation), batched: false },
  ],
  InsertStmt: ({ relation, selectStmt, withClause }) => [
    ...within(withClause),
    ...(is('SelectStmt', selectStmt) && as('SelectStmt', selectStmt).fromClause !== undefined
      ? [{ kind: 'write', verb: 'INSERT … SELECT', table: tableOf(relation), batched: false } as const]
      : []),
  ],
  MergeStmt: ({ relation, withClause }) => [
    ...within(withClause),
    { kind: 'write', verb: 'MERGE', table: tableOf(relation), batched: false },
  ],
  SelectStmt: ({ withClause }) => within(withClause),
};

/** What one statement of PostgreSQL changes. */
export function changesOf(statement: Node): Change[] {
  const [[name, node] = ['', undefined]] = Object.entries(statement);
  const read = READERS[name as NodeName] as ((node: unknown) => Change[]) | undefined;
  if (read) return read(node);
  return HARMLESS.has(name) ? [] : [{ kind: 'unreadable', why: `Nothing is known of ${name}.` }];
}

function createTable({ relation, tableElts = [], constraints: more = [] }: NodeOf<'CreateStmt'>): Change[] {
  const columns = tableElts.flatMap((node) => (is('ColumnDef', node) ? [columnOf(as('ColumnDef', node))] : []));
  const own = [...tableElts, ...more].flatMap((node) =>
    is('Constraint', node) ? constraintOf(as('Constraint', node)) : [],
  );
  const keys = new Set(own.flatMap(({ type, columns }) => (type === 'primary-key' ? columns : [])));
  return [
    {
      kind: 'create-table',
      table: tableOf(relation),
      columns: columns.map((column) => (keys.has(column.name) ? { ...column, notNull: true } : column)),
      constraints: [...own, ...columns.flatMap(({ constraints }) => constraints)],
    },
  ];
}

const DROPPED: Readonly<Record<string, Dropped>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'view',
  OBJECT_SCHEMA: 'schema',
};

function drop({ objects = [], removeType = 'OBJECT_TABLE', behavior, concurrent }: NodeOf<'DropStmt'>): Change[] {
  return objects.map((object): Change => {
    const name = dropped(object);
    if (removeType === 'OBJECT_INDEX') return { kind: 'drop-index', name, concurrently: concurrent === true };
    return { kind: 'drop', what: DROPPED[removeType] ?? 'other', name, cascade: behavior === 'DROP_CASCADE' };
  });
}

/** Names come in parts, as types, alone, or with the arguments of a function. */
function dropped(object: Node): string {
  if (is('List', object)) return nameOf(as('List', object).items);
  if (is('TypeName', object)) return nameOf(as('TypeName', object).names);
  if (is('ObjectWithArgs', object)) return nameOf(as('ObjectWithArgs', object).objname);
  return nameOf([object]);
}

function rename({ renameType, relation, subname = '', newname = '' }: NodeOf<'RenameStmt'>): Change[] {
  const table = tableOf(relation);
  switch (renameType) {
    case 'OBJECT_COLUMN':
      return [{ kind: 'rename-column', table, column: subname, to: newname }];
    case 'OBJECT_TABLE':
      return [{ kind: 'rename', what: 'table', name: table, to: newname }];
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return [{ kind: 'rename', what: 'view', name: table, to: newname }];
    case 'OBJECT_SCHEMA':
      return [{ kind: 'rename', what: 'schema', name: subname, to: newname }];
    default:
      // Indexes, constraints, types, triggers: rows are not asked for by their names.
      return [];
  }
}

/** What the parts of a WITH change. */
function within(clause: NodeOf<'WithClause'> | undefined): Change[] {
  return (clause?.ctes ?? []).flatMap((node) => {
    const { ctequery } = as('CommonTableExpr', node);
    return ctequery ? changesOf(ctequery) : [];
  });
}
