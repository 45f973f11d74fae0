import assert from 'node:assert/strict';
import type { FleetClient } from '@aurora/client';
import { journey } from '@aurora/shared/journeys';

export default journey<FleetClient>(
  'what was made is found again, page by page',
  { production: true, scopes: ['subjects:read', 'subjects:write'] },
  async ({ client, step, unique }) => {
    const topic = unique('Astronomy');
    const made = await step('five subjects of one topic are made', () =>
      Promise.all(
        [1, 2, 3, 4, 5].map((credits) =>
          client.subjects.create({ code: unique('AST', 32), name: `${topic} ${credits}`, credits }),
        ),
      ),
    );

    await step('pages give each of them once, in order', async () => {
      const seen: (number | null)[] = [];
      const sizes: number[] = [];
      for await (const { items } of client.subjects.pages({
        filter: { name: { contains: topic } },
        sort: ['-credits'],
        limit: 2,
      })) {
        sizes.push(items.length);
        seen.push(...items.map(({ credits }) => credits));
      }
      assert.deepEqual({ seen, sizes }, { seen: [5, 4, 3, 2, 1], sizes: [2, 2, 1] });
    });
    await step('filters hold together', async () => {
      const filter = { name: { contains: topic }, credits: { gte: 2, lt: 4 } };
      const { items } = await client.subjects.page({ filter, sort: ['credits'] });
      assert.deepEqual(
        items.map(({ credits }) => credits),
        [2, 3],
      );
    });
    await step('a search looks into every text, whatever its case', async () => {
      const { items } = await client.subjects.page({ q: `${topic} 3` });
      assert.deepEqual(
        items.map(({ id }) => id),
        [made[2]?.id],
      );
    });
  },
);
