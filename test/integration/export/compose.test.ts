import { execFile } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from '../../../cli/actions/build.ts';
import { exportCompose } from '../../../cli/actions/export-compose.ts';
import { signToken } from '../../../cli/actions/token.ts';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { silentNarrator } from '../../../cli/narrators/silent.ts';
import { freePort, until } from '../../../shared/testing/index.ts';
import { dockerMissing } from '../../support/docker.ts';
import { type FleetOfImages, fleetOfImages } from '../../support/fleet-of-images.ts';
import { LONG } from '../../support/long.ts';

const run = promisify(execFile);
const missing = dockerMissing ?? (await whyNoCompose());

async function whyNoCompose(): Promise<string | undefined> {
  try {
    await run('docker-compose', ['version', '--short']);
    return undefined;
  } catch (error) {
    return `docker-compose cannot be run: ${(error as Error).message.trim()}`;
  }
}

if (missing) it.skip(`an exported fleet needs an engine and docker-compose: ${missing}`, () => undefined);
else
  describe('the fleet as a compose file', () => {
    let shop: FleetOfImages;
    let fleet: Fleet;
    let out: string;
    let token: string;
    const compose = (...args: string[]) =>
      run('docker-compose', ['--project-name', fleet.name, ...args], { cwd: out, maxBuffer: 1e8 });
    const call = (path: string, init: RequestInit = {}) =>
      fetch(`http://127.0.0.1:${portOf('api-gateway')}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      });
    const portOf = (service: string) => fleet.services.find(({ name }) => name === service)?.port ?? 0;
    /** Nobody answers while it starts. */
    const isReady = async (port: number) => {
      try {
        const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
        return ((await answer.json()) as { status: string }).status === 'ready';
      } catch {
        return false;
      }
    };
    const allReady = () =>
      until(async () => (await Promise.all(fleet.services.map(({ port }) => isReady(port)))).every(Boolean), {
        withinMs: 120_000,
      });

    beforeAll(async () => {
      shop = await fleetOfImages();
      for (const { port } of shop.fleet.services) {
        await shop.edit('aurora.config.yaml', `port: ${port}`, `port: ${await freePort()}`);
      }
      fleet = await loadFleet({ file: shop.fleet.file });
      out = await realpath(await mkdtemp(join(tmpdir(), 'aurora-compose-')));
      const { images } = await exportCompose(fleet, { out, force: false });
      const built = await build(
        fleet,
        { services: [], push: false, signal: new AbortController().signal },
        silentNarrator,
      );
      expect(images).toEqual(built.map(({ tag }) => tag));
      ({ token } = await signToken(fleet, { subject: 'test' }));
      await compose('up', '-d');
      await allReady();
    }, 600_000);
    afterAll(async () => {
      if (out) await compose('down', '--volumes', '--timeout', '20');
      if (out) await rm(out, { recursive: true, force: true });
      await shop?.[Symbol.asyncDispose]();
    }, 120_000);

    it('serves, with its rows to begin with, events and embedded references', async () => {
      const seeded = async () =>
        ((await (await call('/api/v1/syllabi')).json()) as { items: unknown[] }).items.length > 0;
      await until(seeded, { withinMs: 60_000 });
      const created = await create('subjects', { code: 'CMP-1', name: 'Composition' });
      const { id } = await create('syllabi', { title: 'First', academicYear: '2026/2027', subjectId: created.id });
      const read = async () => (await (await call(`/api/v1/syllabi/${id}`)).json()) as { subject: { name: string } };
      expect((await read()).subject.name).toBe('Composition');
      await call(`/api/v1/subjects/${created.id}`, { method: 'PATCH', body: '{"name":"Renamed"}' });
      await until(async () => (await read()).subject.name === 'Renamed');
      const readable = await fetch(`http://127.0.0.1:${portOf('api-gateway')}/api/v1/subjects`);
      expect(readable.status).toBe(401);
    }, 180_000);

    it('keeps its rows over down and up, and over a restart of what runs', async () => {
      const { id } = await create('subjects', { code: 'CMP-2', name: 'Kept' });
      const kept = async () => ((await (await call(`/api/v1/subjects/${id}`)).json()) as { name: string }).name;
      if (LONG) {
        // Not of the jobs: an engine may lose its count of a network's ends where many end as soon as they are started.
        const { stdout: running } = await compose('ps', '--services', '--filter', 'status=running');
        await compose('restart', ...running.trim().split('\n'));
        await allReady();
        expect(await kept()).toBe('Kept');
      }
      await compose('down');
      await compose('up', '-d');
      await allReady();
      expect(await kept()).toBe('Kept');
    }, 300_000);

    it('gives its secrets to nobody who looks at containers and logs', async () => {
      const { stdout: ids } = await compose('ps', '-q', '-a');
      const containers = ids.trim().split('\n');
      const { stdout: inspected } = await run('docker', ['inspect', ...containers], { maxBuffer: 1e8 });
      const { stdout: logs } = await compose('logs', '--no-color');
      const wanted = JSON.parse(await readSecret('databases/databases.json')) as {
        databases: { owner: { password: string }; user: { password: string } }[];
      };
      const secrets = [
        await readSecret('postgres/administrator'),
        ...wanted.databases.flatMap(({ owner, user }) => [owner.password, user.password]),
      ];
      expect(secrets.filter((secret) => inspected.includes(secret) || logs.includes(secret))).toEqual([]);
    });

    const readSecret = (path: string) => readFile(join(out, 'secrets', path), 'utf8');
    const create = async (plural: string, body: object) => {
      const answer = await call(`/api/v1/${plural}`, { method: 'POST', body: JSON.stringify(body) });
      expect(answer.status).toBe(201);
      return (await answer.json()) as { id: string };
    };
  });
