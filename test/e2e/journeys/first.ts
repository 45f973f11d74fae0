import assert from 'node:assert/strict';
import type { FleetClient } from '@aurora/client';
import { journey } from '@aurora/shared/journeys';

// A journey is a way that people take through the whole fleet. `aurora verify` runs every file of this folder against the fleet that
// runs, each with a client, tokens and a correlation id of its own. This one is yours: change it, and write others beside it.
export default journey<FleetClient>(
  'a subject can be made, read, changed and deleted',
  // Its tokens may do this and nothing else. Once you are sure that it touches nothing but what it has made itself, add
  // `production: true`, and it also runs outside development.
  { scopes: ['subjects:read', 'subjects:write'] },
  async ({ client, events, refused, step, unique }) => {
    // Whatever a journey creates is deleted when it ends, however it ends: by a failure, by Ctrl-C, even by a kill.
    // `unique` makes a text that nobody else has.
    const made = await step('it is made', () =>
      client.subjects.create({ code: unique('Code', 32), name: unique('Name') }),
    );

    // An event that has passed by since the journey began is not missed.
    await step('the fleet hears of it', () =>
      events.expect({ type: 'aurora.subject-service.subject.created', subject: made.id }),
    );

    await step('a change is there to be read', async () => {
      const change = { name: unique('Another name') };
      await client.subjects.update(made.id, change);
      assert.partialDeepStrictEqual(await client.subjects.get(made.id), change);
    });

    // What becomes true only in a while: `await until('the copy has it', async () => …)`.
    await step('it is gone once it is deleted', async () => {
      await client.subjects.delete(made.id);
      await refused('not_found', () => client.subjects.get(made.id));
    });
  },
);
