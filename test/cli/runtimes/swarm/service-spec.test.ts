import { describe, expect, it } from '@jest/globals';
import { resolveSwarm } from '../../../../cli/config/swarm.ts';
import type { ContainerSpec } from '../../../../cli/runtimes/docker/spec.ts';
import { jobServiceOf, type Making, serviceSpecOf } from '../../../../cli/runtimes/swarm/service-spec.ts';
import { partFingerprint } from '../../../../cli/runtimes/swarm/situation.ts';

const SPEC: ContainerSpec = {
  name: 'shop-orders',
  kind: 'service',
  part: 'orders',
  image: 'registry:5000/shop/orders:1',
  user: '10001:10002',
  environment: { PORT: '8001' },
  files: [],
  volumes: [],
  tmpfs: ['/tmp', '/var/lib/aurora/state'],
  ports: [{ container: 8001, host: 0 }],
  healthcheck: null,
  limits: { memoryMb: 512, cpus: 2, processes: 128 },
  dependsOn: [],
  stopSeconds: 27,
};

const MAKING: Making = {
  project: { name: 'shop', fleet: 'shop', folder: '/fleets/shop', isolated: false, live: new Map() },
  settings: resolveSwarm({
    constraints: ['node.role == worker'],
    edges: ['node.labels.edge == true'],
    spread: 'node.labels.zone',
  }),
  network: 'network-id',
  image: 'registry:5000/shop/orders:1@sha256:abc',
  files: [
    { file: { path: 'secrets/database.url', text: 'postgres://…', secret: true }, name: 'shop-1', id: 'secret-id' },
    { file: { path: 'jwks.json', text: '{}', secret: false }, name: 'shop-2', id: 'config-id' },
  ],
  fingerprint: 'all',
  taskFingerprint: 'task',
  version: '1',
};

describe('a service of a swarm', () => {
  const service = serviceSpecOf({ spec: SPEC, replicas: 3, isPinned: false }, MAKING);
  const { ContainerSpec: container, Placement } = service.TaskTemplate as {
    ContainerSpec: Record<string, unknown>;
    Placement: unknown;
  };

  it('has replicas that are spread, and are replaced one by one, each only once another one serves', () => {
    expect(service.Mode).toEqual({ Replicated: { Replicas: 3 } });
    expect(Placement).toEqual({
      Constraints: ['node.role == worker'],
      Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.zone' } }],
    });
    expect(service.UpdateConfig).toMatchObject({ Parallelism: 1, Order: 'start-first', FailureAction: 'rollback' });
  });

  it('keeps as many as it was scaled to', () => {
    const scaled = serviceSpecOf({ spec: SPEC, replicas: 3, isPinned: false }, { ...MAKING, replicas: 5 });
    expect(scaled.Mode).toEqual({ Replicated: { Replicas: 5 } });
    expect(scaled.Labels).toMatchObject({ 'aurora.replicas': '3' });
  });

  it('has the name of an image in a label where its tasks are made from the id, which tells people nothing', () => {
    const local = { ...SPEC, image: 'shop/orders:1' };
    const made = serviceSpecOf({ spec: local, replicas: 3, isPinned: false }, { ...MAKING, image: 'sha256:abc' });
    expect((made.TaskTemplate as { ContainerSpec: object }).ContainerSpec).toMatchObject({ Image: 'sha256:abc' });
    expect(made.Labels).toMatchObject({ 'aurora.image': 'shop/orders:1' });
    expect(service.Labels).not.toHaveProperty(['aurora.image']);
  });

  it('is not made anew because an engine is reached in another way', () => {
    const part = { spec: SPEC, replicas: 3, isPinned: false };
    const all = (made: unknown) => JSON.stringify(made);
    const { settings } = MAKING;
    const elsewhere = { ...settings, engines: { 'node-2': 'ssh://node-2' } };
    expect(partFingerprint(all, part, elsewhere)).toBe(partFingerprint(all, part, settings));
    const encrypted = { ...settings, encrypted: true };
    expect(partFingerprint(all, part, encrypted)).not.toBe(partFingerprint(all, part, settings));
  });

  it('reads its files where it does on one host, each for its own user alone', () => {
    const mine = { UID: '10001', GID: '10002', Mode: 0o400 };
    expect(container.Secrets).toEqual([
      { SecretID: 'secret-id', SecretName: 'shop-1', File: { Name: '/run/aurora/secrets/database.url', ...mine } },
    ]);
    expect(container.Configs).toEqual([
      { ConfigID: 'config-id', ConfigName: 'shop-2', File: { Name: '/run/aurora/jwks.json', ...mine } },
    ]);
  });

  it('may do no more than it has to, and has as long to end as the chain of timeouts gives it', () => {
    expect(container).toMatchObject({ ReadOnly: true, CapabilityDrop: ['ALL'], Init: true, StopGracePeriod: 27e9 });
    expect(container.Sysctls).toEqual({ 'net.ipv4.tcp_retries2': '3' });
  });

  it('publishes nothing, and is not taken for a container of one host', () => {
    expect(service.EndpointSpec?.Ports).toEqual([]);
    expect(container.Labels).not.toHaveProperty(['aurora.folder']);
  });

  it('is called by its own name in the first of its places, and by the colour as well in the other', () => {
    const aliases = (colour: 'blue' | 'green') => {
      const { TaskTemplate, Labels } = serviceSpecOf({ spec: SPEC, colour, isPinned: false }, MAKING);
      const { Networks } = TaskTemplate as { Networks: { Aliases: string[] }[] };
      return [Labels?.['aurora.colour'], ...(Networks[0]?.Aliases ?? [])];
    };
    expect([aliases('blue'), aliases('green')]).toEqual([
      ['blue', 'orders'],
      ['green', 'orders-green'],
    ]);
  });

  it('stays where its data is, and never runs twice there', () => {
    const database = { ...SPEC, kind: 'infrastructure' as const, volumes: [{ name: 'shop-data', target: '/data' }] };
    const pinned = serviceSpecOf({ spec: database, replicas: 1, isPinned: true }, { ...MAKING, dataNode: 'node-1' });
    expect((pinned.TaskTemplate as { Placement: unknown }).Placement).toEqual({ Constraints: ['node.id == node-1'] });
    expect(pinned.UpdateConfig?.Order).toBe('stop-first');
    expect(pinned.Labels).toMatchObject({ 'aurora.data-node': 'node-1' });
  });

  it('as an edge is one on each node that takes requests, on the port of the node itself', () => {
    const spec = { ...SPEC, kind: 'edge' as const, ports: [{ container: 8001, host: 9001 }] };
    const edge = serviceSpecOf({ spec, isPinned: false }, MAKING);
    expect(edge.Mode).toEqual({ Global: {} });
    expect((edge.TaskTemplate as { Placement: unknown }).Placement).toEqual({
      Constraints: ['node.labels.edge == true'],
    });
    expect(edge.EndpointSpec?.Ports).toEqual([
      { Protocol: 'tcp', TargetPort: 8001, PublishedPort: 9001, PublishMode: 'host' },
    ]);
  });
});

describe('a job of a swarm', () => {
  it('runs once, and is not tried again', () => {
    const job = jobServiceOf(SPEC, MAKING);
    expect(job.Mode).toEqual({ ReplicatedJob: { MaxConcurrent: 1, TotalCompletions: 1 } });
    expect((job.TaskTemplate as { RestartPolicy: unknown }).RestartPolicy).toEqual({ Condition: 'none' });
  });
});
