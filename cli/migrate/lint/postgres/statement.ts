import type { Node } from 'libpg-query';
import type { Change } from '../change.ts';
import { alterTable } from './alter.ts';
import { createTable } from './create-table.ts';
import { drop } from './drop.ts';
import { as, is, type NodeName, type NodeOf, nameOf, tableOf } from './nodes.ts';
import { rename } from './rename.ts';

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
  VacuumStmt: ({ options = [], rels = [] }) => {
    if (!options.some((option) => as('DefElem', option).defname === 'full')) return [];
    const tables = rels.map((relation) => tableOf(as('VacuumRelation', relation).relation));
    return (tables.length > 0 ? tables : ['all tables']).map((table) => ({
      kind: 'rebuild',
      table,
      by: 'VACUUM FULL',
    }));
  },
  LockStmt: ({ relations = [] }) =>
    relations.map((relation) => ({ kind: 'lock-table', name: tableOf(as('RangeVar', relation)) })),
  TransactionStmt: ({ kind = '' }) => [{ kind: 'transaction', name: kind.replace('TRANS_STMT_', '') }],
  VariableSetStmt: ({ name = '' }) => (TIMEOUTS.test(name) ? [{ kind: 'set-timeout', name }] : []),
  UpdateStmt: ({ relation, withClause, whereClause }) => [
    ...within(withClause),
    { kind: 'write', verb: 'UPDATE', table: tableOf(relation), batched: false, named: namedBy(whereClause) },
  ],
  DeleteStmt: ({ relation, withClause, whereClause }) => [
    ...within(withClause),
    { kind: 'write', verb: 'DELETE', table: tableOf(relation), batched: false, named: namedBy(whereClause) },
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

/** What the parts of a WITH change. */
function within(clause: NodeOf<'WithClause'> | undefined): Change[] {
  return (clause?.ctes ?? []).flatMap((node) => {
    const { ctequery } = as('CommonTableExpr', node);
    return ctequery ? changesOf(ctequery) : [];
  });
}

/** `c = value` or `c IN (values)`, if a condition is no more. */
function namedBy(condition: Node | undefined): string | undefined {
  if (!is('A_Expr', condition)) return undefined;
  const { kind, name, lexpr, rexpr } = as('A_Expr', condition);
  if ((kind !== 'AEXPR_OP' && kind !== 'AEXPR_IN') || nameOf(name) !== '=' || !is('ColumnRef', lexpr)) return undefined;
  const values = is('List', rexpr) ? (as('List', rexpr).items ?? []) : [rexpr];
  return values.every((value) => is('A_Const', value)) ? nameOf(as('ColumnRef', lexpr).fields) : undefined;
}
