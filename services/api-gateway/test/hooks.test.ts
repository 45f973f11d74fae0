import { startGateway, startUpstream } from '@aurora/shared/gateway/testing';
import { describe, expect, it } from '@jest/globals';
import { hooks } from '../src/hooks.ts';

describe('hooks', () => {
  it('let a request through, and its answer', async () => {
    await using upstream = await startUpstream((_request, response) => void response.end('whole'));
    await using gateway = await startGateway({ hooks, instances: { things: [upstream.url] } });
    const { authorization } = gateway;
    const answer = await fetch(`${gateway.url}/api/v1/things/1`, { headers: { authorization } });
    expect(await answer.text()).toBe('whole');
  });
});
