import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { drain } from '../../../shared/app/drain.ts';
import { startGateway, startUpstream } from '../../../shared/gateway/testing/index.ts';
import { until } from '../../../shared/testing/index.ts';
import { RawClient } from '../../support/raw-client.ts';

it('finishes what is under way before it ends, and leaves no connection to a service behind', async () => {
  const answers: ServerResponse[] = [];
  await using upstream = await startUpstream((_request, response) => void answers.push(response));
  const gateway = await startGateway({ instances: { things: [upstream.url] } });
  using client = await RawClient.to(gateway.url);
  client.send('GET /api/v1/things HTTP/1.1', 'Host: x', `Authorization: ${gateway.authorization}`, '', '');
  while (answers.length === 0) await once(upstream.server, 'request');

  const drained = drain(gateway.app, 10_000);
  answers[0]?.writeHead(200, { 'content-length': '5' }).write('wh');
  await client.until(/wh$/);
  answers[0]?.end('ole');
  const all = await client.closed();
  expect(all).toMatch(/whole$/);
  expect(all).toMatch(/^connection: close\r$/im);
  expect(await drained).toBe(true);
  const connections = promisify(upstream.server.getConnections.bind(upstream.server));
  await until(async () => (await connections()) === 0);
});
