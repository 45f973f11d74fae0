import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { Places } from '../../../../shared/gateway/admission/places.ts';
import { PlacesByRule } from '../../../../shared/gateway/admission/places-by-rule.ts';

const limit = (requests: number, queue = 0) => ({ requests, queue, waitMs: 1_000 });
const nobody = () => undefined;

describe('places', () => {
  it('are as many as there are, and each can be had again', () => {
    const places = new Places(limit(2));
    expect([places.take(), places.take(), places.take()]).toEqual([true, true, false]);
    places.free();
    expect([places.take(), places.take()]).toEqual([true, false]);
  });

  it('are given to who waits, in the order of coming, and to nobody past them', () => {
    const places = new Places(limit(1, 2));
    const turns: string[] = [];
    places.take();
    places.wait(() => turns.push('first'));
    places.wait(() => turns.push('second'));
    expect(places.wait(() => turns.push('third'))).toBeUndefined();
    expect(places.waiting).toBe(2);
    places.free();
    expect(turns).toEqual(['first']);
    expect(places.take()).toBe(false);
    places.free();
    places.free();
    expect(turns).toEqual(['first', 'second']);
    expect(places.underWay).toBe(0);
  });

  it('pass over who does not wait any longer', () => {
    const places = new Places(limit(1, 2));
    const turns: string[] = [];
    places.take();
    const leave = places.wait(() => turns.push('left'));
    places.wait(() => turns.push('stayed'));
    leave?.();
    expect(places.waiting).toBe(1);
    places.free();
    expect(turns).toEqual(['stayed']);
  });

  it('become more: who waits goes on at once; become fewer: nobody is thrown out', () => {
    const places = new Places(limit(1, 3));
    const turns: number[] = [];
    places.take();
    for (const turn of [1, 2, 3]) places.wait(() => turns.push(turn));
    places.limit = limit(3, 3);
    expect(turns).toEqual([1, 2]);
    places.limit = limit(1, 3);
    expect(places.underWay).toBe(3);
    places.free();
    places.free();
    expect(turns).toEqual([1, 2]);
    places.free();
    expect(turns).toEqual([1, 2, 3]);
  });
});

describe('places of rules', () => {
  it('outlive a change of settings; those of a rule that is gone let everybody go on', () => {
    const all = new PlacesByRule(new Registry());
    const name = (...rules: string[]) => all.renew(() => rules.map((rule) => all.of(rule, limit(1, 1))));
    const [one, two] = name('/one', '/two') as [Places, Places];
    let turns = 0;
    one.take();
    two.take();
    one.wait(() => turns++);
    two.wait(() => turns++);
    expect(name('/one')).toEqual([one]);
    expect(one.underWay).toBe(1);
    expect(turns).toBe(1);
    expect(two.underWay).toBe(2);
    // Still the same, for two are in there.
    expect(name('/one', '/two')).toEqual([one, two]);
    expect(two.take()).toBe(false);
  });

  it('are shown with what goes on in them, until nothing does', async () => {
    const metrics = new Registry();
    const all = new PlacesByRule(metrics);
    all.renew(() => all.of('/one', limit(1, 1)));
    const places = all.of('/one', limit(1, 1));
    places.take();
    places.wait(nobody);
    expect(await metrics.metrics()).toMatch(
      /gateway_concurrency\{limit="\/one",state="under_way"\} 1\n.*"waiting"\} 1/,
    );
    places.free();
    places.free();
    all.renew(nobody);
    expect(await metrics.metrics()).not.toMatch('/one');
  });
});
