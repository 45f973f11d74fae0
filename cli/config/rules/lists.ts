import type { FieldConfig } from '../draft.ts';
import type { Mistake } from '../mistake.ts';
import { nearest } from '../nearest.ts';
import { AUDIT_FIELDS, RESOURCE_FIELDS } from '../reserved.ts';
import { entitiesOf, fieldsOf, type Rule } from './rule.ts';

const USES = ['filter', 'sort', 'search'] as const;
type Use = (typeof USES)[number];

const WORDS: Readonly<Record<Use, string>> = {
  filter: 'filtered by',
  sort: 'sorted by',
  search: 'searched in',
};
const TEXTS = new Set<FieldConfig['type']>(['string', 'text', 'email', 'url']);

/** What lists are filtered, sorted and searched by is there, once, and fit for it. */
export const lists: Rule = function* (draft) {
  for (const entity of entitiesOf(draft)) {
    const { list } = entity.entity;
    if (list === undefined) continue;
    const fields = new Map([...fieldsOf(entity)].map(({ name, field }): [string, FieldConfig] => [name, field]));
    if (entity.entity.audit) for (const name of AUDIT_FIELDS) fields.set(name, { type: 'string' });
    const check = function* (use: Use, names: readonly string[], placeOf: (index: number) => (string | number)[]) {
      for (const [index, name] of names.entries()) {
        const path = [...entity.path, 'list', ...placeOf(index)];
        if (names.indexOf(name) < index) {
          yield { path, code: 'duplicate_value', message: `\`${name}\` is listed twice` } satisfies Mistake;
        } else yield* named(use, name, fields, entity.name, path);
      }
    };
    for (const use of USES) yield* check(use, list[use] ?? [], (index) => [use, index]);
    const order = list.order?.split(',').map((key) => key.replace(/^-/, '')) ?? [];
    yield* check('sort', order, () => ['order']);
  }
};

function* named(
  use: Use,
  name: string,
  fields: ReadonlyMap<string, FieldConfig>,
  entity: string,
  path: Mistake['path'],
): Iterable<Mistake> {
  const field = fields.get(name);
  if (field ? fits(use, field) : RESOURCE_FIELDS.has(name) && use !== 'search') return;
  const fit = [...fields].filter(([, each]) => fits(use, each)).map(([each]) => each);
  const known = use === 'search' ? fit : [...fit, ...RESOURCE_FIELDS];
  const only = known.length > 0 ? `only ${known.join(', ')}` : 'nor can any other of its fields';
  if (field || RESOURCE_FIELDS.has(name)) {
    const message = `\`${name}\` cannot be ${WORDS[use]}, ${only}`;
    yield { path, code: 'not_listable', message };
  } else {
    const message = `\`${entity}\` has no field \`${name}\``;
    yield { path, code: 'unknown_field', message, suggestion: nearest(name, known) };
  }
}

/** As `shared/repository` has it of columns. */
function fits(use: Use, { type, required, many }: FieldConfig): boolean {
  if (many === true) return use === 'filter';
  const isJson = type === 'json' || type === 'array';
  if (use === 'search') return TEXTS.has(type);
  // Of JSON a list knows whether there is any.
  return !isJson || (use === 'filter' && required !== true);
}
