import type { ObservedNode, ObservedService, ObservedTask } from '../../../../../cli/runtimes/swarm/observe.ts';

export const node = (id: string, isUp = true): ObservedNode => ({
  id,
  hostname: id,
  address: `10.0.0.${id}`,
  isUp,
  holdsData: false,
  architecture: 'x86_64',
});

export const task = (nodeId: string, changes: Partial<ObservedTask> = {}): ObservedTask => ({
  id: `task-${nodeId}`,
  service: 'service',
  slot: 1,
  node: nodeId,
  state: 'running',
  isWanted: true,
  error: undefined,
  exitCode: undefined,
  container: 'c0ffee',
  address: `10.1.0.${nodeId}`,
  createdAt: '2026-01-01T00:00:00Z',
  fingerprint: 'now',
  ...changes,
});

export const service = (changes: Partial<ObservedService> = {}): ObservedService => ({
  id: 'service',
  index: 1,
  createdAt: '2026-01-01T00:00:00Z',
  name: 'shop-orders',
  project: 'shop',
  part: 'orders',
  kind: 'service',
  fingerprint: 'all',
  taskFingerprint: 'now',
  version: '1',
  colour: 'blue',
  deploy: null,
  dataNode: undefined,
  configured: 2,
  replicas: 2,
  update: undefined,
  image: 'shop/orders:1@sha256:abc',
  spec: { TaskTemplate: { ContainerSpec: { Image: 'shop/orders:1@sha256:abc', Env: [] } } },
  tasks: [task('1'), task('2')],
  ...changes,
});
