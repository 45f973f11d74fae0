import { describe, expect, it } from '@jest/globals';
import { listParameters } from '../../../shared/repository/index.ts';
import { parseListQuery } from '../../../shared/repository/listing/parse-query.ts';
import { type Schema, sampleOf } from '../../support/sample.ts';
import { columns } from './columns.ts';

const OPERATORS = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'contains', 'null'];
const { properties } = listParameters(columns) as { properties: Record<string, Schema> };
const parse = (name: string, value: unknown) => parseListQuery(columns, { [name]: String(value) });

describe('the parameters of a list, as they are documented', () => {
  it.each(Object.entries(properties).filter(([name]) => name !== 'cursor'))('%s is taken', (name, schema) => {
    expect(() => parse(name, sampleOf(schema))).not.toThrow();
  });

  it('are all that a list takes', () => {
    const thinkable = columns.flatMap(({ name }) => [
      `filter[${name}]`,
      ...OPERATORS.map((operator) => `filter[${name}][${operator}]`),
    ]);
    // What nobody documents is refused for its name, whatever its value; `[eq]` is the long form of none.
    const taken = thinkable.filter((name) => {
      try {
        return parse(name, sampleOf(properties[name.replace('[eq]', '')] ?? {}));
      } catch {
        return false; // refused: that is what is asked
      }
    });
    expect(new Set(taken.map((name) => name.replace('[eq]', '')))).toEqual(
      new Set(Object.keys(properties).filter((name) => name.startsWith('filter'))),
    );
  });

  it('name each field to sort by, both ways', () => {
    expect(properties.sort?.items?.enum).toEqual(
      columns.filter(({ kind }) => kind !== 'json').flatMap(({ name }) => [name, `-${name}`]),
    );
  });

  it('have the limits that are kept', () => {
    expect(properties.limit).toMatchObject({ minimum: 1, maximum: 100, default: parseListQuery(columns, {}).limit });
    for (const limit of [0, 101]) expect(() => parse('limit', limit)).toThrow('The query string is not valid');
  });
});
