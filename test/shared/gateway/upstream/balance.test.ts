import { describe, expect, it } from '@jest/globals';
import { createBalance } from '../../../../shared/gateway/upstream/balance.ts';

const at = (...urls: string[]) => urls.map((url) => ({ url }));

describe('the balance', () => {
  it('takes the live instances in turn, each service by itself', () => {
    const live: Record<string, string[]> = { things: ['a', 'b', 'c'], others: ['x'] };
    const next = createBalance((service) => at(...(live[service] ?? [])));
    const things = () => next('things');
    expect([things(), next('others'), things(), things(), things()]).toEqual(['a', 'x', 'b', 'c', 'a']);
  });

  it('offers no instance that was tried', () => {
    const next = createBalance(() => at('a', 'b'));
    expect(next('things', ['a'])).toBe('b');
    expect(next('things', ['a', 'b'])).toBeUndefined();
  });

  it('has nothing to offer where nothing is live', () => {
    expect(createBalance(() => [])('things')).toBeUndefined();
  });

  it('sees at once what comes and goes', () => {
    let live = ['a'];
    const next = createBalance(() => at(...live));
    next('things');
    live = ['b'];
    expect(next('things')).toBe('b');
  });
});
