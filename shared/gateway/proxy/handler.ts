import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Witness } from './exchange.ts';

/** Answers a request that was let in; may answer later. */
export type Handler = (request: FastifyRequest, reply: FastifyReply, witness?: Witness) => void;

/** Stands before a handler: answers itself, or lets it answer. */
export type Around = (next: Handler) => Handler;
