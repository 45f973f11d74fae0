import { expect, it } from '@jest/globals';
import { innerPorts } from '../../../../../cli/runtimes/docker/edge/inner.ts';

const portsOf = (ports: Record<string, number>) => {
  const services = Object.entries(ports).map(([name, port]) => ({
    name,
    port,
    kind: 'config' as const,
    replicas: 1,
    dependsOn: [],
  }));
  return Object.fromEntries(innerPorts({ services }));
};

it('follows the port of the service, so that another one more moves nothing', () => {
  expect(portsOf({ order: 8001 })).toEqual({ order: 18_001 });
  expect(portsOf({ gateway: 8000, order: 8001 })).toEqual({ gateway: 18_000, order: 18_001 });
});

it.each([
  ['another service has it', { order: 8001, customer: 18_001 }, { order: 18_002, customer: 28_001 }],
  [
    'two would meet',
    { order: 8001, customer: 18_001, stock: 18_002 },
    { order: 18_003, customer: 28_001, stock: 28_002 },
  ],
  ['there is no such port', { order: 60_000 }, { order: 50_000 }],
])('takes the next one where %s', (_, own, inner) => {
  expect(portsOf(own)).toEqual(inner);
});
