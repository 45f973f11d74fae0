import { describe, expect, it } from '@jest/globals';
import { mixOfScenario, mixOfWeights, parseMix } from '../../../cli/plan/mix.ts';
import { fleetOf } from '../runtimes/support/fleet.ts';

const fleet = fleetOf();

describe('a mix', () => {
  it('is weights of actions', () => {
    expect(parseMix('read=80, create=19.5')).toEqual(
      new Map([
        ['read', 80],
        ['create', 19.5],
      ]),
    );
    for (const text of ['', 'read', 'read=', 'read=x', 'read=-1', 'read=1,read=2', 'read=0', 'read=1;create=2']) {
      expect([text, parseMix(text)]).toEqual([text, undefined]);
    }
  });

  it('of weights is spread over all entities', () => {
    expect(
      mixOfWeights(
        new Map([
          ['read', 3],
          ['create', 1],
        ]),
        fleet,
      ),
    ).toEqual([
      { verb: 'read', service: 'order', share: 0.375 },
      { verb: 'read', service: 'item', share: 0.375 },
      { verb: 'create', service: 'order', share: 0.125 },
      { verb: 'create', service: 'item', share: 0.125 },
    ]);
  });

  it('of a scenario has its weights and entities', () => {
    const actions = [
      { name: 'a', weight: 6, does: { verb: 'read', entity: 'order.Thing' } },
      { name: 'b', weight: 2, does: { verb: 'page', entity: 'item.Thing' } },
      { name: 'again', weight: 2, does: { verb: 'page', entity: 'item.Other' } },
      { name: 'c', weight: 0, does: { verb: 'create', entity: 'item.Thing' } },
    ] as const;
    expect(mixOfScenario({ name: 'first', actions }, fleet)).toEqual([
      { verb: 'read', service: 'order', share: 0.6 },
      { verb: 'page', service: 'item', share: 0.4 },
    ]);
  });

  it('is refused where there is nothing to ask, or no figure for it', () => {
    const own = { name: 'own', weight: 1, does: { verb: 'requests', requests: [] } } as const;
    const refused = (code: string) => expect.objectContaining({ code, exit: 'usage', next: expect.any(String) });
    expect(() => mixOfScenario({ name: 'first', actions: [own] }, fleet)).toThrow(refused('unmeasured_action'));
    expect(() => mixOfWeights(new Map([['look', 1]]), fleet)).toThrow(refused('unknown_action'));
    expect(() => mixOfWeights(new Map([['upload', 1]]), fleet)).toThrow(refused('nothing_to_ask'));
  });
});
