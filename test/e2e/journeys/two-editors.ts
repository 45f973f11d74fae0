import assert from 'node:assert/strict';
import { etagOf, type FleetClient } from '@aurora/client';
import { journey } from '@aurora/shared/journeys';

export default journey<FleetClient>(
  'of two editors, the second hears that there was a first',
  { production: true, scopes: ['subjects:read', 'subjects:write'] },
  async ({ client, refused, step, unique }) => {
    const { id } = await client.subjects.create({ code: unique('GEO', 32), name: unique('Geography') });
    const [first, second] = await Promise.all([client.subjects.get(id), client.subjects.get(id)]);

    await step('the first changes the credits', () =>
      client.subjects.update(id, { credits: 4 }, { ifMatch: etagOf(first) }),
    );
    await step('the second is refused', () =>
      refused('stale_version', () => client.subjects.update(id, { credits: 9 }, { ifMatch: etagOf(second) })),
    );
    await step('what the first has written stands, and the second goes on from there', async () => {
      const now = await client.subjects.get(id);
      assert.equal(now.credits, 4);
      const { credits } = await client.subjects.update(id, { credits: 5 }, { ifMatch: etagOf(now) });
      assert.equal(credits, 5);
    });
  },
);
