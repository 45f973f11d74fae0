import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type Docker from 'dockerode';
import type { FleetStatus } from '../../cli/runtimes/contract.ts';
import { until } from '../../shared/testing/index.ts';
import { dockerMissing } from '../support/docker.ts';
import { type FleetOnSwarm, fleetOnSwarm } from '../support/swarm/fleet.ts';
import { meanwhile as metMeanwhile } from '../support/swarm/meanwhile.ts';
import { swarmMissing } from '../support/swarm/missing.ts';
import { DEPLOYS, smallFleet } from '../support/swarm/small-fleet.ts';

const missing = swarmMissing ?? dockerMissing;
const CONFIG = smallFleet('aurora', DEPLOYS);
interface Host {
  readonly docker: Docker;
  readonly name: string;
  readonly address: string;
}

const SERVICES = ['api-gateway', 'config-service'];

const isInUse = (error: unknown) => (error as { statusCode?: number }).statusCode === 409;

(missing ? describe.skip : describe)(`images that are loaded to three hosts${missing ? `: ${missing}` : ''}`, () => {
  let fleet: FleetOnSwarm;
  let token: string;
  let hosts: readonly Host[];
  const at = (index: number) => hosts[index] as Host;

  beforeAll(async () => {
    fleet = await fleetOnSwarm(({ root }) => writeFile(join(root, 'aurora.config.yaml'), CONFIG), 'engines');
    hosts = fleet.swarm.engines.map(({ docker, host, address }) => ({ docker, name: host.name, address }));
    const begun = performance.now();
    await fleet.aurora('up', '-d');
    process.stdout.write(`up, with images loaded to two hosts: ${Math.round(performance.now() - begun)} ms\n`);
    token = await fleet.token();
  }, 600_000);
  afterAll(async () => {
    await fleet?.[Symbol.asyncDispose]();
  }, 120_000);

  const meanwhile = (work: () => Promise<unknown>) => metMeanwhile(fleet, token, [0, 1, 2], work);

  /** Of a service, in the engine's words. */
  const imageOf = async (service: string, place = '') => {
    const name = `aurora-${service}${place}`;
    const { Spec } = (await at(0).docker.getService(name).inspect()) as {
      Spec: { Labels: Record<string, string>; TaskTemplate: { ContainerSpec: { Image: string } } };
    };
    return { id: Spec.TaskTemplate.ContainerSpec.Image, tag: Spec.Labels['aurora.image'] as string };
  };
  const planned = async () => JSON.parse(await fleet.aurora('up', '--dry-run', '--json')).steps;
  const isThere = (host: number, image: string) =>
    at(host)
      .docker.getImage(image)
      .inspect()
      .then(
        () => true,
        () => false,
      );
  /** As if the host had joined a moment ago: without the image, or a container that is made from it. */
  const forget = async (host: number, image: string) => {
    const remove = () => at(host).docker.getImage(image).remove({ force: true });
    // A task that is to go runs on for a moment.
    await until(() => remove().then(Boolean, (error) => (isInUse(error) ? undefined : Promise.reject(error))), {
      withinMs: 60_000,
    });
    expect(await isThere(host, image)).toBe(false);
  };
  const withConfig = async (change: (text: string) => string, work: () => Promise<void>) => {
    const file = join(fleet.clone.root, 'aurora.config.yaml');
    const before = await readFile(file, 'utf8');
    await writeFile(file, change(before));
    try {
      await work();
    } finally {
      await writeFile(file, before);
    }
  };

  it('run spread over them, made from ids that no registry is asked for', async () => {
    expect([...(await fleet.spread('api-gateway')).values()]).toEqual([1, 1, 1]);
    expect((await fleet.spread('config-service')).size).toBe(2);
    for (const service of SERVICES) {
      const { id, tag } = await imageOf(service);
      expect(id).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(tag).toMatch(new RegExp(`^aurora/${service}:[0-9a-f]{12}$`));
      for (const { docker } of hosts) expect((await docker.getImage(tag).inspect()).Id).toBe(id);
    }
    const builds = (await fleet.status()).services.flatMap(({ instances }) => instances.map(({ build }) => build));
    expect(new Set(builds)).toEqual(
      new Set([(await imageOf('api-gateway')).tag, (await imageOf('config-service')).tag]),
    );
  });

  it('are no reason to do anything where each host has them', async () => {
    expect(await planned()).toEqual([]);
    expect(await fleet.found()).toMatchObject({ registry: 'ok', engines: 'ok' });
  });

  it('run on hosts of which each measures what its own tasks take', async () => {
    const { services } = JSON.parse(await fleet.aurora('status', '--json', '--usage')) as FleetStatus;
    const instances = services.flatMap((service) => service.instances);
    expect(new Set(instances.map(({ node }) => node)).size).toBe(3);
    for (const { usage } of instances) expect(usage?.memoryMb).toBeGreaterThan(0);
  });

  it('are brought back to a host that has them no more, and to no other', async () => {
    const { tag, id } = await imageOf('config-service');
    const [one, two] = hosts.slice(1).map(({ name }) => name);
    await fleet.aurora('scale', 'config-service=1');
    const having = [...(await fleet.spread('config-service')).keys()];
    const lost = having.includes(String(one)) ? 2 : 1;
    await forget(lost, id);
    expect(await fleet.found()).toMatchObject({ engines: 'warn' });
    expect(await planned()).toMatchObject([
      { title: 'load images', because: `${lost === 1 ? one : two} lacks config-service` },
    ]);
    const begun = performance.now();
    await fleet.aurora('up', '-d');
    process.stdout.write(`up, with one image for one host: ${Math.round(performance.now() - begun)} ms\n`);
    expect((await at(lost).docker.getImage(tag).inspect()).Id).toBe(id);
    expect(await planned()).toEqual([]);
    // Where new tasks may be, `scale` sees to it as well.
    await forget(lost, id);
    await fleet.aurora('scale', 'config-service=3');
    expect([...(await fleet.spread('config-service')).values()]).toEqual([1, 1, 1]);
    await fleet.aurora('scale', 'config-service=2');
  }, 240_000);

  it('of changed code reach all hosts in a deploy, and serve the rollback, without a failed request', async () => {
    const before = await imageOf('config-service');
    await appendFile(join(fleet.clone.root, 'services/config-service/src/main.ts'), '\n// Other code.\n');
    await fleet.build();
    const met = await meanwhile(async () => {
      await fleet.deploying.well('deploy', '--blue-green');
      const after = await imageOf('config-service', '-green');
      expect(after.id).not.toBe(before.id);
      for (const host of [0, 1, 2]) expect(await isThere(host, after.id)).toBe(true);
      expect(fleet.deploying.history()[0]?.services).toMatchObject([
        { from: { image: before.tag, digest: before.id }, to: { image: after.tag, digest: after.id } },
      ]);
      // To the one live version nothing is to be done, and to deploy it once more neither.
      expect(await planned()).toEqual([]);
      await fleet.deploying.well('rollback');
      expect(await imageOf('config-service')).toEqual(before);
    });
    expect(met.reasons).toEqual({});
  }, 400_000);

  it('take over changed code in turns, and leave each host with both', async () => {
    const before = await imageOf('config-service');
    const met = await meanwhile(() => fleet.aurora('up', '-d'));
    expect(met.reasons).toEqual({});
    const after = await imageOf('config-service');
    expect(after.id).not.toBe(before.id);
    expect(await planned()).toEqual([]);
  }, 240_000);

  it('are refused to whom an address is missing, wrong, or leads to nobody', async () => {
    const [two, three] = [at(1), at(2)];
    const refused = async (change: (text: string) => string) => {
      let said: unknown;
      await withConfig(change, async () => {
        const { exitCode, said: error } = await fleet.deploying.aurora('up', '-d');
        expect(exitCode).not.toBe(0);
        said = error.error ?? error;
      });
      return said;
    };
    expect(await refused((text) => text.replace(`"${two.name}"`, '"elsewhere"'))).toMatchObject({
      code: 'no_registry',
      nodes: [two.name],
    });
    expect(await refused((text) => text.replace(two.address, three.address))).toMatchObject({
      code: 'wrong_engine',
      message: expect.stringContaining(`leads to the engine of ${three.name}`),
    });
    expect(await refused((text) => text.replace(two.address, 'unix:///var/run/docker.sock'))).toMatchObject({
      code: 'wrong_engine',
      message: expect.stringContaining('not in this swarm'),
    });
    expect(await refused((text) => text.replace(two.address, 'unix:///var/run/nobody.sock'))).toMatchObject({
      code: 'engine_unreachable',
      node: two.name,
      address: 'unix:///var/run/nobody.sock',
    });
    await withConfig(
      (text) => text.replace(two.address, three.address),
      async () => expect(await fleet.found()).toMatchObject({ engines: 'fail' }),
    );
  }, 120_000);

  it('leave no data on any host, of which the addresses are known', async () => {
    await fleet.aurora('down', '--volumes');
    const all = await Promise.all(hosts.map(({ docker }) => docker.listVolumes()));
    const names = all.flatMap(({ Volumes }) => (Volumes ?? []).map(({ Name }) => Name));
    // Those without a name go with their containers, of which those of jobs stay.
    expect(names.filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
  }, 180_000);
});
