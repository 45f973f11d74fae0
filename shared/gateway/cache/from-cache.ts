import type { FastifyReply, FastifyRequest } from 'fastify';
import { runInContext } from '../../context/index.ts';
import { askHook, type GatewayHooks } from '../hooks.ts';
import type { AnswerChanges } from '../proxy/answer-filter.ts';
import type { Handler } from '../proxy/handler.ts';
import type { RouteSpec } from '../table/specs.ts';
import { Recording } from './recording.ts';
import type { ResponseCache } from './response-cache.ts';
import { sendStored } from './send-stored.ts';

export interface FromCacheOptions {
  readonly answers: ResponseCache;
  /** Of this gateway, in the header `Cache-Status` (RFC 9211). */
  readonly name: string;
  readonly onLookup: (result: 'hit' | 'miss') => void;
  readonly hooks: GatewayHooks;
  readonly changes: AnswerChanges;
}

/** Answers from the cache where that may be; else `ask` does, and what comes is kept. A write ends what is kept of its collection. */
export function fromCache(route: RouteSpec, options: FromCacheOptions, ask: Handler): Handler {
  const { answers, name, hooks, changes, onLookup } = options;
  return (request, reply) => {
    const { ttlMs, maxBytes } = answers.settings();
    if (ttlMs === 0) return ask(request, reply);
    if (!READS.has(request.method)) return askToWrite(route, answers, ask, request, reply);
    const key = answers.keyOf(request);
    if (key === undefined) return ask(request, reply);
    const [collection = route.path] = route.touches;
    const respond = async () => {
      const { generation, stored } = await answers.find(key, collection);
      // Its deadline may have passed meanwhile, or its client gone.
      if (reply.sent) return;
      onLookup(stored === undefined ? 'miss' : 'hit');
      if (stored !== undefined) {
        return sendStored(stored, { request, reply, name, changes }, (answer) =>
          askHook(() => hooks.onResponse?.(request, route, answer)),
        );
      }
      reply.header('Cache-Status', `${name}; fwd=miss`);
      const recording = new Recording(maxBytes, (kept) => {
        void answers.keep(key, { generation, storedAt: Date.now(), ...kept });
      });
      ask(request, reply, recording);
    };
    respond().catch((error: unknown) => runInContext(request.context, () => reply.send(error)));
  };
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** However it ends, the write may have happened, unless the service said that it refused. */
function askToWrite(
  route: RouteSpec,
  answers: ResponseCache,
  ask: Handler,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  let settled = false;
  const settle = (refused: boolean) => {
    if (!settled && !refused) {
      for (const collection of route.touches) void answers.endGeneration(collection);
    }
    settled = true;
  };
  reply.raw.once('close', () => settle(false));
  // On its way before the answer is: who has that and reads again finds nothing from before.
  ask(request, reply, { onAnswer: (status) => settle(status >= 400 && status < 500) });
}
