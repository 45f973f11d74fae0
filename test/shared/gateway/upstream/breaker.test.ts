import { describe, expect, it } from '@jest/globals';
import { Breaker, type BreakerState } from '../../../../shared/gateway/upstream/breaker.ts';
import { whenFailing, whenUnreachable } from '../../../../shared/gateway/upstream/strategies.ts';

/** A breaker, the time that it is told, and what it said. */
function underTest(strategy = whenUnreachable()) {
  let now = 1_000_000;
  const said: BreakerState[] = [];
  const breaker = new Breaker({ strategy, onChange: (state) => said.push(state), clock: () => now });
  const fail = () => {
    breaker.begin();
    breaker.failed();
  };
  return {
    breaker,
    said,
    fail,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('a breaker', () => {
  it('opens after failures in a row, and lets one probe through after a while', () => {
    const { breaker, said, fail, pass } = underTest();
    fail();
    fail();
    expect(breaker.admits).toBe(true);
    fail();
    expect(breaker.admits).toBe(false);
    pass(600);
    expect(breaker.admits).toBe(true);
    breaker.begin();
    expect(breaker.admits).toBe(false);
    breaker.succeeded();
    expect(breaker.admits).toBe(true);
    expect(said).toEqual(['open', 'half-open', 'closed']);
  });

  it('waits longer after each probe that fails, but never more than 12 s', () => {
    const { breaker, fail, pass } = underTest();
    for (let failure = 0; failure < 3; failure++) fail();
    let probes = 0;
    for (let second = 0; second < 120; second++) {
      pass(1_000);
      if (!breaker.admits) continue;
      probes++;
      fail();
    }
    // 0.5, 1, 2, 4, 8, then 10 s each, a fifth more or less.
    expect(probes).toBeGreaterThanOrEqual(12);
    expect(probes).toBeLessThanOrEqual(20);
  });

  it('probes again where a probe ended in a way that says nothing', () => {
    const { breaker, fail, pass } = underTest();
    for (let failure = 0; failure < 3; failure++) fail();
    pass(600);
    breaker.begin();
    breaker.dropped();
    expect(breaker.admits).toBe(false);
    pass(600);
    expect(breaker.admits).toBe(true);
  });

  it('does not wait for a probe that takes its time: another one follows, and either may close it', () => {
    const { breaker, said, fail, pass } = underTest();
    for (let failure = 0; failure < 3; failure++) fail();
    pass(600);
    breaker.begin();
    pass(300);
    expect(breaker.admits).toBe(false);
    pass(300);
    expect(breaker.admits).toBe(true);
    breaker.begin();
    expect(breaker.admits).toBe(false);
    breaker.succeeded();
    breaker.dropped();
    expect(breaker.admits).toBe(true);
    expect(said).toEqual(['open', 'half-open', 'closed']);
  });

  it('of a route opens when more than half fails, and not for a few failures among many answers', () => {
    const { breaker } = underTest(whenFailing());
    for (let round = 0; round < 100; round++) {
      breaker.begin();
      if (round % 4 === 0) breaker.failed();
      else breaker.succeeded();
    }
    expect(breaker.state).toBe('closed');
    const failing = underTest(whenFailing());
    for (let failure = 0; failure < 10; failure++) failing.fail();
    expect(failing.breaker.state).toBe('open');
  });
});
