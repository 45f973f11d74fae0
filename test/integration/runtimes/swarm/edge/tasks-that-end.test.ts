import { once } from 'node:events';
import { get, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../../../../shared/testing/index.ts';
import { haproxyMissing } from './support/edge.ts';
import { Edges } from './support/edges.ts';

(haproxyMissing ? describe.skip : describe)('the edge of a node', () => {
  let edges: Edges;
  let url: string;
  beforeAll(async () => {
    edges = await Edges.of(1);
    await edges.start();
    url = String(edges.all[0]?.url());
  });
  afterAll(async () => edges?.[Symbol.asyncDispose]());

  it.each([
    ['asks again for what is read', 'GET', 200, 2],
    ['does not do twice what may be done once', 'POST', 502, 1],
  ])('%s, where a task breaks off before it answers', async (_, method, status, times) => {
    let asked = 0;
    edges.answering((_colour, _incoming, response) => {
      asked++;
      if (asked === 1) response.destroy();
      else response.end();
    });
    expect((await fetch(url, { method })).status).toBe(status);
    expect(asked).toBe(times);
  });

  // The last one: nobody serves after it.
  it('lets requests to a task that ends itself come to their end, by which time nobody is left for new ones', async () => {
    const held: ServerResponse[] = [];
    edges.answering((_colour, _incoming, response) => held.push(response));
    const answered = once(get(url), 'response');
    await until(() => held.length === 1);
    edges.drain('blue');
    await until(async () => (await fetch(url)).status === 503);
    held[0]?.end('at last');
    const [response] = await answered;
    expect([response.statusCode, await text(response)]).toEqual([200, 'at last']);
  });
});
