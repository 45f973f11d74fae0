import type { ServerResponse } from 'node:http';
import type { Transform, Writable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { Answer } from '../hooks.ts';
import type { AnswerFilter } from './answer-filter.ts';

/**
 * Shows an answer to the filters in turn; each sees what the one before it has made of the headers.
 * @returns where its body is to be written: it passes the filters in the same order, and ends with the client
 */
export function through(
  filters: readonly AnswerFilter[],
  request: FastifyRequest,
  answer: Answer,
  client: ServerResponse,
): Writable {
  const changes: Transform[] = [];
  for (const filter of filters) {
    const change = filter(request, answer);
    if (change === undefined) continue;
    delete answer.headers['content-length'];
    changes.push(change);
  }
  const [first] = changes;
  if (first === undefined) return client;
  for (const [index, change] of changes.entries()) {
    // Cut off rather than ended, so that nobody takes half an answer for a whole one.
    change.on('error', () => client.destroy());
    change.pipe(changes[index + 1] ?? client);
  }
  client.once('close', () => {
    for (const change of changes) change.destroy();
  });
  return first;
}
