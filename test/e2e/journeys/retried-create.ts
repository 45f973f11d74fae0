import assert from 'node:assert/strict';
import type { FleetClient } from '@aurora/client';
import { journey } from '@aurora/shared/journeys';

export default journey<FleetClient>(
  'who tries again has made one thing, not two',
  { production: true, scopes: ['subjects:read', 'subjects:write'] },
  async ({ client, refused, step, unique }) => {
    const fields = { code: unique('PHY', 32), name: unique('Physics') };
    const idempotencyKey = unique('create-physics');

    await step('the same request gets the same answer', async () => {
      const first = await client.subjects.create(fields, { idempotencyKey });
      assert.deepEqual(await client.subjects.create(fields, { idempotencyKey }), first);
      const { items } = await client.subjects.page({ filter: { name: fields.name } });
      assert.deepEqual(
        items.map(({ id }) => id),
        [first.id],
      );
    });
    await step('another request with its key is refused', () =>
      refused('idempotency_key_reused', () =>
        client.subjects.create({ ...fields, code: unique('PHY', 32) }, { idempotencyKey }),
      ),
    );
    await step('so is a second subject with its code', () =>
      refused('unique_violation', () => client.subjects.create({ ...fields, name: unique('Physics') })),
    );
  },
);
