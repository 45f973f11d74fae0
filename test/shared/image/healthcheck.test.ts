import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { repository, run } from '../../support/aurora.ts';

let server: Server;
let answer: { readonly status: number; readonly body: object };
beforeEach(async () => {
  server = createServer((_request, reply) => reply.writeHead(answer.status).end(JSON.stringify(answer.body)));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterEach(() => void server.close());

const check = (...args: string[]) =>
  run(process.execPath, [join(repository, 'shared/image/healthcheck.ts'), ...args], {
    env: { ...process.env, PORT: String((server.address() as AddressInfo).port) },
  });
const migrations = (status: string) => ({ dependencies: [{ name: 'migrations', status }] });

it.each([
  ['what answers with 200', 200, {}, ['/health'], 0],
  ['what does not', 503, {}, ['/health'], 1],
  ['a dependency that is up', 200, migrations('up'), ['/health/ready', 'migrations'], 0],
  ['one that is down though the service answers', 200, migrations('down'), ['/health/ready', 'migrations'], 1],
  ['one that the service does not have', 200, { dependencies: [] }, ['/health/ready', 'migrations'], 1],
])('knows %s', async (_what, status, body, args, exitCode) => {
  answer = { status, body };
  expect((await check(...args)).exitCode).toBe(exitCode);
});
