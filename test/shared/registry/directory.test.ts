import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Directory, type ServiceList } from '../../../shared/registry/index.ts';
import { LastGoodCopy } from '../../../shared/settings/index.ts';
import { until } from '../../../shared/testing/until.ts';
import { silent } from '../http/target.ts';
import { type FakeRegistry, listing, startRegistry } from './registry.ts';

let folder: string;
let file: string;
const open: Directory[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aurora-directory-'));
  file = join(folder, 'registry.json');
});

afterEach(async () => {
  for (const directory of open.splice(0)) directory.close();
  await rm(folder, { recursive: true });
});

async function follow({ client }: FakeRegistry): Promise<Directory> {
  const directory = new Directory({ client, copy: new LastGoodCopy<ServiceList>(file), log: silent });
  open.push(directory);
  await directory.start();
  return directory;
}

describe('the directory', () => {
  it('knows what the registry knew at start', async () => {
    await using registry = await startRegistry();
    registry.publish(listing({ orders: ['http://a'], stock: ['http://b'] }));
    const directory = await follow(registry);
    expect(directory.resolve('orders')).toBe('http://a');
    expect(directory.services()).toEqual(['orders', 'stock']);
    expect(directory.resolve('nobody')).toBeUndefined();
    await expect(directory.check()).resolves.toEqual({ services: 2 });
  });

  it('takes instances in turn', async () => {
    await using registry = await startRegistry();
    registry.publish(listing({ orders: ['http://a', 'http://b', 'http://c'] }));
    const directory = await follow(registry);
    const turns = [1, 2, 3, 4].map(() => directory.resolve('orders'));
    expect(turns).toEqual(['http://a', 'http://b', 'http://c', 'http://a']);
  });

  it('hears of changes as they happen', async () => {
    await using registry = await startRegistry();
    const directory = await follow(registry);
    let changes = 0;
    const stop = directory.onChange(() => changes++);
    registry.publish(listing({ orders: ['http://a'] }));
    await until(() => directory.resolve('orders') === 'http://a');
    registry.publish(listing({}));
    await until(() => directory.resolve('orders') === undefined);
    expect(changes).toBe(2);
    stop();
  });

  it('keeps what it knows while the registry is away, and follows it again', async () => {
    await using registry = await startRegistry();
    registry.publish(listing({ orders: ['http://a'] }));
    const directory = await follow(registry);
    registry.broken = true;
    registry.server.closeAllConnections();
    await until(() =>
      directory.check().then(
        () => false,
        () => true,
      ),
    );
    expect(directory.resolve('orders')).toBe('http://a');
    registry.broken = false;
    await until(() =>
      directory.check().then(
        () => true,
        () => false,
      ),
    );
    registry.publish(listing({ orders: ['http://b'] }));
    await until(() => directory.resolve('orders') === 'http://b');
  });

  it('starts from the last good copy where the registry is away', async () => {
    await using registry = await startRegistry();
    registry.publish(listing({ orders: ['http://a'] }));
    await follow(registry);
    await until(() =>
      readFile(file, 'utf8').then(
        (text) => text.includes('http://a'),
        () => false,
      ),
    );
    registry.broken = true;
    const second = await follow(registry);
    expect(second.resolve('orders')).toBe('http://a');
    await expect(second.check()).rejects.toThrow();
  });

  it('starts knowing nothing where there is no copy either, or none that can be used', async () => {
    await using registry = await startRegistry();
    registry.broken = true;
    expect((await follow(registry)).services()).toEqual([]);
    for (const text of ['{"items":', 'null', '[]', '{}']) {
      await writeFile(file, text);
      expect((await follow(registry)).services()).toEqual([]);
    }
  });

  it('lets go of its long poll when closed', async () => {
    await using registry = await startRegistry();
    const directory = await follow(registry);
    await until(() => registry.seen.some(({ headers }) => headers.prefer === 'wait=30'));
    directory.close();
    await until(() => registry.sockets.size === 0);
  });
});
