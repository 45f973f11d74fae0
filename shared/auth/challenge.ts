import { Problem } from '../errors/index.ts';

/**
 * The 401 for a request without usable credentials, with the challenge that RFC 6750, section 3 asks for.
 *
 * @param fleet the realm.
 * @param failure what is wrong with the token, one sentence for people; absent: there was no token.
 */
export function unauthenticated(fleet: string, failure?: string, cause?: unknown): Problem {
  const realm = `Bearer realm="${fleet}"`;
  return new Problem('unauthenticated', {
    detail: failure ?? 'Send a token as "Authorization: Bearer …".',
    headers: {
      'WWW-Authenticate': failure ? `${realm}, error="invalid_token", error_description="${failure}"` : realm,
    },
    cause,
  });
}

/** RFC 6750, section 2.1; the scheme is case-insensitive (RFC 9110, section 11.1). */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/**
 * The token in an Authorization header.
 *
 * @throws Problem `unauthenticated` where there is none, or another scheme.
 */
export function bearerToken(authorization: string | undefined, fleet: string): string {
  if (authorization === undefined) throw unauthenticated(fleet);
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw unauthenticated(fleet, 'The Authorization header holds no bearer token.');
  return token;
}
