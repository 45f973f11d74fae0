import { describe, expect, it } from '@jest/globals';
import { Lease } from '../../../shared/registry/index.ts';
import { until } from '../../../shared/testing/until.ts';
import { silent } from '../http/target.ts';
import { startRegistry } from './registry.ts';

const self = { service: 'order-service', id: 'o1', url: 'http://127.0.0.1:1', version: '1.2.3' };
const beats = (calls: readonly string[]) => calls.filter((call) => call === 'PUT o1').length;

describe('a lease', () => {
  it('is taken, renewed and given back', async () => {
    await using registry = await startRegistry();
    const lease = new Lease(self, { client: registry.client, log: silent });
    await until(() => beats(registry.calls) >= 2);
    expect(registry.registered.get('o1')).toEqual(self);
    expect(registry.calls[0]).toBe('POST o1');
    await lease.release();
    expect(registry.registered.size).toBe(0);
  });

  it('is taken again when the registry has forgotten it', async () => {
    await using registry = await startRegistry();
    const lease = new Lease(self, { client: registry.client, log: silent });
    await until(() => beats(registry.calls) >= 1);
    registry.registered.clear();
    await until(() => registry.registered.has('o1'));
    await lease.release();
  });

  it('is taken as soon as a registry that was away is there', async () => {
    await using registry = await startRegistry();
    registry.broken = true;
    const lease = new Lease(self, { client: registry.client, log: silent });
    await until(() => registry.seen.length >= 1);
    registry.broken = false;
    await until(() => registry.registered.has('o1'));
    await lease.release();
  });

  it('outlives a registry that is away for a while', async () => {
    await using registry = await startRegistry();
    const lease = new Lease(self, { client: registry.client, log: silent });
    await until(() => beats(registry.calls) >= 1);
    registry.broken = true;
    const seen = registry.seen.length;
    await until(() => registry.seen.length > seen);
    registry.broken = false;
    const before = beats(registry.calls);
    await until(() => beats(registry.calls) > before);
    expect(registry.calls.filter((call) => call.startsWith('POST'))).toHaveLength(1);
    await lease.release();
  });

  it('that was never had is released without a word', async () => {
    await using registry = await startRegistry();
    registry.broken = true;
    const lease = new Lease(self, { client: registry.client, log: silent });
    await lease.release();
    registry.broken = false;
    expect(registry.calls.filter((call) => call.startsWith('DELETE'))).toEqual([]);
  });

  it('is released in time though the registry is gone', async () => {
    await using registry = await startRegistry();
    const lease = new Lease(self, { client: registry.client, log: silent });
    await until(() => beats(registry.calls) >= 1);
    registry.broken = true;
    await lease.release();
  });

  it('that several keep together is there until the last of them no longer renews it', async () => {
    await using registry = await startRegistry();
    const options = { client: registry.client, log: silent, isShared: true };
    const [one, other] = [new Lease(self, options), new Lease(self, options)];
    await until(() => registry.calls.filter((call) => call === 'POST o1').length === 2);
    await one.release();
    expect([...registry.registered.keys()]).toEqual(['o1']);
    const before = beats(registry.calls);
    await until(() => beats(registry.calls) > before);
    await other.release();
    expect(registry.calls.filter((call) => call.startsWith('DELETE'))).toEqual([]);
  });

  it('of a colour on standby is neither taken nor taken back, and not given up under whoever takes over', async () => {
    await using registry = await startRegistry();
    const other = { ...self, id: 'o2' };
    const [blue, green] = [
      new Lease(self, { client: registry.client, log: silent }),
      new Lease(other, { client: registry.client, log: silent, yields: true }),
    ];
    await until(() => beats(registry.calls) >= 2);
    expect(registry.calls.filter((call) => call.endsWith('o2'))).toEqual([]);

    blue.yield();
    const before = beats(registry.calls);
    // Somebody has to be there.
    await until(() => beats(registry.calls) > before);
    green.claim();
    await until(() => registry.registered.has('o2'));
    // As the registry does with who else is at that URL.
    registry.registered.delete('o1');
    const since = registry.calls.length;
    await until(() => registry.calls.slice(since).filter((call) => call === 'PUT o2').length >= 4);
    expect(registry.calls.slice(since)).not.toContain('POST o1');
    await blue.release();
    expect(registry.calls).not.toContain('DELETE o1');

    await green.release();
    expect(registry.registered.size).toBe(0);
  });
});
