import { AuroraError } from '../../../errors.ts';
import type { Column, ForeignKey, Index, Table } from '../../../schema/contract.ts';
import type { Change, Pair } from './change.ts';
import { NOTHING, type Phase, type Step, type Stop } from './contract.ts';
import { retypingOf } from './retyping.ts';
import {
  addColumn,
  type Default,
  type Defaults,
  dropColumn,
  dropDefault,
  fill,
  relax,
  require,
} from './steps/columns.ts';
import {
  addForeignKey,
  addIndex,
  addLive,
  dropForeignKey,
  dropIndex,
  dropLive,
  replaceIndex,
} from './steps/indexes.ts';
import { retype, stopAtMisfits } from './steps/retype.ts';
import { stopAtDeleted, stopAtDuplicates, stopAtNulls, stopAtOrphans } from './steps/stops.ts';
import { keepInStep, letGo } from './steps/sync.ts';
import { hasLive } from './table.ts';

const STILL_UNIQUE = {
  'constraint-on-rows':
    'Whatever code of before writes is unique by it: it was by less, or one of its columns is new and empty.',
};
const LEFT_OUT = 'Code of after has no such field; code of before reads null in what that writes, until it is gone.';

type WithinTable = Extract<Change, { table: Pair }>;
type Renaming = Extract<Change, { kind: 'rename table' }>;

/** The changes of one table, which have to know of each other. */
export class TableSteps {
  readonly #pair: Pair;
  readonly #changes: readonly WithinTable[];
  readonly #renaming: Renaming | undefined;
  /** With all indexes that it has at any time. */
  readonly #table: Table;
  readonly #defaults: Defaults;

  constructor(pair: Pair, changes: readonly Change[], defaults: Defaults) {
    this.#defaults = defaults;
    const { before, after } = pair;
    this.#pair = pair;
    this.#changes = changes.filter((change): change is WithinTable => 'table' in change && change.table === pair);
    this.#renaming = changes.find(
      (change): change is Renaming => change.kind === 'rename table' && change.to.name === after.name,
    );
    this.#table = { ...after, indexes: [...before.indexes, ...after.indexes] };
  }

  stepsFor(change: WithinTable): Step[] {
    const table = this.#table;
    const { name } = table;
    switch (change.kind) {
      case 'add column':
        return this.#add(change.column, this.#defaults(name, change.column.name));
      case 'drop column':
        return this.#drop(change.column);
      case 'rename column':
        return this.#rename(change.from, change.to);
      case 'change type':
        return this.#retype(change.column, change.to);
      case 'relax column':
        return this.#pair.renamed.has(change.column.name)
          ? []
          : [
              relax(
                table,
                change.column,
                'The config says so; code of before reads null in what code of after writes.',
              ),
            ];
      case 'require column':
        return this.#require(change.column, this.#defaults(name, change.column.name));
      case 'add index':
        return this.#addIndex(change.index);
      case 'drop index':
        if (this.#isOfText(change.index)) return [{ ...dropIndex(name, change.index, 'expand'), stage: 'unindex' }];
        return [dropIndex(name, change.index, this.#dropsLate(change.index) ? 'contract' : 'expand')];
      case 'replace index':
        return change.from.live && !change.to.live
          ? [stop(stopAtDuplicates(name, change.to)), replaceIndex(name, change.from, change.to, 'contract')]
          : [{ ...replaceIndex(name, change.from, change.to, 'expand'), allow: STILL_UNIQUE }];
      case 'add foreign key':
        return this.#isEmpty(change.key)
          ? [addForeignKey(name, change.key, 'expand', true)]
          : [stop(stopAtOrphans(name, change.key)), addForeignKey(name, change.key, 'contract', false)];
      case 'drop foreign key':
        return [dropForeignKey(name, change.key, this.#isRenamedAway(change.key.column) ? 'contract' : 'expand')];
    }
  }

  /** The generated column of MySQL's for what is unique among rows that are not deleted. */
  liveSteps(): Step[] {
    const { before, after } = this.#pair;
    if (hasLive(before) === hasLive(after)) return [];
    return [hasLive(after) ? addLive(after) : dropLive(before)];
  }

  #add(column: Column, standard: Default | undefined): Step[] {
    if (column.nullable) return [addColumn(this.#table, column)];
    if (standard?.isLong)
      return [addColumn(this.#table, { ...column, nullable: true }), ...this.#require(column, standard)];
    if (standard) return [addColumn(this.#table, column, standard), dropDefault(this.#table, column, standard)];
    return [
      addColumn(this.#table, { ...column, nullable: true }),
      stop(stopAtNulls(this.#table.name, column.name)),
      require(this.#table, column, 'contract'),
    ];
  }

  #drop(column: Column): Step[] {
    const { name } = this.#table;
    return [
      ...(column.nullable
        ? []
        : [relax(this.#table, column, LEFT_OUT, `Code of after does not write ${column.name}.`)]),
      ...(column.name === 'deleted_at' ? [stop(stopAtDeleted(name))] : []),
      dropColumn(this.#table, column),
    ];
  }

  #rename(was: Column, { name }: Column): Step[] {
    const after = this.#pair.after.columns.find((column) => column.name === name) as Column;
    const isRequired = !was.nullable && !after.nullable;
    const from = retypingOf(was.name, was.type, after.type)?.widens ? { ...was, type: after.type } : was;
    const to = { ...from, name };
    return [
      addColumn(this.#table, { ...to, nullable: true }),
      ...keepInStep(this.#table, from, to),
      ...(from.nullable
        ? []
        : [
            relax(
              this.#table,
              from,
              'Triggers fill it: nobody reads null.',
              `Code of after does not write ${from.name}.`,
            ),
          ]),
      ...letGo(this.#table, from, to),
      ...(isRequired ? [require(this.#table, after, 'contract')] : []),
      dropColumn(this.#table, from),
    ];
  }

  #retype(column: Column, to: Column['type']): Step[] {
    const retyping = retypingOf(column.name, column.type, to);
    if (!retyping) throw unknownRetyping(this.#table.name, column, to);
    const phase: Phase = retyping.widens ? 'expand' : 'contract';
    const former = this.#pair.renamed.get(column.name);
    const changed = former === undefined ? column : this.#underOldName(column, former, phase);
    const change = {
      table: this.#table,
      column: changed,
      to,
      indexes: this.#indexesIn(phase).filter(({ columns }) => columns.includes(changed.name)),
      ...(phase === 'expand' && this.#renaming && { view: this.#renaming }),
    };
    const misfits = stopAtMisfits(change, phase);
    // Under another name it has the new type from the start, and what it holds has to fit under the old one as well.
    const stage = former === undefined || phase === 'contract' ? 'retype' : 'widen';
    return [...(misfits ? [misfits] : []), { ...retype(change, phase), stage }];
  }

  /** A column with another name as a phase finds it: before it may be null, or when it may. */
  #underOldName(column: Column, former: string, phase: Phase): Column {
    if (phase === 'contract') return { ...column, nullable: true };
    return this.#pair.before.columns.find(({ name }) => name === former) as Column;
  }

  #addIndex(index: Index): Step[] {
    const { name } = this.#table;
    if (this.#isRestrictive(index)) return [stop(stopAtDuplicates(name, index)), addIndex(name, index, 'contract')];
    const isKnown = (column: string) => !this.#isNew(column);
    const coversOld = index.columns.some(isKnown) || (index.live && hasLive(this.#pair.before));
    return [
      {
        ...addIndex(name, index, 'expand'),
        ...(this.#isOfLink(index) && { stage: 'index column' }),
        ...(index.unique && coversOld && { allow: STILL_UNIQUE }),
      },
    ];
  }

  #require(column: Column, standard: Default | undefined): Step[] {
    const { name } = this.#table;
    const last = require(this.#table, column, 'contract');
    if (!standard) return [stop(stopAtNulls(name, column.name)), last];
    return [fill(name, column.name, standard, 'expand'), fill(name, column.name, standard, 'contract'), last];
  }

  /** Those that there are when columns of a phase get another type. */
  #indexesIn(phase: Phase): Index[] {
    const { before, after } = this.#pair;
    if (phase === 'expand') return before.indexes.filter((index) => !this.#isOfText(index));
    const changes = this.#changes;
    const isOld = (index: Index) =>
      changes.some(
        (change) =>
          (change.kind === 'drop index' && change.index === index && !this.#dropsLate(index)) ||
          (change.kind === 'replace index' && change.from === index && !(change.from.live && !change.to.live)),
      );
    const isFresh = (index: Index) =>
      changes.some(
        (change) =>
          (change.kind === 'add index' && change.index === index && !this.#isRestrictive(index)) ||
          (change.kind === 'replace index' && change.to === index && !(change.from.live && !change.to.live)),
      );
    return [...before.indexes.filter((index) => !isOld(index)), ...after.indexes.filter(isFresh)];
  }

  /** Whether code of before can write what a unique index refuses. */
  #isRestrictive(index: Index): boolean {
    if (!index.unique) return false;
    const { before, renamed } = this.#pair;
    // Code of before has nothing there, and nothing is as no other.
    const isAdded = (column: string) =>
      this.#isNew(column) && !renamed.has(column) && !this.#defaults(this.#table.name, column);
    if (index.columns.some(isAdded)) return false;
    const was = index.columns.map((column) => renamed.get(column) ?? column);
    return !before.indexes.some(
      (each) => each.unique && (!each.live || index.live) && each.columns.every((column) => was.includes(column)),
    );
  }

  /** With its columns; or when another one, which comes late, takes over. */
  #dropsLate(index: Index): boolean {
    const isGoing = (column: string) =>
      this.#isRenamedAway(column) ||
      this.#changes.some((each) => each.kind === 'drop column' && each.column.name === column);
    if (index.columns.some(isGoing)) return true;
    return this.#changes.some(
      (each) =>
        each.kind === 'add index' && each.index.columns[0] === index.columns[0] && this.#isRestrictive(each.index),
    );
  }

  /** MySQL has none of a column that becomes text. */
  #isOfText({ columns }: Index): boolean {
    return this.#changes.some((change) => {
      if (change.kind !== 'change type' || change.to.kind !== 'text' || change.column.type.kind !== 'string')
        return false;
      return columns.includes(this.#pair.renamed.get(change.column.name) ?? change.column.name);
    });
  }

  /** MySQL asks for the index of a foreign key before it. */
  #isOfLink({ columns: [first = ''] }: Index): boolean {
    const isLink = (change: Change) =>
      change.kind === 'add foreign key' && change.key.column === first && this.#isEmpty(change.key);
    return this.#changes.some(isLink);
  }

  /** Whether code of before cannot break a foreign key, nor rows: the column is new, or held to the same under its old name. */
  #isEmpty({ column, table }: ForeignKey): boolean {
    const { before, renamed } = this.#pair;
    const was = renamed.get(column);
    const isHeld = before.foreignKeys.some((key) => key.column === was && key.table === table);
    return this.#isNew(column) && (was === undefined || isHeld);
  }

  #isNew(column: string): boolean {
    return !this.#pair.before.columns.some(({ name }) => name === column);
  }

  #isRenamedAway(column: string): boolean {
    return [...this.#pair.renamed.values()].includes(column);
  }
}

function stop(up: Stop): Step {
  return { phase: 'contract', stage: 'stop', up: { postgres: [up], mysql: [up] }, down: NOTHING };
}

function unknownRetyping(table: string, { name, type }: Column, to: Column['type']): AuroraError {
  return new AuroraError(
    'type_change',
    `Nothing says what a value of ${table}.${name} would be as ${to.kind}: it is ${type.kind}.`,
    {
      exit: 'config',
      next: 'give the field of the new type another name, fill it, and remove the old one after that',
    },
  );
}
