import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Identity } from '../../context/index.ts';
import type { RateLimit } from '../settings/index.ts';
import { networkOf } from './network.ts';

/** Names for callers that tell nobody who they are, the same in every process of the gateway. */
export interface Callers {
  /** The subject of the token; without one, the address. */
  of(request: FastifyRequest): string;
  /** What a limit tells callers apart by. Who has no key counts by the subject, who has none by the address. */
  readonly by: Readonly<Record<RateLimit['by'], (request: FastifyRequest) => string>>;
  /** The subject with what the token grants: no two that may see different things have the same. */
  withGrants(identity: Identity): string;
  /** A name for something else that is nobody's business, e.g. a query string. */
  name(...parts: readonly string[]): string;
}

/** @param secret known to the gateway alone: without it somebody could try all addresses and see which fits */
export function createCallers(secret: string): Callers {
  const bySubject = new WeakMap<Identity, string>();
  const byGrants = new WeakMap<Identity, string>();
  const name = (...parts: readonly string[]) =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url');
  const address = ({ ip }: FastifyRequest) => name('address', networkOf(ip));
  const of = (request: FastifyRequest) => {
    const { identity } = request.context;
    return identity ? kept(bySubject, identity, () => name('subject', identity.subject)) : address(request);
  };
  const key = (request: FastifyRequest) => {
    const id = request.context.identity?.key;
    return id === undefined ? of(request) : name('key', id);
  };
  return {
    name,
    of,
    by: { identity: of, key, address },
    withGrants: (identity) =>
      kept(byGrants, identity, () =>
        name('grants', identity.subject, JSON.stringify([identity.scopes.toSorted(), identity.roles?.toSorted()])),
      ),
  };
}

/** All requests with one token share one identity. */
function kept(known: WeakMap<Identity, string>, identity: Identity, make: () => string): string {
  let name = known.get(identity);
  if (name === undefined) {
    name = make();
    known.set(identity, name);
  }
  return name;
}
