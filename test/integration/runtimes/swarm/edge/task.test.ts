import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readinessAt } from '../../../../../cli/runtimes/readiness.ts';
import { taskSections } from '../../../../../cli/runtimes/swarm/edge/task.ts';
import { freePort, guard, until } from '../../../../../shared/testing/index.ts';
import { haproxyMissing } from './support/edge.ts';

const DEFAULTS = 'defaults\n  mode http\n  timeout connect 1s\n  timeout client 5s\n  timeout server 5s\n';

(haproxyMissing ? it.skip : it)('asks one task whether it is ready, by its address, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-edge-task-'));
  const asked: (string | undefined)[] = [];
  const tasks = await Promise.all(
    ['127.0.0.1', '127.0.0.2'].map(async (address, index) => {
      const server = createServer(({ url }, answer) => {
        asked.push(url);
        answer.statusCode = index === 0 ? 200 : 503;
        answer.end(JSON.stringify({ status: index === 0 ? 'ready' : 'down', role: 'standby', consuming: false }));
      });
      server.listen(0, address);
      await once(server, 'listening');
      return { server, path: `${address}/${(server.address() as AddressInfo).port}` };
    }),
  );
  const port = await freePort();
  await writeFile(join(folder, 'haproxy.cfg'), [DEFAULTS, ...taskSections(port)].join('\n'));
  const child = spawn('/usr/sbin/haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: 'ignore' });
  const lift = guard(child.pid as number);
  try {
    const [ready, unready] = tasks.map(({ path }) => `http://127.0.0.1:${port}/${path}`) as [string, string];
    await until(async () => (await readinessAt(ready)).accepting);
    expect(await readinessAt(ready)).toMatchObject({ accepting: true, role: 'standby', consuming: false });
    expect(await readinessAt(unready)).toMatchObject({ accepting: false, health: 'degraded' });
    await fetch(`${ready}/api/v1/orders`);
    expect([...new Set(asked)]).toEqual(['/health/ready']);
    const nobody = await readinessAt(`http://127.0.0.1:${port}/127.0.0.3/${await freePort()}`);
    expect(nobody.accepting).toBe(false);
  } finally {
    child.kill('SIGKILL');
    lift();
    for (const { server } of tasks) server.close().closeAllConnections();
    await rm(folder, { recursive: true });
  }
});
