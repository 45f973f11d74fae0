import type { FastifyReply, FastifyRequest } from 'fastify';
import { runInContext } from '../../context/index.ts';
import { Problem } from '../../errors/index.ts';
import type { Around } from '../proxy/handler.ts';
import type { Places } from './places.ts';
import type { Refusal, Refused } from './refusals.ts';

/** Lets as many requests be answered at once as there are places, and some wait for one. */
export function limitConcurrency(places: Places, refused: Refused): Around {
  return (next) => (request, reply, witness) => {
    // Gone while its token was looked at: nothing would tell us any more when to free its place.
    if (reply.raw.destroyed) return next(request, reply, witness);
    if (places.take()) {
      freeAtEnd(places, request, reply);
      return next(request, reply, witness);
    }
    const stop = () => {
      clearTimeout(patience);
      reply.raw.off('close', stop);
      leave?.();
    };
    const leave = places.wait(() => {
      stop();
      freeAtEnd(places, request, reply);
      answer(request, reply, () => next(request, reply, witness));
    });
    if (leave === undefined) throw refusal('queue_full', refused);
    const patience = setTimeout(() => {
      stop();
      answer(request, reply, () => {
        throw refusal('waited_too_long', refused);
      });
    }, places.limit.waitMs);
    reply.raw.once('close', stop);
  };
}

/** However it ends: answered, broken off, left by its client. What has become a WebSocket keeps its place until that has ended. */
function freeAtEnd(places: Places, { raw: { socket } }: FastifyRequest, { raw }: FastifyReply): void {
  const free = () => places.free();
  raw.once('close', () => {
    if (raw.statusCode === 101 && !socket.destroyed) socket.once('close', free);
    else free();
  });
}

/** Whoever has waited is called back outside of its request. */
function answer(request: FastifyRequest, reply: FastifyReply, work: () => void): void {
  runInContext(request.context, () => {
    try {
      work();
    } catch (error) {
      reply.send(error);
    }
  });
}

function refusal(reason: Refusal, refused: Refused): Problem {
  refused(reason);
  return new Problem('unavailable', {
    detail: 'As many requests as may be are under way already.',
    headers: { 'Retry-After': '1' },
    deliberate: true,
  });
}
