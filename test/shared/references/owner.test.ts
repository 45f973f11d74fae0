import { expect, it } from '@jest/globals';
import { defineEntity } from '../../../shared/client/index.ts';
import { Problem } from '../../../shared/errors/index.ts';
import type { HttpClient } from '../../../shared/http/index.ts';
import type { Reference } from '../../../shared/references/index.ts';
import { askOwner } from '../../../shared/references/owner.ts';

const reference = {
  owner: defineEntity('/api/v1/persons'),
  service: 'people',
  noun: 'person',
  target: 'people.Person',
  properties: ['id', 'version'],
} as const;

it('asks for more than a hundred in several calls at once: none waits for another', async () => {
  const ids = Array.from({ length: 150 }, (_, index) => `id-${index}`);
  const { promise: both, resolve } = Promise.withResolvers<void>();
  const asked: string[][] = [];
  const client = {
    async request({ path }: { path: string }) {
      const batch = path.slice(path.indexOf('=') + 1, path.indexOf('&')).split(',');
      if (asked.push(batch) === 2) resolve();
      await both;
      return { status: 200, headers: {}, body: { items: batch.map((id) => ({ id, version: 1 })) } };
    },
  } as unknown as HttpClient;
  const copies = await askOwner(client, reference as unknown as Reference, ids, 1_000);
  expect(asked.map(({ length }) => length)).toEqual([100, 50]);
  expect(copies.map(({ id }) => id)).toEqual(ids);
});

it('takes a refusal for a failure of its own, and no answer for what it is', async () => {
  const answering = (status: number, code: string) =>
    ({ request: async () => ({ status, headers: {}, body: { code } }) }) as unknown as HttpClient;
  const ask = (client: HttpClient) => askOwner(client, reference as unknown as Reference, ['id-1']);
  await expect(ask(answering(403, 'forbidden'))).rejects.toMatchObject({
    name: 'Problem',
    code: 'upstream_failed',
    message: 'people answered with status 403 when it was asked for a person.',
  });
  const away = new Problem('unavailable');
  await expect(ask({ request: () => Promise.reject(away) } as unknown as HttpClient)).rejects.toBe(away);
});
