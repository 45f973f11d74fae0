import { describe, expect, it } from '@jest/globals';
import { statusTable } from '../../../cli/observe/status-table.ts';
import type { FleetStatus, ServiceStatus } from '../../../cli/runtimes/contract.ts';

const at = (time: string) => new Date(`${new Date().toDateString()} ${time}`).toISOString();

function shown(service: Partial<ServiceStatus>): readonly string[] {
  const instances = [{ id: 'shop-orders-1', colour: null, version: '1.2.3', pid: 42, restarts: 0 }];
  const orders: ServiceStatus = {
    name: 'orders',
    status: 'ready',
    port: 8001,
    url: 'http://o:1',
    instances,
    ...service,
  };
  const status: FleetStatus = {
    fleet: 'shop',
    runtime: 'process',
    services: [orders],
    infrastructure: [],
    supervisor: null,
  };
  return statusTable(status).map((line) => line.replaceAll(/ {2,}/g, ' | '));
}

describe('the table of a fleet', () => {
  it('names the version of a service and what exactly runs', () => {
    expect(shown({})[1]).toBe('orders | ready | 1.2.3 | http://o:1 | 42 | 0');
    const built = (build: string, version = '1.2.3') =>
      shown({ instances: [{ id: 'shop-orders-1', colour: null, version, build, pid: 42, restarts: 0 }] })[1];
    expect(built('0123456789ab')).toBe('orders | ready | 1.2.3 (0123456789ab) | http://o:1 | 42 | 0');
    // The tag of an image is its version.
    expect(built('shop/orders:0123456789ab', '0123456789ab')).toBe(
      'orders | ready | 0123456789ab | http://o:1 | 42 | 0',
    );
  });

  it('says what is missing, since when and why', () => {
    const up = { name: 'database', status: 'up', critical: true, latencyMs: 1, since: at('08:00:00') } as const;
    const broker = { ...up, name: 'broker', status: 'down', since: at('09:10:11'), lastError: 'away' } as const;
    const line = shown({ status: 'degraded', reason: 'broker: away', dependencies: [up, broker] })[1];
    expect(line).toMatch(/ \| broker since 09:10:11: away$/);
    const before = { ...broker, since: '2020-01-02T12:00:00.000Z' };
    expect(shown({ status: 'degraded', reason: 'broker: away', dependencies: [before] })[1]).toMatch(
      / \| broker since 2020-01-02 \d\d:00:00: away$/,
    );
  });

  it('keeps a reason of its own', () => {
    expect(shown({ status: 'down', reason: 'not started', instances: [] })[1]).toMatch(/ \| not started$/);
  });
});
