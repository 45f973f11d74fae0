import { describe, expect, it } from '@jest/globals';
import { type Effect, type Entry, FAULTLESS, reconcile } from './support/reconcile.ts';

/** Three versions each of two aggregates. */
const ledger: readonly Entry[] = ['a', 'b'].flatMap((aggregate) =>
  [1, 2, 3].map((version) => ({ id: `${aggregate}${version}`, aggregate, version })),
);
const effect = (id: string, copy = Number(id[1])): Effect => ({
  id,
  aggregate: id[0] as string,
  version: Number(id[1]),
  copy,
});
const inOrder = ['a1', 'b1', 'a2', 'a3', 'b2', 'b3'].map((id) => effect(id));

describe('the reconciliation of forged books', () => {
  it('has nothing to say where all took effect, once and in order', () => {
    expect(reconcile({ ledger, effects: inOrder, acknowledged: ledger.map(({ id }) => id) })).toEqual(FAULTLESS);
  });

  it('names what was lost, unless it was put aside', () => {
    const effects = inOrder.filter(({ id }) => id !== 'a2' && id !== 'b3');
    expect(reconcile({ ledger, effects })).toEqual({ ...FAULTLESS, lost: ['a/2 a2', 'b/3 b3'] });
    expect(reconcile({ ledger, effects, aside: new Set(['a2']) })).toEqual({ ...FAULTLESS, lost: ['b/3 b3'] });
  });

  it('names what took effect twice, also where that is no matter of order', () => {
    const effects = [...inOrder, effect('b3')];
    expect(reconcile({ ledger, effects })).toEqual({ ...FAULTLESS, doubled: ['b/3 b3'] });
    expect(reconcile({ ledger, effects: [...inOrder, effect('a1', 3)] })).toEqual({
      ...FAULTLESS,
      doubled: ['a/1 a1'],
    });
  });

  it('names what came after a later version, unless somebody had it replayed', () => {
    const effects = ['b1', 'b3'].map((id) => effect(id)).concat(effect('b2', 3), ...inOrder.slice(0, 1));
    const some = ledger.filter(({ id }) => id === 'a1' || id.startsWith('b'));
    expect(reconcile({ ledger: some, effects })).toEqual({ ...FAULTLESS, reordered: ['b/2 b2'] });
    expect(reconcile({ ledger: some, effects, replayed: new Set(['b2']) })).toEqual(FAULTLESS);
  });

  it('names what nobody had committed', () => {
    const rolledBack = { ...effect('a4'), id: 'never' };
    expect(reconcile({ ledger, effects: [...inOrder, rolledBack] })).toEqual({
      ...FAULTLESS,
      invented: ['a/4 never'],
    });
    expect(reconcile({ ledger, effects: inOrder, acknowledged: ['promised'] })).toEqual({
      ...FAULTLESS,
      invented: ['promised'],
    });
  });

  it('names the effect that set a copy back, or left it behind', () => {
    const effects = ['b1', 'b3'].map((id) => effect(id)).concat(effect('b2', 2));
    const some = ledger.filter(({ id }) => id.startsWith('b'));
    expect(reconcile({ ledger: some, effects, replayed: new Set(['b2']) })).toEqual({
      ...FAULTLESS,
      setBack: ['b/2 b2'],
    });
    const behind = inOrder.map((each) => (each.id === 'a3' ? effect('a3', 2) : each));
    expect(reconcile({ ledger, effects: behind })).toEqual({ ...FAULTLESS, setBack: ['a/3 a3'] });
  });
});
