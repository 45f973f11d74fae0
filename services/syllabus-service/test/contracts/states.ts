import type { Provided } from '@aurora/shared/pacts';
import type { FastifyInstance } from 'fastify';

/** What pacts of your own need to be there, and events that only your commands tell; what has the same name as a generated one takes its place. */
export function states(_app: FastifyInstance): Provided {
  return { states: {}, messages: {} };
}
