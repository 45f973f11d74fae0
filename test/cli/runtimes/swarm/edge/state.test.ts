import { describe, expect, it } from '@jest/globals';
import { entryPattern } from '../../../../../cli/runtimes/swarm/edge/keys.ts';
import { newestOf, pageIn, stateIn, valuesOf } from '../../../../../cli/runtimes/swarm/edge/state.ts';

const PAGE = `7 7
orders 1700000000005:green 1700000000004:25 - 1700000000003:standby
customers - 1700000000001:0 - -
end
`;

describe('what an edge of a swarm says of itself', () => {
  it('is taken apart into what is kept for each key', () => {
    const page = pageIn(PAGE);
    expect(page.isKept).toBe(true);
    expect([...page.entries]).toEqual([
      ['live/orders', { stamp: 1_700_000_000_005, value: 'green' }],
      ['canary/orders', { stamp: 1_700_000_000_004, value: '25' }],
      ['role/orders/green', { stamp: 1_700_000_000_003, value: 'standby' }],
      ['canary/customers', { stamp: 1_700_000_000_001, value: '0' }],
    ]);
    expect(stateIn(page.entries)).toEqual({
      live: new Map([['orders', 'green']]),
      canaries: new Map([['orders', 25]]),
      roles: new Map([['orders/green', 'standby']]),
    });
    expect(pageIn(PAGE.replace('7 7', '8 7')).isKept).toBe(false);
  });

  it('counts where it was said last; at the same time, where it says more', () => {
    const page = (live: string) => pageIn(`0 0\norders ${live} - - -\nend\n`);
    const newest = (...lives: string[]) => newestOf(lives.map(page)).get('live/orders')?.value;
    expect(newest('10:blue', '9:green')).toBe('blue');
    expect(newest('9:green', '-', '10:blue')).toBe('blue');
    expect(newest('10:green', '10:blue')).toBe('green');
    expect(newest('10:blue', '10:green')).toBe('green');
    expect(newest('-')).toBeUndefined();
  });
});

describe('what edges are told', () => {
  it('is canaries first, which a switch ends, then what is live, then roles', () => {
    const changes = {
      roles: new Map([['orders/green', 'live'] as const]),
      live: new Map([
        ['orders', 'green'],
        ['customers', 'blue'],
      ] as const),
      canaries: new Map([['customers', 5]]),
    };
    expect([...valuesOf(changes)]).toEqual([
      ['canary/orders', '0'],
      ['canary/customers', '5'],
      ['live/orders', 'green'],
      ['live/customers', 'blue'],
      ['role/orders/green', 'live'],
    ]);
    expect([...valuesOf({})]).toEqual([]);
  });

  it.each([
    ['live/orders 1:blue', true],
    ['canary/orders 1700000000000:100', true],
    ['role/orders/green 1:standby', true],
    ['live/orders 0:blue', false],
    ['live/orders 1234567890123456:blue', false],
    ['canary/orders 1:101', false],
    ['canary/orders 1:07', false],
    ['role/orders 1:live', false],
    ['role/orders/red 1:live', false],
    ['live/a/b 1:blue', false],
    ['other/orders 1:blue', false],
  ])('is %s: %s', (line, isOne) => {
    expect(new RegExp(`^${entryPattern(' ', ':')}$`).test(line)).toBe(isOne);
  });
});
