import { once } from 'node:events';
import { utimes } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { until } from '../../../shared/testing/index.ts';
import { untilLogged } from '../../support/service-process.ts';
import { beginUpload, pieces } from './support/client.ts';
import { type FileFleet, startFileFleet } from './support/fleet.ts';

const MEGABYTE = 1024 * 1024;
let fleet: FileFleet;

beforeAll(async () => {
  fleet = await startFileFleet();
});

afterAll(async () => fleet?.[Symbol.asyncDispose]());

/** An upload that has reached the storage and is not yet complete. */
async function halfAnUpload(base: string) {
  const outgoing = beginUpload(base, fleet.authorization).on('error', () => undefined);
  for (const piece of pieces(4 * MEGABYTE)) if (!outgoing.write(piece)) await once(outgoing, 'drain');
  await until(async () => (await fleet.stored()).length === 1);
  return outgoing;
}

it.each(['gateway', 'files'] as const)(
  'leaves nothing of an upload that its client breaks off, by the %s',
  async (by) => {
    const outgoing = await halfAnUpload(by === 'gateway' ? fleet.gateway.url : fleet.files().url);
    outgoing.destroy();
    await until(async () => (await fleet.stored()).length === 0);
    expect(await listed()).toEqual([]);
  },
);

it('goes on at once after many clients that went away', async () => {
  for (let count = 0; count < 5; count++) (await halfAnUpload(fleet.gateway.url)).destroy();
  await until(async () => (await fleet.stored()).length === 0);
  const form = new FormData();
  form.set('file', new Blob(['x']), 'x.txt');
  const answer = await fetch(`${fleet.gateway.url}/api/v1/files`, {
    method: 'POST',
    headers: { authorization: fleet.authorization },
    body: form,
  });
  expect(answer.status).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  await fetch(`${fleet.gateway.url}/api/v1/files/${id}`, {
    method: 'DELETE',
    headers: { authorization: fleet.authorization },
  });
  await until(async () => (await fleet.stored()).length === 0);
});

it('tells a client early that its file is too large', async () => {
  const outgoing = beginUpload(fleet.gateway.url, fleet.authorization, 3_000_000_000);
  outgoing.on('error', () => undefined).write('the first of many bytes');
  const [answer] = await once(outgoing, 'response');
  expect(answer.statusCode).toBe(413);
  outgoing.destroy();
  expect(await fleet.stored()).toEqual([]);
});

it('sweeps away what a kill in the midst of an upload has left, once it is old', async () => {
  const outgoing = await halfAnUpload(fleet.files().url);
  await fleet.replaceFiles(async () => {
    const [draft = ''] = await fleet.stored();
    const hoursAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await utimes(draft, hoursAgo, hoursAgo);
  });
  outgoing.destroy();
  expect(await untilLogged(fleet.files(), 'swept')).toMatchObject({ unfinished: 1, orphans: 0 });
  expect(await fleet.stored()).toEqual([]);
  expect(await listed()).toEqual([]);
});

async function listed(): Promise<unknown[]> {
  const answer = await fetch(`${fleet.gateway.url}/api/v1/files`, { headers: { authorization: fleet.authorization } });
  return ((await answer.json()) as { items: unknown[] }).items;
}
