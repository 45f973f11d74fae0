import type { ForeignKey, Table } from '../../../schema/contract.ts';
import type { Change } from './change.ts';
import type { Step } from './contract.ts';
import type { Defaults } from './steps/columns.ts';
import { dropForeignKey } from './steps/indexes.ts';
import { addTable, dropTable, dropView, renameTable } from './steps/tables.ts';
import { TableSteps } from './table-steps.ts';

/** A step, and the change that asks for it; undefined: what several of them need. */
export interface Asked extends Step {
  readonly of?: Change;
}

/** All that a service's changes ask of its database. */
export function stepsOf(changes: readonly Change[], defaults: Defaults): Asked[] {
  const pairs = new Set(
    changes.flatMap((change) => ('table' in change && 'before' in change.table ? [change.table] : [])),
  );
  const plans = new Map([...pairs].map((pair) => [pair, new TableSteps(pair, changes, defaults)]));
  const stepsFor = (change: Change): Step[] => {
    switch (change.kind) {
      case 'rename table':
        return [renameTable(change.from, change.to), dropView(change.from, change.to)];
      case 'add table':
        return [addTable(change.table, 'expand')];
      case 'drop table':
        return dropWhole(change.table);
      default:
        return (plans.get(change.table) as TableSteps).stepsFor(change);
    }
  };
  return [
    ...changes.flatMap((of) => stepsFor(of).map((step) => ({ ...step, of }))),
    ...[...plans.values()].flatMap((plan) => plan.liveSteps()),
  ];
}

/** What it refers to can go before it does. */
function dropWhole(table: Table): Step[] {
  const isOwn = ({ column }: ForeignKey) => column === '_owner';
  const loose = table.foreignKeys.filter((key) => !isOwn(key));
  return [
    ...loose.map((key) => dropForeignKey(table.name, key, 'expand')),
    dropTable({ ...table, foreignKeys: table.foreignKeys.filter(isOwn) }),
  ];
}
