import { describe, expect, it } from '@jest/globals';
import { type LogQuery, logs } from '../../../cli/actions/logs.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import type { LogOptions, Runtime } from '../../../cli/runtimes/contract.ts';

const fleet = { name: 'shop', services: [{ name: 'orders' }, { name: 'stock' }] } as unknown as Fleet;

const LINES = [
  { service: 'orders', text: '{"msg":"one","correlationId":"a"}' },
  { service: 'stock', text: '{"msg":"two","correlationId":"a"}' },
  { service: 'orders', text: '{"msg":"three","correlationId":"b"}' },
  { service: 'orders', text: 'no JSON, but it says "correlationId":"a"' },
];

/** A runtime that has logged these lines, and what it was asked for. */
async function read(query: Partial<LogQuery>) {
  const asked: LogOptions[] = [];
  const runtime: Pick<Runtime, 'logs'> = {
    async *logs(_fleet, options) {
      asked.push(options);
      yield* LINES;
    },
  };
  const messages: string[] = [];
  for await (const { msg } of logs(fleet, runtime as Runtime, { services: [], follow: false, ...query }))
    messages.push(msg);
  return { messages, asked };
}

describe('aurora logs', () => {
  it('shows all lines, in the order in which the runtime has them', async () => {
    const { messages, asked } = await read({});
    expect(messages).toEqual(['one', 'two', 'three', LINES[3]?.text]);
    expect(asked).toEqual([{ services: [], follow: false }]);
  });

  it('follows one piece of work through the services', async () => {
    expect((await read({ correlationId: 'a' })).messages).toEqual(['one', 'two']);
    expect((await read({ correlationId: 'none' })).messages).toEqual([]);
  });

  it('asks the runtime for the services, the time and the signal', async () => {
    const { signal } = new AbortController();
    const before = Date.now();
    const { asked } = await read({ services: ['stock'], sinceMs: 60_000, follow: true, signal });
    expect(asked).toEqual([{ services: ['stock'], follow: true, since: expect.any(Date), signal }]);
    const since = asked[0]?.since?.getTime() ?? 0;
    expect(since).toBeGreaterThanOrEqual(before - 60_000);
    expect(since).toBeLessThanOrEqual(Date.now() - 60_000);
  });

  it('refuses a service that the fleet does not have', async () => {
    await expect(read({ services: ['stock', 'stocks'] })).rejects.toMatchObject({
      code: 'no_such_service',
      exit: 'usage',
      message: 'The fleet shop has no service stocks.',
      details: ['did you mean: stock', 'Its services: orders, stock'],
    });
  });
});
