import type { Around } from '../proxy/handler.ts';
import type { RouteSpec } from '../table/specs.ts';
import type { ResponseCache } from './response-cache.ts';

/** Ends what is kept of the collections that a write touches. However it ends, it may have happened, unless we know better. */
export function endGenerations({ touches }: RouteSpec, answers: ResponseCache): Around {
  return (ask) => (request, reply) => {
    let settled = false;
    const settle = (happened: boolean) => {
      if (!settled && happened) for (const collection of touches) void answers.endGeneration(collection);
      settled = true;
    };
    reply.raw.once('close', () => settle(true));
    ask(request, reply, {
      // On its way before the answer is: who has that and reads again finds nothing from before. What a service refused did not happen.
      onAnswer: (status) => settle(status < 400 || status >= 500),
      onFailure(_problem, sent) {
        settle(sent);
        return false;
      },
    });
  };
}
