import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { engineAddress } from '../../../../../cli/runtimes/docker/engine.ts';
import { LABELS } from '../../../../../cli/runtimes/docker/labels.ts';
import { until } from '../../../../../shared/testing/index.ts';
import {
  type FleetOfContainers,
  fleetOfContainers,
  type Running,
} from '../../../../support/containers/fleet-of-containers.ts';
import { dockerMissing } from '../../../../support/docker.ts';
import { LONG } from '../../../../support/long.ts';

const PATIENT = { withinMs: 120_000 };
const UP = ['up', '-d', '--isolated'];

if (dockerMissing) it.skip(`containers need an engine: ${dockerMissing}`, () => undefined);
else
  describe('a fleet whose up is cut off in the middle', () => {
    let fleet: FleetOfContainers;
    beforeAll(async () => {
      fleet = await fleetOfContainers(['config-service: { kind: config, port: 8004 }']);
    }, 60_000);
    afterAll(async () => fleet?.[Symbol.asyncDispose](), 120_000);

    const begun = (up: Running) =>
      until(async () => {
        if (up.process.exitCode !== null) throw new Error(`it has ended: ${up.output()}`);
        return (await fleet.ids()).size >= 2;
      }, PATIENT);
    const running = () => fleet.engine.listContainers({ filters: { label: [`${LABELS.folder}=${fleet.root}`] } });
    const killAll = async () => {
      for (const { Id } of await running()) await fleet.engine.getContainer(Id).kill();
    };
    const expectReady = async () => {
      expect((await fleet.status())?.services.map(({ status }) => status)).toEqual(['ready']);
      expect(await fleet.plan()).toEqual(new Map());
    };

    it('by Ctrl-C: nothing of it is left', async () => {
      const up = fleet.start(UP);
      await begun(up);
      up.process.kill('SIGINT');
      expect((await up.ended).exitCode).toBe(130);
      const { containers, networks } = await fleet.everything();
      expect([containers.map(({ Name }) => Name), networks.map(({ Name }) => Name)]).toEqual([[], []]);
    }, 180_000);

    it('by SIGKILL: the next up goes on', async () => {
      const up = fleet.start(UP);
      await begun(up);
      up.process.kill('SIGKILL');
      await up.ended;
      expect(await fleet.status()).not.toBeNull();
      await fleet.up();
      await expectReady();
    }, 180_000);

    it('by SIGKILL to a service in front: the next up has the usual one back', async () => {
      const before = await fleet.ids();
      const run = fleet.start(['run', 'config-service']);
      await until(() => run.output().includes('listening'), PATIENT);
      run.process.kill('SIGKILL');
      await run.ended;
      expect([...(await fleet.plan()).keys()]).toContain('start config-service');
      await fleet.up();
      await expectReady();
      expect(await fleet.ids()).toEqual(before);
      const { volumes } = await fleet.everything();
      expect(volumes.filter(({ Name }) => Name.includes('-run'))).toEqual([]);
    }, 180_000);

    it('by an engine that goes away while somebody listens: says so', async () => {
      const socket = join(fleet.root, 'engine.sock');
      const engine = await openEngine(socket);
      const log = fleet.start(['logs', '-f'], { DOCKER_HOST: `unix://${socket}` });
      await until(() => log.output().includes('listening'), PATIENT);
      await engine.goAway();
      const { exitCode, stderr } = await log.ended;
      expect([exitCode, stderr]).toEqual([5, expect.stringContaining('Docker cannot be used')]);
    }, 60_000);

    if (LONG)
      it('by an engine that goes away, and takes containers with it: the next up goes on', async () => {
        await killAll();
        const socket = join(fleet.root, 'engine.sock');
        const engine = await openEngine(socket);
        const up = fleet.start(UP, { DOCKER_HOST: `unix://${socket}` });
        await until(async () => (await running()).length > 0, PATIENT);
        await engine.goAway();
        const { exitCode, stderr } = await up.ended;
        expect([exitCode, stderr]).toEqual([5, expect.stringContaining('Docker cannot be used')]);
        // As an engine that ends does with its containers.
        await killAll();
        await fleet.up();
        await expectReady();
      }, 180_000);

    const asking: [string[]][] = [
      [['up', '-d']],
      [['exec', 'config-service', '--', 'true']],
      [['migrate', 'status']],
      [['build']],
      [['up', '--dry-run']],
      [['down']],
      [['restart']],
      [['run', 'config-service']],
      [['db', 'shell', 'config-service']],
      [['logs']],
      [['migrate', 'up']],
      [['seed']],
    ];
    it.each(asking.slice(0, LONG ? undefined : 4))('%j without an engine says so, and what to do', async (command) => {
      const nowhere = `unix://${join(fleet.root, 'nowhere.sock')}`;
      const { exitCode, stderr } = await fleet.start(command, { DOCKER_HOST: nowhere }).ended;
      expect([command, exitCode]).toEqual([command, 5]);
      expect(stderr).toContain(`no engine answers at ${nowhere}`);
      expect(stderr).toContain('next: ');
    });
  });

/** The engine at another address, which can go away. */
async function openEngine(path: string): Promise<{ goAway(): Promise<void> }> {
  const address = engineAddress().replace(/^unix:\/\//, '');
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const engine = connect(address);
    for (const socket of [client, engine]) {
      sockets.add(socket);
      // Either end may be cut off.
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    client.pipe(engine).pipe(client);
  }).listen(path);
  await once(server, 'listening');
  return {
    async goAway() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
