import { expect, it } from '@jest/globals';
import type { HttpClient } from '../../../shared/http/index.ts';
import type { Reference } from '../../../shared/references/index.ts';
import { askOwner } from '../../../shared/references/owner.ts';

const reference = { path: '/api/v1/persons', target: 'people.Person', properties: ['id', 'version'] } as const;

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
