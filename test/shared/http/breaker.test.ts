import { describe, expect, it } from '@jest/globals';
import { runInContext } from '../../../shared/context/index.ts';
import type { BreakerState, CallOutcome, HttpResponse } from '../../../shared/http/index.ts';
import { until } from '../../../shared/testing/until.ts';
import { startTarget, status, type Target } from './target.ts';

function watched() {
  const states: BreakerState[] = [];
  const outcomes: CallOutcome[] = [];
  return {
    states,
    outcomes,
    metrics: {
      call: ({ outcome }: { outcome: CallOutcome }) => void outcomes.push(outcome),
      retry: () => undefined,
      breaker: (_: string, state: BreakerState) => void states.push(state),
    },
  };
}

/** Calls until the breaker lets a call through, and returns that call's answer. */
function letThrough({ client }: Target): Promise<HttpResponse<unknown>> {
  return until(() => client.request(get).catch(() => undefined));
}

const get = { method: 'GET', path: '/' } as const;

describe('the breaker', () => {
  it('opens after five failures and then keeps calls away from the target', async () => {
    const { metrics, states, outcomes } = watched();
    await using target = await startTarget(status(500), { metrics });
    for (let n = 0; n < 5; n++)
      await expect(target.client.request(get)).rejects.toMatchObject({ code: 'upstream_failed' });
    await expect(target.client.request(get)).rejects.toMatchObject({
      code: 'unavailable',
      headers: { 'Retry-After': '1' },
    });
    expect(target.seen).toHaveLength(5);
    expect(states).toEqual(['open']);
    expect(outcomes).toEqual(['failed', 'failed', 'failed', 'failed', 'failed', 'refused']);
  });

  it('does not open for refusals of the target or short deadlines of the caller', async () => {
    const { metrics, states } = watched();
    await using target = await startTarget(
      (request, response) => {
        if (request.url === '/fine') status(404)(request, response);
      },
      { metrics },
    );
    for (let n = 0; n < 10; n++) await target.client.request({ ...get, path: '/fine' });
    for (let n = 0; n < 10; n++) {
      const hurried = { correlationId: 'hurried', deadline: Date.now() + 10 };
      const call = runInContext(hurried, () => target.client.request(get));
      await expect(call).rejects.toMatchObject({ code: 'upstream_timeout' });
    }
    expect(states).toEqual([]);
  });

  it('lets one probe through, closes when it succeeds, and lets waiting callers pass', async () => {
    const { metrics, states } = watched();
    let broken = true;
    let held: (() => void) | undefined;
    await using target = await startTarget(
      (request, response) => {
        if (broken) return status(500)(request, response);
        // The probe is held until the others are waiting.
        if (held === undefined) held = () => status(204)(request, response);
        else status(204)(request, response);
      },
      { metrics, retries: 0 },
    );
    for (let n = 0; n < 5; n++) await expect(target.client.request(get)).rejects.toBeDefined();
    broken = false;
    const probe = letThrough(target);
    await until(() => states.at(-1) === 'half-open');
    const others = [1, 2, 3].map(() => target.client.request(get));
    await until(() => held !== undefined);
    expect(target.seen).toHaveLength(6);
    held?.();
    expect((await probe).status).toBe(204);
    for (const other of others) expect((await other).status).toBe(204);
    expect(states).toEqual(['open', 'half-open', 'closed']);
  });

  it('opens again when the probe fails', async () => {
    const { metrics, states } = watched();
    await using target = await startTarget(status(500), { metrics, retries: 0 });
    await until(async () => {
      await target.client.request(get).catch(() => undefined);
      return states.length >= 3;
    });
    expect(states).toEqual(['open', 'half-open', 'open']);
    expect(target.seen).toHaveLength(6);
  });

  it('does not see long polls', async () => {
    const { metrics, states } = watched();
    await using target = await startTarget(status(503), { metrics });
    for (let n = 0; n < 10; n++) {
      await expect(target.client.request({ ...get, wait: 1 })).rejects.toMatchObject({ code: 'unavailable' });
    }
    expect(states).toEqual([]);
    expect(target.seen).toHaveLength(10);
  });
});

describe('a target in trouble', () => {
  it('sees little more than what its breaker needs to open', async () => {
    await using target = await startTarget(status(503), { retries: 5 });
    for (let group = 0; group < 5; group++) {
      await Promise.all(Array.from({ length: 20 }, () => target.client.request(get).catch(() => undefined)));
    }
    // The first group is under way before the breaker has seen anything; each may open one probe later on.
    expect(target.seen.length).toBeLessThanOrEqual(20 + 5 + 5);
  });
});
