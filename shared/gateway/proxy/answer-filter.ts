import type { Transform } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { Answer } from '../hooks.ts';
import type { BodyChange } from './held-body.ts';

/**
 * Sees an answer before the client does, and may change its headers. What it returns the body passes through: then the
 * length it had is no longer said.
 */
export type AnswerFilter = (request: FastifyRequest, answer: Answer) => Transform | undefined;

/** What an answer passes on its way to the client. */
export interface AnswerChanges {
  readonly filters: readonly AnswerFilter[];
  readonly body?: BodyChange | undefined;
}
