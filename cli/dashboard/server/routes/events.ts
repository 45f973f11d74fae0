import { type Desk, requireActing, requireUp } from '../desk.ts';
import { bodyOf } from '../http/body.ts';
import { numberIn, textIn } from '../http/query.ts';
import { Refusal } from '../http/refusal.ts';
import type { Routes } from '../http/router.ts';

/** Where events wait, those that were given up on, and how they go again. */
export function eventRoutes(desk: Desk): Routes {
  const { sources } = desk;
  return {
    'GET /api/events': async () => {
      // Asking for it would start the databases of a fleet that is down.
      await requireUp(desk);
      return sources.events();
    },

    'GET /api/events/parked': async ({ query }) => {
      const limit = numberIn(query, 'limit', { least: 1, most: 1_000, fallback: 100 });
      const consumer = textIn(query, 'consumer');
      await requireUp(desk);
      return sources.parked(consumer, limit);
    },

    'POST /api/events/replay': async ({ request }) => {
      requireActing(desk);
      const { consumer, ids = [] } = await bodyOf(request);
      if (typeof consumer !== 'string' || !isListOfTexts(ids)) {
        throw new Refusal(
          422,
          'bad_body',
          'It has to be { "consumer": "…", "ids": ["…"] }; without ids all are sent again.',
        );
      }
      await requireUp(desk);
      return { replayed: await sources.replay(consumer, ids) };
    },
  };
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= 10_000 && value.every((each) => typeof each === 'string');
}
