import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { dashboardPort } from '../../../cli/actions/dashboard-port.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';

async function listen(): Promise<AsyncDisposable & { port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('the port of the dashboard', () => {
  it('is the one that is asked for, or an error that names its holder', async () => {
    await using taken = await listen();
    await expect(dashboardPort(taken.port, silentNarrator)).rejects.toMatchObject({
      code: 'port_taken',
      exit: 'machine',
      details: [expect.stringMatching(new RegExp(`^It is held by .*process ${process.pid}: `))],
    });
    const free = await listen();
    await free[Symbol.asyncDispose]();
    expect(await dashboardPort(free.port, silentNarrator)).toBe(free.port);
  });

  it('is otherwise the first free one, whoever holds those before it', async () => {
    const told: string[] = [];
    const port = await dashboardPort(undefined, { ...silentNarrator, info: (line) => void told.push(line) });
    expect(port).toBe(7_400 + told.length);
    expect(told).toEqual(told.map((_, index) => expect.stringContaining(`port ${7_400 + index} is held by `)));
  });
});
