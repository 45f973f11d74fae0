import type { PublicJwk } from '@aurora/shared/auth';
import { type Environment, readServiceEnvironment } from '@aurora/shared/settings';

/** The environment of a gateway under test: silent, any port, and `variables` on top. */
export function environmentOf(publicKey: PublicJwk, variables: NodeJS.ProcessEnv = {}): Environment {
  return readServiceEnvironment(
    { name: 'api-gateway', fleet: 'test', needs: { database: false, broker: false } },
    { PORT: '0', LOG_LEVEL: 'error', AUTH_JWKS: JSON.stringify({ keys: [publicKey] }), ...variables },
  );
}
