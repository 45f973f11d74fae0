import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Cors } from '../settings/index.ts';
import { varyingWith } from './vary.ts';

/** Who may call from pages of other origins, as their browsers ask and are told (Fetch standard, CORS protocol). */
export interface CorsPolicy {
  /** The headers with which a preflight is answered; undefined: the request is none. */
  preflight(request: FastifyRequest): OutgoingHttpHeaders | undefined;
  /** Says in an answer to whom it may be shown. */
  complete(request: FastifyRequest, headers: OutgoingHttpHeaders): void;
}

const OF_CORS = [
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
];

/** @returns undefined where no page of another origin may call: then nothing is said, and browsers refuse by themselves */
export function corsPolicy(cors: Cors): CorsPolicy | undefined {
  const listed = new Set(cors.origins);
  const any = listed.delete('*');
  if (cors.origins.length === 0) return undefined;
  const exposed = cors.expose.length > 0 ? { 'access-control-expose-headers': cors.expose.join(', ') } : {};
  const forAny = { ...exposed, 'access-control-allow-origin': '*' };
  const forListed = { ...exposed, ...(cors.credentials && { 'access-control-allow-credentials': 'true' }) };
  const preflight = {
    'access-control-allow-methods': cors.methods.join(', '),
    'access-control-allow-headers': cors.headers.join(', '),
    'access-control-max-age': String(cors.maxAgeSeconds),
  };
  return {
    preflight({ method, headers: { origin, 'access-control-request-method': asked } }) {
      if (method !== 'OPTIONS' || origin === undefined || asked === undefined) return undefined;
      return any || listed.has(origin) ? preflight : {};
    },
    complete(
      {
        raw: {
          headers: { origin },
        },
      },
      headers,
    ) {
      // Credentials are for those who are listed, never for whoever comes.
      if (origin !== undefined && listed.has(origin)) {
        Object.assign(headers, forListed);
        headers['access-control-allow-origin'] = origin;
      } else if (any) Object.assign(headers, forAny);
      if (listed.size > 0) headers.vary = varyingWith(headers.vary as string | undefined, 'Origin');
    },
  };
}

/** What a service has said of that does not count. */
export function withoutCors(headers: OutgoingHttpHeaders): void {
  for (const name of OF_CORS) delete headers[name];
}
