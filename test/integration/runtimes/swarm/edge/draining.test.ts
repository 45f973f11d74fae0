import { once } from 'node:events';
import { get, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { until } from '../../../../../shared/testing/index.ts';
import { haproxyMissing } from './support/edge.ts';
import { Edges } from './support/edges.ts';

(haproxyMissing ? it.skip : it)(
  'lets requests to a task end that ends itself, by which time it is long gone for new ones',
  async () => {
    await using edges = await Edges.of(1);
    const [edge] = edges.all;
    await edges.start();
    const held: ServerResponse[] = [];
    edges.answering((_colour, _incoming, response) => held.push(response));
    const asked = get(String(edge?.url()));
    const answered = once(asked, 'response');
    await until(() => held.length === 1);
    edges.drain('blue');
    // It has found out: nobody is left who could be asked.
    await until(async () => (await fetch(String(edge?.url()))).status === 503);
    held[0]?.end('at last');
    const [response] = await answered;
    expect([response.statusCode, await text(response)]).toEqual([200, 'at last']);
  },
);
