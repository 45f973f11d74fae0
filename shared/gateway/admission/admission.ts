import type { FastifyReply, FastifyRequest } from 'fastify';

/** A step that a request has to pass before it is answered; at once where it can. Throws a Problem to refuse it. */
export type Admission = (request: FastifyRequest, reply: FastifyReply) => void | Promise<void>;

/** Takes the steps in turn. */
export function admit(
  steps: readonly Admission[],
  request: FastifyRequest,
  reply: FastifyReply,
  from = 0,
): void | Promise<void> {
  for (let index = from; index < steps.length; index++) {
    const waiting = steps[index]?.(request, reply);
    if (waiting !== undefined) return waiting.then(() => admit(steps, request, reply, index + 1));
  }
}
