import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Service } from '../../../../../cli/config/model.ts';
import type { Colour } from '../../../../../cli/runtimes/colours.ts';
import { createContainer } from '../../../../../cli/runtimes/docker/containers/create.ts';
import { filesAt } from '../../../../../cli/runtimes/docker/containers/files.ts';
import { createNetwork, removeNetworks } from '../../../../../cli/runtimes/docker/containers/network.ts';
import { publishedPort } from '../../../../../cli/runtimes/docker/containers/ports.ts';
import { removeContainer } from '../../../../../cli/runtimes/docker/containers/remove.ts';
import { removeVolume, volumesOf } from '../../../../../cli/runtimes/docker/containers/volumes.ts';
import { setCanary } from '../../../../../cli/runtimes/docker/edge/canary.ts';
import { containerOf } from '../../../../../cli/runtimes/docker/edge/colours.ts';
import { edgeCommand } from '../../../../../cli/runtimes/docker/edge/command.ts';
import { liveColours } from '../../../../../cli/runtimes/docker/edge/live.ts';
import { previewUrl } from '../../../../../cli/runtimes/docker/edge/preview.ts';
import { reloadEdge } from '../../../../../cli/runtimes/docker/edge/reload.ts';
import { serversOf } from '../../../../../cli/runtimes/docker/edge/servers.ts';
import { edgeSpec } from '../../../../../cli/runtimes/docker/edge/spec.ts';
import { switchColours } from '../../../../../cli/runtimes/docker/edge/switch.ts';
import { trafficOf } from '../../../../../cli/runtimes/docker/edge/traffic.ts';
import { connectEngine, type Engine } from '../../../../../cli/runtimes/docker/engine.ts';
import { PUBLIC_IMAGES } from '../../../../../cli/runtimes/docker/images/public.ts';
import { LIMITS } from '../../../../../cli/runtimes/docker/infrastructure/limits.ts';
import type { Project } from '../../../../../cli/runtimes/docker/project.ts';
import { type ContainerSpec, FILES } from '../../../../../cli/runtimes/docker/spec.ts';
import { until } from '../../../../../shared/testing/index.ts';
import { fleetOf } from '../../../../cli/runtimes/support/fleet.ts';
import { dockerMissing } from '../../../../support/docker.ts';

const ORDER: Service = { kind: 'config', name: 'order', port: 8001, replicas: 1, dependsOn: [] };
const MAKING = { labels: {}, restarts: true };
const PATIENT = { withinMs: 30_000 };

(dockerMissing ? describe.skip : describe)('the container of the edge', () => {
  const id = `aurora-test-${randomUUID().slice(0, 8)}`;
  const project: Project = { name: id, fleet: id, folder: `/${id}`, isolated: true, live: new Map() };
  const spec = edgeSpec(fleetOf([ORDER]), project, () => 0);
  let engine: Engine;
  const begun: { id: string; name: string }[] = [];

  beforeAll(async () => {
    engine = await connectEngine();
    await createNetwork(engine, project);
    await begin(spec);
  });
  afterAll(async () => {
    if (!engine) return;
    await Promise.all(begun.map((container) => removeContainer(engine, container)));
    await removeNetworks(engine, project.folder);
    for (const { name } of await volumesOf(engine, project.folder)) await removeVolume(engine, name);
  });

  async function begin(each: ContainerSpec): Promise<void> {
    const container = await createContainer(engine, project, each, { ...MAKING, aliases: [each.part] });
    begun.push({ id: container, name: each.name });
    await engine.getContainer(container).start();
  }

  async function ask(): Promise<string> {
    const port = await publishedPort(engine, spec.name, ORDER.port);
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
    return `${response.status} ${await response.text()}`;
  }

  it('answers before there is a service, and finds the ones that come', async () => {
    await until(async () => (await ask().catch(() => '')).startsWith('503 {'), PATIENT);
    await begin(serviceIn(project, 'blue'));
    await until(async () => (await ask()) === '200 blue', PATIENT);
    await begin(serviceIn(project, 'green'));
    await until(async () => {
      const state = await edgeCommand(engine, spec.name, 'show servers state');
      return serversOf(state).every(({ there }) => there);
    }, PATIENT);
    expect(await ask()).toBe('200 blue');
  });

  it('is switched from within, to and fro, and knows it when it comes back', async () => {
    for (const colour of ['green', 'blue', 'green'] as const) {
      await switchColours(engine, spec.name, new Map([['order', colour]]));
      expect(await ask()).toBe(`200 ${colour}`);
    }
    expect(await trafficOf(engine, spec.name)).toMatchObject([
      { service: 'order', colour: 'blue', requests: expect.any(Number) },
      { service: 'order', colour: 'green', requests: 2, failed: 0 },
    ]);
    await engine.getContainer(spec.name).kill();
    expect(await liveColours(engine, spec.name)).toEqual(new Map([['order', 'green']]));
    await engine.getContainer(spec.name).start();
    await until(async () => (await ask().catch(() => '')) === '200 green', PATIENT);
  });

  it('shows what is not live, and lets some requests try it', async () => {
    const url = await previewUrl(engine, spec.name, 'order', 'blue');
    expect(await (await fetch(`${url}/api`)).text()).toBe('blue');
    await setCanary(engine, spec.name, 'order', 100);
    expect(await ask()).toBe('200 blue');
    await setCanary(engine, spec.name, 'order', 0);
    expect(await ask()).toBe('200 green');
  });

  it('takes another configuration over as it runs, and keeps its own where that is none', async () => {
    const [file] = spec.files.filter(({ path }) => path === 'haproxy.cfg');
    const pids = async () => /^Pid: \d+$/m.exec(await edgeCommand(engine, spec.name, 'show info'))?.[0];
    const before = await pids();
    const text = `${file?.text}frontend more\n  bind 127.0.0.1:900\n  http-request return status 200\n`;
    await reloadEdge(engine, spec.name, [{ path: 'haproxy.cfg', text, secret: false }]);
    expect(await pids()).not.toBe(before);
    expect(await edgeCommand(engine, spec.name, 'show stat -1 1 -1')).toContain('more,FRONTEND');
    expect(await ask()).toBe('200 green');

    const taken = await pids();
    const broken = { path: 'haproxy.cfg', text: `${text}nonsense\n`, secret: false };
    await expect(reloadEdge(engine, spec.name, [broken])).rejects.toMatchObject({
      code: 'edge_reload_failed',
      details: expect.arrayContaining([expect.stringContaining("unknown keyword 'nonsense'")]),
    });
    expect(await pids()).toBe(taken);
    const files = await filesAt(engine, spec.name, FILES);
    expect(files.get('haproxy.cfg')).toBe(text);
    expect([...files.keys()].sort()).toEqual(spec.files.map(({ path }) => path).sort());
  });

  it('says so where nothing takes commands', async () => {
    const { id: bystander } = begun.find(({ name }) => name === containerOf(id, 'order', 'blue')) ?? {};
    await expect(edgeCommand(engine, bystander ?? '', 'show version')).rejects.toMatchObject({
      code: 'edge_unreachable',
      details: [expect.stringContaining('Connection refused'), expect.any(String)],
    });
    await expect(liveColours(engine, `${id}-nobody`)).rejects.toMatchObject({ code: 'edge_missing' });
    // It has the folder, and nothing in it.
    expect(await liveColours(engine, bystander ?? '')).toEqual(new Map());
  });
});

/** A service that answers with its colour, made of the one image that this test needs anyway. */
function serviceIn(project: Project, colour: Colour): ContainerSpec {
  const text = `defaults\n  mode http\n  timeout client 9s\nfrontend all\n  bind :${ORDER.port}\n  http-request return status 200 content-type text/plain string ${colour}\n`;
  return {
    name: containerOf(project.name, 'order', colour),
    kind: 'service',
    part: 'order',
    image: PUBLIC_IMAGES.haproxy,
    command: ['haproxy', '-db', '-f', '/run/aurora/service.cfg'],
    user: '99:99',
    environment: {},
    files: [{ path: 'service.cfg', text, secret: false }],
    volumes: [],
    tmpfs: [],
    ports: [],
    limits: LIMITS.edge,
    dependsOn: [],
    stopSeconds: 1,
  };
}
