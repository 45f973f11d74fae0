import { createSigner, parsePrivateKey } from '../../shared/auth/index.ts';
import { DEFAULT_ENVIRONMENT } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import { keyFiles } from '../runtimes/keys.ts';
import { layoutOf } from '../runtimes/layout.ts';
import { readSecret } from '../runtimes/secret-file.ts';
import type { Target } from '../verify/contract.ts';
import { CheckSkipped } from '../verify/outcome.ts';
import { signToken } from './token.ts';

const TOKEN_MS = 10 * 60_000;
const SUBJECT = 'verify';

/** In development each check signs its own; elsewhere nobody here can, and what needs one is left out. */
export function verifyToken(fleet: Fleet): Target['token'] {
  return async (...scopes) => {
    if (fleet.environment !== DEFAULT_ENVIRONMENT) {
      throw new CheckSkipped(`it needs a token, and tokens of ${fleet.environment} are signed elsewhere`);
    }
    return (await signToken(fleet, { subject: SUBJECT, scopes, expiresInMs: TOKEN_MS })).token;
  };
}

/**
 * The same for journeys, which are held to touch nothing but what they have made: outside development with the key of the gateway, which
 * speaks for whoever comes through it. Who can read that key can read all keys.
 */
export function journeyToken(fleet: Fleet): Target['journeyToken'] {
  if (fleet.environment === DEFAULT_ENVIRONMENT) return verifyToken(fleet);
  const gateway = fleet.services.find(({ kind }) => kind === 'gateway');
  return async (...scopes) => {
    const { secrets } = layoutOf(fleet.root);
    const key = gateway && (await readSecret(keyFiles(secrets).signingKey(gateway.name)));
    if (!key)
      throw new CheckSkipped(`it needs a token, and the key of the gateway of ${fleet.environment} is not here`);
    const sign = createSigner({ key: await parsePrivateKey(key), fleet: fleet.name });
    return sign({ subject: SUBJECT, scopes, expiresInSeconds: TOKEN_MS / 1000 });
  };
}
