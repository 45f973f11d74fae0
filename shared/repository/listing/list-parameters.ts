import type { Column } from '../columns.ts';
import { LIMITS, MAX_INTEGER } from './limits.ts';
import type { Operator } from './list-query.ts';
import { isSearched, isSortable, operatorsOf, takesSearch } from './operators.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The query string of a list over these columns as a JSON Schema, for readers: `parseListQuery` checks by the same columns,
 * operators and limits. Arrays are written with commas between (OpenAPI: `style: form`, `explode: false`).
 */
export function listParameters(columns: readonly Column[]): JsonSchema {
  const names = columns.filter(isSortable).map(({ name }) => name);
  return {
    type: 'object',
    explode: false,
    properties: {
      limit: {
        type: 'integer',
        minimum: 1,
        maximum: LIMITS.page,
        default: LIMITS.pageUnlessAsked,
        description: 'Rows of a page.',
      },
      cursor: { type: 'string', description: '`nextCursor` of the page before, with the same `sort`.' },
      ...(names.length > 0 && { sort: sortBy(names) }),
      ...(takesSearch(columns) && {
        q: { type: 'string', maxLength: LIMITS.text, description: whereIn(columns) },
      }),
      ...Object.fromEntries(columns.flatMap((column) => filters(column))),
    },
  };
}

function sortBy(names: readonly string[]): JsonSchema {
  return {
    type: 'array',
    items: { type: 'string', enum: names.flatMap((name) => [name, `-${name}`]) },
    minItems: 1,
    uniqueItems: true,
    description: 'Fields, `-` before those that go down.',
  };
}

function whereIn(columns: readonly Column[]): string {
  const some = columns.some(({ withheld }) => withheld?.includes('search'));
  const searched = columns.filter(isSearched).map(({ name }) => `\`${name}\``);
  return `Text that ${some ? searched.join(' or ') : 'any text field'} holds, whatever its case.`;
}

function filters(column: Column): [string, JsonSchema][] {
  return operatorsOf(column).map((operator) => [nameOf(column, operator), operand(column, operator)]);
}

function nameOf({ name }: Column, operator: Operator): string {
  return operator === 'eq' ? `filter[${name}]` : `filter[${name}][${operator}]`;
}

function operand(column: Column, operator: Operator): JsonSchema {
  if (operator === 'null') return { type: 'boolean' };
  if (operator === 'contains') return { type: 'string', minLength: 1, maxLength: LIMITS.text };
  if (operator === 'in') return { type: 'array', items: schemaOf(column), minItems: 1, maxItems: LIMITS.values };
  return schemaOf(column);
}

function schemaOf({ kind, values }: Column): JsonSchema {
  switch (kind) {
    case 'uuid':
    case 'list':
      return { type: 'string', format: 'uuid' };
    case 'integer':
      return { type: 'integer', minimum: -MAX_INTEGER, maximum: MAX_INTEGER };
    case 'bigint':
      return { type: 'integer', minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };
    case 'decimal':
      return { type: 'string', format: 'decimal' };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'boolean':
      return { type: 'boolean' };
    case 'enum':
      return { type: 'string', enum: values };
    case 'timestamp':
      return { type: 'string', format: 'date-time' };
    default:
      return { type: 'string' };
  }
}
