import { describe, expect, it } from '@jest/globals';
import { startGateway, startUpstream } from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';

describe('a gateway whose event loop lags', () => {
  it('refuses at once, tells how it does, and takes requests again', async () => {
    await using upstream = await startUpstream((_request, response) => void response.end('here'));
    await using gateway = await startGateway({ instances: { things: [upstream.url] } });
    const ask = (path: string) => fetch(`${gateway.url}${path}`, { headers: { authorization: gateway.authorization } });
    const status = async () => (await ask('/api/v1/things')).status;
    /** Between two looks of the gateway at its loop. */
    const busy = () => {
      const ends = performance.now() + 500;
      while (performance.now() < ends);
    };
    /** Whether this request, or one of those that follow, came while the loop lagged. */
    const refusedWhileBusy = async () => {
      const answer = ask('/api/v1/things');
      busy();
      return (await answer).status === 503 || (await status()) === 503;
    };

    expect(await refusedWhileBusy()).toBe(false);
    gateway.configure({ shedding: { lagMs: 250 } });
    await until(refusedWhileBusy);
    busy();
    expect((await ask('/health/ready')).status).toBe(200);
    busy();
    expect(await (await ask('/metrics')).text()).toMatch(/^gateway_refused_total\{reason="overloaded".*\} [1-9]/m);
    await until(async () => {
      busy();
      const refused = await ask('/api/v1/things');
      if (refused.status !== 503) return false;
      expect(refused.headers.get('retry-after')).toBe('1');
      expect(await refused.json()).toMatchObject({ code: 'unavailable' });
      return true;
    });
    await until(async () => (await status()) === 200);
    gateway.configure({ shedding: { lagMs: 0 } });
    expect(await refusedWhileBusy()).toBe(false);
  });
});
