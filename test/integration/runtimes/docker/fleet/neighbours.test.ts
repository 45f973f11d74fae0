import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PUBLIC_IMAGES } from '../../../../../cli/runtimes/docker/images/public.ts';
import { type FleetOfContainers, fleetOfContainers } from '../../../../support/containers/fleet-of-containers.ts';
import { dockerMissing } from '../../../../support/docker.ts';
import { LONG } from '../../../../support/long.ts';

const CONFIG = 'config-service: { kind: config, port: 8004 }';
const FILE = 'file-service: { kind: file, port: 8003, storage: { driver: local } }';

if (dockerMissing) it.skip(`containers need an engine: ${dockerMissing}`, () => undefined);
else
  describe('a fleet on an engine that others use', () => {
    let fleet: FleetOfContainers;
    let prefix: string;
    let port: number;

    beforeAll(async () => {
      fleet = await fleetOfContainers([CONFIG, FILE]);
      await fleet.up();
      const status = await fleet.status();
      prefix = status?.services[0]?.instances[0]?.id.replace(/-config-service-1$/, '') ?? '';
      port = status?.services[0]?.port ?? 0;
    }, 300_000);
    afterAll(async () => fleet?.[Symbol.asyncDispose](), 120_000);

    const upFails = async () => {
      const { exitCode, stdout, stderr } = await fleet.aurora('up', '-d', '--isolated');
      return { exitCode, said: stdout + stderr };
    };

    it('leaves alone another clone of the same, which leaves it alone', async () => {
      await using other = await fleetOfContainers([CONFIG]);
      const before = await fleet.ids();
      await other.up();
      expect((await other.status())?.services[0]?.port).not.toBe(port);
      expect((await other.aurora('down', '--volumes')).exitCode).toBe(0);
      expect(await other.everything()).toEqual({ containers: [], volumes: [], networks: [] });
      expect(await fleet.ids()).toEqual(before);
      expect((await fleet.status())?.services.map(({ status }) => status)).toEqual(['ready', 'ready']);
    }, 300_000);

    it('takes away what the config has no more', async () => {
      await fleet.edit('aurora.config.yaml', `  ${FILE}\n`, '');
      const plan = await fleet.plan();
      expect(plan.get(`remove ${prefix}-file-service-1`)).toBe('it is in the config no more');
      // Fewer ports.
      expect(plan.has('recreate edge')).toBe(true);
      await fleet.up();
      expect([...(await fleet.ids()).keys()].sort()).toEqual(['config-service', 'edge', 'postgres', 'rabbitmq']);
    }, 300_000);

    describe('that is down', () => {
      beforeAll(async () => void (await fleet.aurora('down')));

      const strange = async (name: string, hostPort?: number) => {
        const container = await fleet.engine.createContainer({
          name,
          Image: PUBLIC_IMAGES.node,
          Cmd: ['node', '-e', 'setInterval(() => {}, 1000)'],
          ...(hostPort !== undefined && {
            ExposedPorts: { '80/tcp': {} },
            HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: String(hostPort) }] } },
          }),
        });
        await container.start();
        return { [Symbol.asyncDispose]: () => container.remove({ force: true }) };
      };
      const expectNothing = async () => {
        const { containers, networks } = await fleet.everything();
        expect([containers.map(({ Name }) => Name), networks]).toEqual([[], []]);
      };

      it('names the container that has its port, and begins nothing', async () => {
        await using _holder = await strange(`${prefix}-stranger`, port);
        const { exitCode, said } = await upFails();
        expect([exitCode, said]).toEqual([5, expect.stringContaining(`held by the container ${prefix}-stranger`)]);
        await expectNothing();
      });

      if (LONG)
        it('names the process that has its port, and begins nothing', async () => {
          await using _holder = await listening(port);
          const { exitCode, said } = await upFails();
          expect([exitCode, said]).toEqual([5, expect.stringContaining(`process ${process.pid}`)]);
          await expectNothing();
        });

      it('says that a container of somebody else has its name, and leaves nothing half up', async () => {
        {
          await using _holder = await strange(`${prefix}-config-service-1`);
          const { exitCode, said } = await upFails();
          expect([exitCode, said]).toEqual([
            5,
            expect.stringContaining(
              `There is a container ${prefix}-config-service-1 already, which is not of this fleet`,
            ),
          ]);
          expect((await fleet.everything()).containers).toEqual([]);
        }
        await fleet.up();
        await fleet.aurora('down');
      }, 300_000);

      it('does not take the volume of somebody else for its own', async () => {
        // `down --volumes` would free the ports too, and the next `up` could take others, by which its names are made.
        const name = `${prefix}-postgres-data`;
        await fleet.engine.getVolume(name).remove();
        await fleet.engine.createVolume({ Name: name });
        try {
          const { exitCode, said } = await upFails();
          expect([exitCode, said]).toEqual([
            5,
            expect.stringContaining(`The volume ${name} belongs to another project`),
          ]);
          expect((await fleet.everything()).containers).toEqual([]);
        } finally {
          await fleet.engine.getVolume(name).remove();
        }
      }, 120_000);

      if (LONG)
        it('says what the engine could not do, and leaves nothing half up', async () => {
          const file = 'cli/runtimes/docker/infrastructure/limits.ts';
          const [some, all] = ['edge: { memoryMb: 256, cpus: CPUS', 'edge: { memoryMb: 256, cpus: 4096'];
          await fleet.edit(file, some, all);
          const { exitCode, said } = await upFails();
          await fleet.edit(file, all, some);
          expect([exitCode, said]).toEqual([
            5,
            expect.stringMatching(/Docker could not do what it was asked for.*CPUs/s),
          ]);
          expect((await fleet.everything()).containers).toEqual([]);
        }, 120_000);

      if (LONG)
        it('says which image cannot be had', async () => {
          const file = 'cli/runtimes/docker/images/public.ts';
          const nowhere = 'localhost:1/haproxy:none';
          await fleet.edit(file, PUBLIC_IMAGES.haproxy, nowhere);
          const { exitCode, said } = await upFails();
          await fleet.edit(file, nowhere, PUBLIC_IMAGES.haproxy);
          expect([exitCode, said]).toEqual([5, expect.stringContaining(`no image ${nowhere}`)]);
          await expectNothing();
        });
    });
  });

async function listening(port: number): Promise<AsyncDisposable> {
  const server: Server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) };
}
