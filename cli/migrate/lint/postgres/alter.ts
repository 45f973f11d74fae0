import type { Node } from 'libpg-query';
import type { Change } from '../change.ts';
import { columnOf, constraintOf, fallbackOf, typeOf } from './column.ts';
import { as, is, type NodeOf, nameOf, tableOf } from './nodes.ts';

/** Quick, and nothing of what runs notices. */
const HARMLESS = new Set(
  'SetStatistics SetOptions ResetOptions SetStorage SetCompression ChangeOwner ClusterOn DropCluster SetRelOptions ResetRelOptions EnableTrig EnableAlwaysTrig EnableReplicaTrig DisableTrig EnableTrigAll DisableTrigAll EnableTrigUser DisableTrigUser ReplicaIdentity EnableRowSecurity DisableRowSecurity ForceRowSecurity NoForceRowSecurity AddInherit DropInherit AddOf DropOf SetIdentity DropIdentity DropExpression AlterConstraint DetachPartitionFinalize'
    .split(' ')
    .map((name) => `AT_${name}`),
);

const REBUILDS: Readonly<Record<string, string>> = {
  AT_SetLogged: 'SET LOGGED',
  AT_SetUnLogged: 'SET UNLOGGED',
  AT_SetAccessMethod: 'SET ACCESS METHOD',
  AT_SetTableSpace: 'SET TABLESPACE',
  AT_SetExpression: 'SET EXPRESSION',
};

export function alterTable({ relation, cmds = [], objtype }: NodeOf<'AlterTableStmt'>): Change[] {
  const table = tableOf(relation);
  if (objtype === 'OBJECT_SEQUENCE' || objtype === 'OBJECT_VIEW' || objtype === 'OBJECT_INDEX') return [];
  return cmds.flatMap((node) => alteration(table, as('AlterTableCmd', node)));
}

function alteration(table: string, command: NodeOf<'AlterTableCmd'>): Change[] {
  const { subtype = '', name = '', def, behavior } = command;
  const cascade = behavior === 'DROP_CASCADE';
  switch (subtype) {
    case 'AT_AddColumn':
      return [{ kind: 'add-column', table, column: columnOf(as('ColumnDef', def)) }];
    case 'AT_DropColumn':
      return [{ kind: 'drop-column', table, column: name, cascade }];
    case 'AT_AlterColumnType': {
      const { typeName, raw_default } = as('ColumnDef', def);
      return [{ kind: 'change-type', table, column: name, type: typeOf(typeName), using: !isCast(raw_default, name) }];
    }
    case 'AT_SetNotNull':
      return [{ kind: 'set-not-null', table, column: name }];
    case 'AT_DropNotNull':
      return [{ kind: 'drop-not-null', table, column: name }];
    case 'AT_ColumnDefault': {
      const drops = def === undefined || fallbackOf(def) === 'null';
      return [{ kind: drops ? 'drop-default' : 'set-default', table, column: name }];
    }
    case 'AT_AddConstraint':
      return constraintOf(as('Constraint', def)).map((constraint) => ({ kind: 'add-constraint', table, constraint }));
    case 'AT_ValidateConstraint':
      return [{ kind: 'validate-constraint', table, name }];
    case 'AT_DropConstraint':
      return [{ kind: 'drop-constraint', table, name }];
    case 'AT_AddIdentity':
      return [{ kind: 'set-default', table, column: name }];
    case 'AT_AttachPartition':
      return [{ kind: 'attach-partition', table }];
    case 'AT_DetachPartition':
      return [{ kind: 'detach-partition', name: table, concurrently: as('PartitionCmd', def).concurrent === true }];
  }
  const by = REBUILDS[subtype];
  if (by !== undefined) return [{ kind: 'rebuild', table, by }];
  return HARMLESS.has(subtype) ? [] : [{ kind: 'unreadable', why: `Nothing is known of ${subtype}.` }];
}

/** USING that says no more than is done without it: the column, or its cast. */
function isCast(expression: Node | undefined, column: string): boolean {
  if (expression === undefined) return true;
  if (is('TypeCast', expression)) return isCast(as('TypeCast', expression).arg, column);
  return is('ColumnRef', expression) && nameOf(as('ColumnRef', expression).fields) === column;
}
