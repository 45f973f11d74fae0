import { describe, expect, it } from '@jest/globals';
import { kindOf } from '../../../../cli/generate/plan/kind.ts';
import { fillTarget, variablesOf } from '../../../../cli/generate/plan/target.ts';

describe('targets', () => {
  it('name their variables, which are filled in', () => {
    const target = 'services/__service__/src/create-__entity__.ts';
    expect(variablesOf(target)).toEqual(['service', 'entity']);
    expect(fillTarget(target, { service: 'order-service', entity: 'order' })).toBe(
      'services/order-service/src/create-order.ts',
    );
  });

  it('refuse a variable that does not exist', () => {
    expect(() => fillTarget('__entty__.ts', { entity: 'order' })).toThrow('there is no path variable __entty__');
  });

  it.each([
    ['services/a/src/generated/b.ts', 'generated'],
    ['services/a/src/hooks/b.ts', 'owned'],
    ['services/a/package.json', 'merged'],
    ['services/a/README.md', 'merged'],
    ['migrations/a/0001-b.ts', 'migration'],
  ])('%s is %s', (path, kind) => {
    expect(kindOf(path)).toBe(kind);
  });
});
