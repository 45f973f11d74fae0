import { describe, expect, it } from '@jest/globals';
import { type LogQuery, logs } from '../../../cli/actions/logs.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import type { LogOptions, Runtime } from '../../../cli/runtimes/contract.ts';

const fleet = { name: 'shop', services: [{ name: 'orders' }, { name: 'stock' }] } as unknown as Fleet;

const LINES = [
  { service: 'orders', text: '{"level":"info","msg":"one","correlationId":"a"}' },
  { service: 'stock', text: '{"level":"trace","msg":"two","correlationId":"a","status":500}' },
  { service: 'orders', text: '{"level":"warn","msg":"three","correlationId":"b","errors":[{"path":"/a.b"}]}' },
  { service: 'orders', text: 'no JSON, but it says "correlationId":"a"' },
  { service: 'stock', text: '{"msg":"other form","level":"debug","nested":{"correlationId":"a"}}' },
];

/** A runtime that has logged these lines and does as it is asked, and what it was asked for. */
async function read(query: Partial<LogQuery>) {
  const asked: LogOptions[] = [];
  const runtime: Pick<Runtime, 'logs'> = {
    async *logs(_fleet, options) {
      asked.push(options);
      const { contains = '', passes = () => true } = options;
      for (const line of LINES) if (line.text.includes(contains) && passes(line)) yield line;
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
    expect(messages).toEqual(['one', 'two', 'three', LINES[3]?.text, 'other form']);
    expect(asked).toMatchObject([{ services: [], follow: false }]);
    expect(asked[0]).not.toHaveProperty('contains');
  });

  it('follows one piece of work through the services', async () => {
    const { messages, asked } = await read({ correlationId: 'a' });
    expect(messages).toEqual(['one', 'two']);
    // The runtime need not even make text of other lines.
    expect(asked[0]?.contains).toBe('"correlationId":"a"');
    expect((await read({ correlationId: 'none' })).messages).toEqual([]);
    expect((await read({ correlationId: '"' })).messages).toEqual([]);
  });

  it('leaves out what is below a level, but never what is no log line', async () => {
    expect((await read({ level: 'debug' })).messages).toEqual(['one', 'three', LINES[3]?.text, 'other form']);
    expect((await read({ level: 'warn' })).messages).toEqual(['three', LINES[3]?.text]);
    expect((await read({ level: 'fatal' })).messages).toEqual([LINES[3]?.text]);
  });

  it.each([
    ['thr', 'thr', ['three']],
    ['status=500', 'status', ['two']],
    ['^status=5\\d\\d$', undefined, ['two']],
    ['path.*a\\.b', undefined, ['three']],
    ['a.b', 'a', ['three']],
    ['no JSON', 'no JSON', [LINES[3]?.text]],
    ['orders', 'orders', []],
    ['(?i:THREE)', undefined, ['three']],
  ])('finds %s in messages and members', async (source, contains, found) => {
    const { messages, asked } = await read({ grep: new RegExp(source) });
    expect(asked[0]?.contains).toBe(contains);
    expect(messages).toEqual(found);
  });

  it('asks the runtime for the services, the time, the last lines and the signal', async () => {
    const { signal } = new AbortController();
    const times = { since: new Date(1), until: new Date(2) };
    const { asked } = await read({ services: ['stock'], ...times, tail: 3, follow: true, signal });
    expect(asked).toMatchObject([{ services: ['stock'], follow: true, ...times, tail: 3, signal }]);
    await expect(read({ since: new Date(2), until: new Date(1) })).rejects.toMatchObject({ code: 'no_such_time' });
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
