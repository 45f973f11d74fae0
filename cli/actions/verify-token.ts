import { DEFAULT_ENVIRONMENT } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import type { Target } from '../verify/contract.ts';
import { CheckSkipped } from '../verify/outcome.ts';
import { signToken } from './token.ts';

const TOKEN_MS = 10 * 60_000;

/** In development each check signs its own; elsewhere nobody here can, and what needs one is left out. */
export function verifyToken(fleet: Fleet): Target['token'] {
  return async (...scopes) => {
    if (fleet.environment !== DEFAULT_ENVIRONMENT) {
      throw new CheckSkipped(`it needs a token, and tokens of ${fleet.environment} are signed elsewhere`);
    }
    return (await signToken(fleet, { subject: 'verify', scopes, expiresInMs: TOKEN_MS })).token;
  };
}
