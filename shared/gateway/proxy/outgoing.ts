import type { FastifyRequest } from 'fastify';
import { segmentsOf } from '../settings/index.ts';
import type { RouteSpec } from '../table/specs.ts';

/** A request as it goes to the service; steps of `transform` may change it. */
export interface Outgoing {
  /** With the query. */
  path: string;
  method: string;
  /** Names and values in turn. */
  headers: string[];
}

/** Changes what goes out. */
export type OutgoingChange = (request: FastifyRequest, outgoing: Outgoing) => void;

/** Exchanges the path of the route for what the service knows it as; what follows it stays byte for byte. */
export function rewrite(target: string, { path, rule: { to } }: RouteSpec): string {
  if (to === undefined) return target;
  let end = 0;
  for (const _ of segmentsOf(path)) {
    const next = target.slice(end + 1).search(/[/?]/);
    end = next === -1 ? target.length : end + 1 + next;
  }
  const rest = target.slice(end);
  const rewritten = to.replace(/\/$/, '') + rest;
  return rewritten.startsWith('/') ? rewritten : `/${rewritten}`;
}
