import { describe, expect, it } from '@jest/globals';
import { edgeSpec } from '../../../../../cli/runtimes/docker/edge/spec.ts';
import type { ContainerSpec } from '../../../../../cli/runtimes/docker/spec.ts';
import { SECURITY_HEADERS } from '../../../../../shared/app/security-headers.ts';
import { CONFIG, fleetOf, GATEWAY, ORDER } from '../../support/fleet.ts';

const PROJECT = { name: 'demo-x', fleet: 'demo', folder: '/demo', isolated: false, live: new Map() };
const spec = edgeSpec(fleetOf([GATEWAY, CONFIG, ORDER]), PROJECT, (service) => (service === 'order' ? 0 : 20_000));

describe('the container of the edge', () => {
  it('has a public port for each service, and the rights of nobody', () => {
    expect(spec).toMatchObject({
      name: 'demo-x-edge-1',
      kind: 'edge',
      image: 'haproxy:3.2-bookworm',
      user: '99:99',
      environment: {},
      ports: [
        { container: 8000, host: 20_000 },
        { container: 8004, host: 20_000 },
        { container: 8001, host: 0 },
        // To either colour.
        { container: 998, host: 0 },
      ],
    });
  });

  it('keeps its configuration in files that hold no secret, and which colour is live in a volume', () => {
    expect(spec.files.filter(({ secret }) => secret)).toEqual([]);
    expect(spec.files.map(({ path }) => path)).toEqual([
      'haproxy.cfg',
      '400.http',
      '408.http',
      '422.http',
      '431.http',
      '501.http',
    ]);
    expect(spec.volumes).toEqual([{ name: 'demo-x-edge-state', target: '/var/lib/haproxy' }]);
  });

  it('is the same for the same fleet, so that nobody makes it anew', () => {
    expect(edgeSpec(fleetOf([GATEWAY]), PROJECT, () => 1)).toEqual(edgeSpec(fleetOf([GATEWAY]), PROJECT, () => 1));
  });
});

describe('its configuration', () => {
  const configuration = textOf(spec, 'haproxy.cfg');

  it('sends what comes to the port of a service to the colour that is live, blue until somebody switches', () => {
    const section = sectionOf(configuration, 'frontend order');
    expect(section).toContain('bind :8001 proto h1');
    expect(section).toContain('set-var(txn.colour) str(order),map(/var/lib/haproxy/live.map,blue)\n');
    expect(section).toMatch(/^ {2}use_backend order-%\[var\(txn.colour\)\]$/m);
  });

  it('lets the other services in at a port that none of them has, where they are told sooner that nobody is there', () => {
    const section = sectionOf(configuration, 'frontend order:inner');
    expect(section).toContain('bind :18001 proto h1');
    expect(section).not.toContain('X-Forwarded');
    expect(section).toMatch(/^ {2}use_backend order-%\[var\(txn.colour\)\]:inner$/m);
    expect(sectionOf(configuration, 'backend order-blue:inner')).toContain('retries 2\n');
  });

  it('finds both colours by the names of their containers', () => {
    expect(sectionOf(configuration, 'backend order-blue')).toContain('server blue demo-x-order-1:8001 ');
    expect(sectionOf(configuration, 'backend order-green')).toContain('server green demo-x-order-2:8001 ');
  });

  it('takes commands on its own loopback, at a port that no service can have', () => {
    expect(configuration).toContain('stats socket ipv4@127.0.0.1:999 level admin\n');
  });
});

it('what the edge cannot read is answered with a whole problem document', () => {
  const [head = '', body = ''] = textOf(spec, '400.http').split('\r\n\r\n');
  expect(head.split('\r\n')).toEqual([
    'HTTP/1.1 400 Bad Request',
    'Content-Type: application/problem+json',
    `Content-Length: ${body.length}`,
    ...Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
  ]);
  expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'malformed_request', title: expect.any(String) });
});

function textOf({ files }: ContainerSpec, path: string): string {
  return files.find((file) => file.path === path)?.text ?? '';
}

function sectionOf(configuration: string, head: string): string {
  return configuration.split('\n\n').find((section) => section.startsWith(`${head}\n`)) ?? '';
}
