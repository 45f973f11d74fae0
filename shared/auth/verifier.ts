import { JOSEError, type JWTClaimValidationFailed, JWTExpired } from 'jose/errors';
import type { Identity } from '../context/index.ts';
import { unauthenticated } from './challenge.ts';
import { type FleetTokenOptions, fleetTokens } from './fleet-tokens.ts';
import { type TokenCheck, VerifiedTokens } from './verified-tokens.ts';

/** Ours have about 300 characters, those of others up to some thousand; a longer one is not worth the work of reading it. */
const MAX_TOKEN_LENGTH = 8_192;
/** At about 600 bytes each. */
const CACHED_TOKENS = 5_000;

export interface TokenVerifier {
  /**
   * Who the token speaks for, with what its key may grant of the scopes it claims. The identity is frozen and
   * shared between callers. Synchronous for a token seen before, which is the hot path.
   *
   * @throws Problem `unauthenticated`, as a rejection or at once.
   */
  verify(token: string): Identity | Promise<Identity>;
}

/** For the tokens of a fleet. @throws Error when a key is none. */
export function createVerifier(options: FleetTokenOptions): TokenVerifier {
  return rememberTokens(fleetTokens(options), options);
}

/** A check that is made once for each token, for as long as the token is valid. */
export function rememberTokens(
  check: TokenCheck,
  { fleet, clock = Date.now }: Pick<FleetTokenOptions, 'fleet' | 'clock'>,
): TokenVerifier {
  const verified = new VerifiedTokens(CACHED_TOKENS);

  async function checkAndRemember(token: string): Promise<Identity> {
    try {
      const good = await check(token);
      verified.add(token, good);
      return good.identity;
    } catch (error) {
      throw error instanceof JOSEError ? unauthenticated(fleet, explain(error), error) : error;
    }
  }

  return {
    verify(token) {
      const known = verified.find(token, clock());
      if (known !== undefined) return known;
      if (token.length > MAX_TOKEN_LENGTH) throw unauthenticated(fleet, 'The token is too long.');
      return checkAndRemember(token);
    },
  };
}

function explain(error: JOSEError): string {
  if (error instanceof JWTExpired) return 'The token has expired.';
  switch (error.code) {
    case 'ERR_JWT_CLAIM_VALIDATION_FAILED':
      return `The claim ${(error as JWTClaimValidationFailed).claim} of the token is missing or not accepted.`;
    case 'ERR_JWKS_NO_MATCHING_KEY':
      return 'The token is signed by a key that is not known here.';
    case 'ERR_JWKS_MULTIPLE_MATCHING_KEYS':
      return 'The token does not say which key signed it (kid).';
    default:
      return 'The token is not valid.';
  }
}
