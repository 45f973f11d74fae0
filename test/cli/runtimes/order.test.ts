import { describe, expect, it } from '@jest/globals';
import { levelsOf, withDependencies } from '../../../cli/runtimes/order.ts';

const services = [
  { name: 'gateway', dependsOn: ['config', 'item', 'order'] },
  { name: 'config', dependsOn: [] },
  { name: 'order', dependsOn: ['config'] },
  { name: 'item', dependsOn: ['config', 'order'] },
  { name: 'file', dependsOn: ['config'] },
];

const names = (some: readonly { name: string }[]) => some.map(({ name }) => name);

describe('services in order', () => {
  it('stand in levels, each on those before', () => {
    expect(levelsOf(services).map(names)).toEqual([['config'], ['order', 'file'], ['item'], ['gateway']]);
  });

  it('stand on those among them only', () => {
    expect(levelsOf(services.slice(2, 4)).map(names)).toEqual([['order'], ['item']]);
  });

  it('cannot stand in a circle', () => {
    const circle = [
      { name: 'a', dependsOn: ['b'] },
      { name: 'b', dependsOn: ['a'] },
    ];
    expect(() => levelsOf(circle)).toThrow('cycle between a, b');
  });

  it('bring what they depend on, directly or not', () => {
    expect(names(withDependencies(services, ['item']))).toEqual(['config', 'order', 'item']);
    expect(names(withDependencies(services, []))).toEqual(names(services));
  });
});
