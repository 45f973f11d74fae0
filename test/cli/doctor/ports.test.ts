import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Fleet } from '../../../cli/config/model.ts';
import { ports } from '../../../cli/doctor/ports.ts';
import type { FleetStatus, Health } from '../../../cli/runtimes/contract.ts';

let server: Server;
let port: number;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.close();
});

const fleet = () => ({ services: [{ name: 'orders', port }] }) as unknown as Fleet;
const status = (health: Health) => ({ services: [{ name: 'orders', status: health }] }) as unknown as FleetStatus;

it('names the holder of a port that is taken', async () => {
  const verdict = await ports(fleet(), null).look();
  expect(verdict).toMatchObject({ status: 'fail', next: expect.stringContaining('--isolated') });
  expect(verdict.details).toEqual([expect.stringContaining(`${port}, which orders needs, is held by`)]);
  expect(verdict.details?.[0]).toContain(`process ${process.pid}`);
});

it('leaves the ports of a running service alone', async () => {
  expect(await ports(fleet(), status('ready')).look()).toMatchObject({ status: 'ok' });
  expect(await ports(fleet(), status('down')).look()).toMatchObject({ status: 'fail' });
});

it('is fine with free ports', async () => {
  server.close();
  await once(server, 'close');
  expect(await ports(fleet(), null).look()).toEqual({ status: 'ok', found: `${port} are free` });
});
