import type { Node, TypeName } from 'libpg-query';
import type { Column, Constraint, Type } from '../change.ts';
import { as, callsIn, is, type NodeOf, nameOf, namesOf, tableOf } from './nodes.ts';

/** Functions that give the same for every row of a statement, so that a new column with one is not written into each row. */
const STABLE = new Set(
  'now transaction_timestamp statement_timestamp current_setting lower upper concat md5 length coalesce to_jsonb json_build_object jsonb_build_object json_build_array jsonb_build_array make_interval make_date'.split(
    ' ',
  ),
);

const SERIAL = /^(small|big)?serial[248]?$/;

export function typeOf(type: TypeName | undefined): Type {
  const name = nameOf(type?.names) + (type?.arrayBounds?.length ? '[]' : '');
  const args = (type?.typmods ?? []).map((node) => {
    if (!is('A_Const', node)) return '';
    const { ival, sval } = as('A_Const', node);
    return ival ? String(ival.ival ?? 0) : (sval?.sval ?? '');
  });
  return { name, args };
}

export function fallbackOf(expression: Node | undefined): NonNullable<Column['fallback']> {
  if (is('A_Const', expression) && as('A_Const', expression).isnull) return 'null';
  return [...callsIn(expression)].every((name) => STABLE.has(name)) ? 'constant' : 'expression';
}

export function columnOf(definition: NodeOf<'ColumnDef'>): Column {
  const all = (definition.constraints ?? []).map((node) => as('Constraint', node));
  const find = (type: string) => all.find(({ contype }) => contype === type);
  const name = definition.colname ?? '';
  const type = typeOf(definition.typeName);
  const fallback = find('CONSTR_DEFAULT');
  const generated = find('CONSTR_GENERATED');
  const constraints = all.flatMap((constraint) => constraintOf(constraint, name));
  return {
    name,
    type,
    notNull: find('CONSTR_NOTNULL') !== undefined || find('CONSTR_PRIMARY') !== undefined || SERIAL.test(type.name),
    ...(fallback && { fallback: fallbackOf(fallback.raw_expr) }),
    numbered: SERIAL.test(type.name) || find('CONSTR_IDENTITY') !== undefined,
    ...(generated && { generated: generated.generated_kind === 'v' ? 'virtual' : 'stored' }),
    constraints: constraints.filter(({ type }) => type !== 'not-null'),
  };
}

const TYPES: Readonly<Record<string, Constraint['type']>> = {
  CONSTR_CHECK: 'check',
  CONSTR_FOREIGN: 'foreign-key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_PRIMARY: 'primary-key',
  CONSTR_EXCLUSION: 'exclusion',
  CONSTR_NOTNULL: 'not-null',
};

/** @param column beside which it stands, if it does */
export function constraintOf(constraint: NodeOf<'Constraint'>, column?: string): Constraint[] {
  const type = TYPES[constraint.contype ?? ''];
  if (!type) return [];
  const keys = namesOf(type === 'foreign-key' ? constraint.fk_attrs : constraint.keys);
  const columns = column === undefined ? keys : [column];
  const notNullOf = type === 'not-null' ? columns[0] : testedNotNull(constraint.raw_expr);
  return [
    {
      type,
      name: constraint.conname ?? '',
      columns,
      ...(type === 'foreign-key' && { references: tableOf(constraint.pktable) }),
      // `is_enforced` is left out where it is false, and of kinds that are always enforced.
      unchecked:
        constraint.skip_validation === true ||
        ((type === 'check' || type === 'foreign-key') && constraint.is_enforced !== true),
      ...(constraint.indexname !== undefined && { usingIndex: true }),
      ...(notNullOf !== undefined && { notNullOf }),
      ...(column !== undefined && { inline: true }),
    },
  ];
}

function testedNotNull(expression: Node | undefined): string | undefined {
  if (!is('NullTest', expression)) return undefined;
  const { arg, nulltesttype } = as('NullTest', expression);
  return nulltesttype === 'IS_NOT_NULL' && is('ColumnRef', arg) ? nameOf(as('ColumnRef', arg).fields) : undefined;
}
