import type { FastifyReply, FastifyRequest } from 'fastify';
import { runInContext } from '../../context/index.ts';
import { askHook, type GatewayHooks } from '../hooks.ts';
import type { AnswerChanges } from '../proxy/answer-filter.ts';
import type { Around } from '../proxy/handler.ts';
import type { ResponseCacheSettings } from '../settings/index.ts';
import type { RouteSpec } from '../table/specs.ts';
import { secondsLeft, usefulMs, useOf } from './freshness.ts';
import type { LookupResult } from './lookups.ts';
import { Recording, type RecordingOptions } from './recording.ts';
import { Refreshes } from './refreshes.ts';
import type { ResponseCache } from './response-cache.ts';
import { sendStored } from './send-stored.ts';
import type { StoredAnswer } from './stored-answer.ts';

export interface FromCacheOptions {
  readonly answers: ResponseCache;
  /** Of this gateway, in the header `Cache-Status` (RFC 9211). */
  readonly name: string;
  readonly onLookup: (result: LookupResult) => void;
  readonly hooks: GatewayHooks;
  readonly changes: AnswerChanges;
}

/**
 * Answers from the cache where that may be; else the service does, and what comes is kept. An answer past its time still serves while
 * one request fetches a fresh one, or where the service gives none.
 */
export function fromCache(route: RouteSpec, times: ResponseCacheSettings, options: FromCacheOptions): Around {
  const { answers, name, hooks, changes, onLookup } = options;
  const [collection = route.path] = route.touches;
  const refreshes = new Refreshes();

  function serve(stored: StoredAnswer, how: string, request: FastifyRequest, reply: FastifyReply): void {
    sendStored(stored, { request, reply, cacheStatus: `${name}; ${how}`, changes }, (answer) =>
      askHook(() => hooks.onResponse?.(request, route, answer)),
    );
  }

  return (ask) => (request, reply) => {
    const key = answers.keyOf(request);
    if (key === undefined) return ask(request, reply);
    const orSend = (work: () => void) =>
      runInContext(request.context, () => {
        try {
          work();
        } catch (error) {
          reply.send(error);
        }
      });

    const respond = async () => {
      const { generation, stored } = await answers.find(key, collection);
      // Its deadline may have passed meanwhile, or its client gone.
      if (reply.sent) return;
      const use = stored === undefined ? 'none' : useOf(stored, times);
      if (stored !== undefined && use === 'fresh') {
        onLookup('hit');
        return serve(stored, 'hit', request, reply);
      }
      const keeping: RecordingOptions = {
        maxBytes: times.maxBytes,
        keep: (content) => void answers.keep(key, { generation, storedAt: Date.now(), ...content }, usefulMs(times)),
        drop: () => void answers.drop(key),
      };
      if (stored === undefined || use === 'none') {
        onLookup('miss');
        reply.header('Cache-Status', `${name}; fwd=miss`);
        return ask(request, reply, new Recording(keeping));
      }
      const past = `hit; ttl=${secondsLeft(stored, times)}`;
      if (use === 'stale') {
        onLookup('stale');
        refreshes.begin(key, stored, { ask, request, reply, keeping });
        return serve(stored, past, request, reply);
      }
      reply.header('Cache-Status', `${name}; fwd=stale`);
      const instead = (problem: Error) => {
        onLookup('last_good');
        orSend(() => {
          request.log.warn({ err: problem }, 'answered with the last good answer');
          serve(stored, `${past}; detail=stale-on-error`, request, reply);
        });
        return true;
      };
      onLookup('miss');
      ask(request, reply, new Recording({ ...keeping, before: stored, instead }));
    };
    respond().catch((error: unknown) => runInContext(request.context, () => reply.send(error)));
  };
}
