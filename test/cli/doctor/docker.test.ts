import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { docker } from '../../../cli/doctor/docker.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-docker-'));
  process.env.DOCKER_HOST = `unix://${folder}/docker.sock`;
});
afterEach(async () => {
  delete process.env.DOCKER_HOST;
  await rm(folder, { recursive: true });
});

describe('an engine that answers', () => {
  it('is told with its version', async () => {
    const server = createServer((_, response) => response.end('{ "Version": "20.10.24" }')).listen(
      `${folder}/docker.sock`,
    );
    await once(server, 'listening');
    try {
      expect(await docker('auto').look()).toEqual({ status: 'ok', found: 'engine 20.10.24' });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

describe('without one', () => {
  it.each([
    ['auto', 'ok'],
    ['process', 'ok'],
    ['docker', 'warn'],
  ] as const)('the runtime %s is %s', async (runtime, status) => {
    expect(await docker(runtime).look()).toMatchObject({ status });
  });
});
