import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/**
 * Starts the service of an image once while it is built, without anything that it needs, so that Node keeps what it has compiled below
 * NODE_COMPILE_CACHE: `node warm.ts`, in the folder of the bundles. A service that cannot start like this starts a little slower later.
 */
const STARTED_WITHIN_MS = 20_000;

const port = await freePort();
const nowhere = '127.0.0.1:9/none';
const service = spawn(process.execPath, ['main.mjs'], {
  env: {
    ...process.env,
    PORT: String(port),
    AUTH_JWKS: '{"keys":[]}',
    DATABASE_URL: `postgres://none:none@${nowhere}`,
    BROKER_URL: `amqp://none:none@${nowhere}`,
    LOG_LEVEL: 'error',
    STATE_DIR: '/tmp/state',
    STORAGE_DIR: '/tmp/storage',
    FILE_SIGNING_KEYS: JSON.stringify({ keys: [{ kty: 'oct', kid: 'none', k: 'A'.repeat(43) }] }),
  },
  stdio: ['ignore', 'inherit', 'inherit'],
});
const ended = once(service, 'exit');
const deadline = AbortSignal.timeout(STARTED_WITHIN_MS);
while (service.exitCode === null && !deadline.aborted && !(await answers())) await setTimeout(50);
service.kill('SIGTERM');
await Promise.race([ended, setTimeout(STARTED_WITHIN_MS, undefined, { ref: false })]);
service.kill('SIGKILL');
console.log(`compiled: ${readdirSync(process.env.NODE_COMPILE_CACHE ?? '.', { recursive: true }).length} files`);

async function answers(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as import('node:net').AddressInfo;
  server.close();
  return port;
}
