import fc from 'fast-check';
import type { StartedDatabase } from '../../../../shared/testing/database.ts';
import { LONG } from '../../../support/long.ts';
import { type Case, prove } from './prove.ts';

/** Of a few configs each; any number finds as well as another. */
export const SEEDS = Array.from({ length: LONG ? 20 : 4 }, (_, n) => n + 1);

/** A field as the config has it, by what it was called first: that stays. */
interface FieldState {
  readonly name: string;
  readonly type: keyof typeof TYPES;
  readonly required: boolean;
  readonly unique: boolean;
  readonly renamedFrom?: string;
  /** No generated model has it yet. */
  readonly isNew?: true;
}

interface EntityState {
  /** Also by fields that are gone: they would be taken for the same. */
  readonly taken: readonly string[];
  readonly fields: readonly FieldState[];
  readonly audit: boolean;
  readonly softDelete: boolean;
  readonly together: boolean;
}

/** Types that values of each other can be made to, and those that stay what they are. */
const TYPES = {
  short: 'string, maxLength: 20',
  long: 'string, maxLength: 90',
  text: 'text',
  integer: 'integer',
  bigint: 'bigint',
  decimal: 'decimal, precision: 12, scale: 2',
  few: 'enum, values: ["1", "2"]',
  more: 'enum, values: ["1", "3", "2"]',
  date: 'date',
  datetime: 'datetime',
  boolean: 'boolean',
  json: 'json',
} as const;

const KIN: readonly (readonly FieldState['type'][])[] = [
  ['short', 'long', 'text'],
  ['integer', 'bigint'],
  ['few', 'more'],
];
const UNIQUE = new Set<FieldState['type']>(['short', 'long', 'integer', 'bigint']);
const NAMES = [...'abcdefghijklmnopqrstuvwxyz'];

/** One change of a config; what does not fit the config as it is changes nothing. */
const changes = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    type: fc.constantFrom(...(Object.keys(TYPES) as FieldState['type'][])),
    required: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('drop', 'rename', 'require', 'unique', 'retype' as const), at: fc.nat(7) }),
  fc.record({ kind: fc.constantFrom('audit', 'soft', 'together' as const) }),
);
type Change = typeof changes extends fc.Arbitrary<infer T> ? T : never;

function changed(entity: EntityState, change: Change): EntityState {
  const { fields } = entity;
  const free = NAMES.find((name) => !entity.taken.includes(name));
  const at = 'at' in change && fields.length > 0 ? change.at % fields.length : -1;
  const field = fields[at];
  const taken = [...entity.taken, free ?? ''];
  const put = (now: FieldState) => ({ ...entity, fields: fields.with(at, now) });
  switch (change.kind) {
    case 'add':
      if (!free) return entity;
      return {
        ...entity,
        taken,
        fields: [...fields, { name: free, type: change.type, required: change.required, unique: false, isNew: true }],
      };
    case 'audit':
      return { ...entity, audit: !entity.audit };
    case 'soft':
      return { ...entity, softDelete: true };
    case 'together':
      return { ...entity, together: !entity.together };
  }
  if (!field) return entity;
  switch (change.kind) {
    case 'drop':
      return { ...entity, fields: fields.toSpliced(at, 1) };
    case 'rename':
      return free && field.renamedFrom === undefined
        ? { ...put({ ...field, name: free, ...(!field.isNew && { renamedFrom: field.name }) }), taken }
        : entity;
    case 'require':
      return put({ ...field, required: !field.required });
    case 'unique':
      return UNIQUE.has(field.type) ? put({ ...field, unique: !field.unique }) : entity;
    case 'retype': {
      const kin = KIN.find((types) => types.includes(field.type)) ?? [field.type];
      const type = kin[(kin.indexOf(field.type) + 1) % kin.length] as FieldState['type'];
      return put({ ...field, type, unique: field.unique && UNIQUE.has(type) });
    }
  }
}

function yamlOf({ fields, audit, softDelete, together }: EntityState): string {
  const found = fields.find(({ type }) => UNIQUE.has(type))?.name;
  const lines = fields.map(({ name, type, required, unique, renamedFrom }) => {
    const former = renamedFrom === undefined ? '' : `, renamedFrom: ${renamedFrom}`;
    return `    ${name}: { type: ${TYPES[type]}, required: ${required}${unique ? ', unique: true' : ''}${former} }\n`;
  });
  const extras = [
    ...(audit ? ['  audit: true\n'] : []),
    ...(softDelete ? ['  softDelete: true\n'] : []),
    ...(together && found ? [`  unique: [[key, ${found}]]\n  indexes: [[${found}, createdAt]]\n`] : []),
  ];
  return `Order:\n  fields:\n    key: { type: string, maxLength: 20 }\n${lines.join('')}${extras.join('')}`;
}

/** Makes rows fit what is to come: a value of its own in each that has none, a value that there still is. */
function fixFor(before: EntityState, after: EntityState): string {
  return after.fields
    .flatMap(({ name, type, required, renamedFrom }) => {
      const was = before.fields.find((field) => field.name === name || field.name === renamedFrom);
      return [
        ...(required && !was?.required ? [`UPDATE orders SET ${name} = ${VALUES[type]} WHERE ${name} IS NULL`] : []),
        ...(type === 'few' && was?.type === 'more' ? [`UPDATE orders SET ${name} = '1' WHERE ${name} = '3'`] : []),
      ];
    })
    .join(';');
}

const VALUES: Readonly<Record<FieldState['type'], string>> = {
  ...{ short: "version || ''", long: "version || ''", text: "version || ''" },
  ...{ integer: 'version', bigint: 'version', decimal: 'version', few: "'1'", more: "'1'" },
  ...{ date: "'2026-01-01'", datetime: "'2026-01-01 00:00:00'", boolean: 'true', json: "'[1]'" },
};

function caseOf(before: EntityState, after: EntityState): Case {
  const kept = after.fields.flatMap((field) => {
    const was = before.fields.find(({ name }) => name === field.name || name === field.renamedFrom);
    return was ? [{ field, was }] : [];
  });
  // What an enum no longer has was changed, and an absent value was given.
  const isTouched = ({ field, was }: (typeof kept)[number]) => field.type === 'few' && was.type === 'more';
  return {
    before: yamlOf(before),
    after: yamlOf(after),
    same: Object.fromEntries(
      kept.map((each) => [`orders.${each.field.name}`, isTouched(each) ? 'x.x' : `orders.${each.was.name}`]),
    ),
    fix: fixFor(before, after),
    fixBack: backFor(before, after),
  };
}

/** The same for the way back: all fields of before are there again, some of them empty. */
function backFor(before: EntityState, after: EntityState): string {
  const named = after.fields.map((field) => ({ ...field, name: field.renamedFrom ?? field.name }));
  const plain = before.fields.map(({ renamedFrom: _, ...field }) => field);
  return fixFor({ ...after, fields: named }, { ...before, fields: plain });
}

const FIRST: EntityState = { taken: [], fields: [], audit: false, softDelete: false, together: false };
const some = fc.array(changes, { minLength: 4, maxLength: 8 });

/** A config that came about by several changes, and what several more make of it at once. */
export const anyChange: fc.Arbitrary<Case> = fc.tuple(some, some).map(([beginning, then]) => {
  const before = beginning.reduce(changed, FIRST);
  const settled = { ...before, fields: before.fields.map(({ renamedFrom: _, isNew: __, ...field }) => field) };
  return caseOf(settled, then.reduce<EntityState>(changed, settled));
});

export async function proveSequences(server: StartedDatabase, seed: number, runs: number): Promise<void> {
  const property = fc.asyncProperty(anyChange, (change) => prove(server, change));
  await fc.assert(property, { seed, numRuns: runs, endOnFailure: true });
}
