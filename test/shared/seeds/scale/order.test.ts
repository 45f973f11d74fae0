import { expect, it } from '@jest/globals';
import type { Factory } from '../../../../shared/seeds/scale/contract.ts';
import { inOrder } from '../../../../shared/seeds/scale/order.ts';

/** `b` must refer to B, `b?` may. */
function factory(entity: string, ...references: readonly string[]): Factory {
  const fields = references.map((reference) => {
    const to = reference.replace('?', '');
    const optional = reference.endsWith('?') && ({ optional: true } as const);
    return { name: to, type: 'reference', service: 's', entity: to, plural: `${to}s`, ...optional } as const;
  });
  return { entity, plural: `${entity}s`, fields, unique: [] };
}

const names = (...factories: Factory[]) => inOrder(factories).map(({ entity }) => entity);

it('what rows must refer to comes before them, and what they may where that can be', () => {
  expect(names(factory('A', 'B'), factory('B', 'C'), factory('C'))).toEqual(['C', 'B', 'A']);
  expect(names(factory('A', 'B?'), factory('B'))).toEqual(['B', 'A']);
  expect(names(factory('A', 'A?', 'Elsewhere'), factory('B', 'A'))).toEqual(['A', 'B']);
});

it('circles are broken where a reference may be left out', () => {
  expect(names(factory('A', 'B?'), factory('B', 'A'))).toEqual(['A', 'B']);
  expect(names(factory('A', 'B'), factory('B', 'A?'))).toEqual(['B', 'A']);
  expect(names(factory('A', 'B?'), factory('B', 'C?'), factory('C', 'A'))).toEqual(['A', 'C', 'B']);
  expect(names(factory('A', 'B?'), factory('B', 'A?'))).toEqual(['A', 'B']);
});
