import { cp, mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fleet } from '../../../../../cli/config/model.ts';
import { imagesOf } from '../../../../../cli/runtimes/docker/images/images.ts';
import { layoutOf } from '../../../../../cli/runtimes/layout.ts';
import { CONFIG, fleetOf, GATEWAY, ITEM, ORDER } from '../../support/fleet.ts';

let root: string;
let fleet: Fleet;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-tags-'));
  fleet = fleetOf([GATEWAY, CONFIG, ORDER, ITEM], { root });
  await write('Dockerfile', 'FROM node');
  await write('.dockerignore', '*\n!package-lock.json\n!shared\n!services\n!migrations\n');
  await write('package-lock.json', '{}');
  await write('shared/app.ts', 'export {};');
  await write('services/order/src/main.ts', 'export const order = 1;');
  await write('services/item/src/main.ts', 'export const item = 1;');
  await write('migrations/order/0001-create-orders.ts', 'export {};');
});
afterEach(() => rm(root, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

async function tag(service = 'order', of: Fleet = fleet): Promise<string | undefined> {
  return (await imagesOf(of, [service]))[0]?.tag;
}

describe('the tag of an image', () => {
  it('is named by registry, fleet, service and content', async () => {
    expect(await tag()).toMatch(/^demo\/order:[0-9a-f]{12}$/);
    const registry = 'registry.example.org/team';
    const [image] = await imagesOf({ ...fleet, images: { registry } }, ['order']);
    expect(image).toEqual({
      service: 'order',
      tag: `${registry}/demo/order:${image?.version}`,
      version: image?.version,
    });
    expect((await imagesOf(fleet)).map(({ service }) => service)).toEqual(fleet.services.map(({ name }) => name));
  });

  it('is the same in another folder, at another time', async () => {
    const before = await tag();
    const elsewhere = await mkdtemp(join(tmpdir(), 'aurora-tags-'));
    await cp(root, elsewhere, { recursive: true, filter: (path) => !path.includes('.aurora') });
    await utimes(join(elsewhere, 'shared/app.ts'), 1, 1);
    expect(await tag('order', { ...fleet, root: elsewhere })).toBe(before);
    await rm(elsewhere, { recursive: true });
  });

  it.each([
    'Dockerfile',
    'package-lock.json',
    'shared/app.ts',
    'shared/new.ts',
    'services/order/src/main.ts',
    'migrations/order/0001-create-orders.ts',
  ])('changes with %s', async (path) => {
    const before = await tag();
    await write(path, 'another text');
    expect(await tag()).not.toBe(before);
  });

  it.each([
    'services/item/src/main.ts',
    'migrations/item/0001-create-items.ts',
    'services/order/test/order.test.ts',
    'services/order/README.md',
    'services/order/.env',
    'shared/node_modules/fastify/index.js',
    'aurora.config.yaml',
    '.aurora/run/secrets/key',
  ])('does not change with %s', async (path) => {
    const before = await tag();
    await write(path, 'another text');
    expect(await tag()).toBe(before);
  });

  it('changes with the typed client, if the service calls others by it', async () => {
    const client = 'services/client/src/generated/index.ts';
    await write('services/client/package.json', '{ "name": "@demo/client" }');
    await write('services/item/package.json', '{ "dependencies": { "@demo/client": "*" } }');
    await write('services/order/package.json', '{ "dependencies": {} }');
    const [item, order] = [await tag('item'), await tag('order')];
    await write(client, 'another text');
    expect(await tag('item')).not.toBe(item);
    expect(await tag('order')).toBe(order);
  });

  it('changes with what the owner of the Dockerfile lets in', async () => {
    await write('certificates/own.pem', 'one');
    const before = await tag();
    await write('.dockerignore', '*\n!package-lock.json\n!shared\n!services\n!migrations\n!certificates\n');
    const after = await tag();
    expect(after).not.toBe(before);
    await write('certificates/own.pem', 'two');
    expect(await tag()).not.toBe(after);
  });

  it('sees a change that keeps size and time of a file', async () => {
    const path = join(root, 'services/order/src/main.ts');
    const before = await tag();
    const { atime, mtime } = await stat(path);
    await writeFile(path, 'export const order = 2;');
    await utimes(path, atime, mtime);
    expect(await tag()).not.toBe(before);
    await writeFile(path, 'export const order = 1;');
    expect(await tag()).toBe(before);
  });

  it('does without what it remembers where that is cut off', async () => {
    const before = await tag();
    await writeFile(layoutOf(root).imageHashes, '{"/cut');
    expect(await tag()).toBe(before);
  });

  it('needs a Dockerfile', async () => {
    await rm(join(root, 'Dockerfile'));
    await expect(tag()).rejects.toMatchObject({
      code: 'dockerfile_missing',
      next: expect.stringContaining('generate'),
    });
  });
});
