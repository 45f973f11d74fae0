import { createSigner, generateKey } from '../../../../../shared/auth/index.ts';
import type { Identity } from '../../../../../shared/context/index.ts';
import { Problem } from '../../../../../shared/errors/index.ts';
import { createIdentification } from '../../../../../shared/gateway/identity/index.ts';
import type { KeyTimes } from '../../../../../shared/gateway/identity/remote-keys.ts';
import { type ApiKey, gatewaySettings, type Issuer } from '../../../../../shared/gateway/settings/index.ts';
import { createLogger } from '../../../../../shared/logging/index.ts';
import { SettingsChecker } from '../../../../../shared/settings/index.ts';
import { AUDIENCE, ISSUER } from './key-server.ts';

export const FLEET = 'shop';
const people = await generateKey('dev', ['*']);
const checker = new SettingsChecker(gatewaySettings);

interface Wish {
  readonly issuers?: readonly (Partial<Issuer> & Pick<Issuer, 'jwksUrl'>)[];
  readonly apiKeys?: readonly Partial<ApiKey>[];
}

export interface Asker {
  /** Settings as config-service would let them through, with what is absent filled in. */
  follow(wish: Wish): void;
  byToken(token: string): Promise<Identity>;
  by(headers: Record<string, string>): Promise<Identity>;
  /** With what it is refused. */
  refusal(asked: Promise<Identity>): Promise<Problem>;
  /** A token of the fleet. */
  own(subject?: string): Promise<string>;
}

/** Epoch milliseconds; never so long that a test would wait for it. */
export const AT_ONCE: KeyTimes = { refresh: 300_000, cooldown: 0, pause: 0, timeout: 5_000 };

export function startIdentification(keyTimes: KeyTimes = AT_ONCE, clock = Date.now): Asker {
  const destination = { write: () => {}, flush: () => {}, flushSync: () => {} };
  const log = createLogger({ service: 'test', version: '0', level: 'error', destination });
  const jwks = { keys: [people.publicKey] };
  const { identify, follow } = createIdentification({ fleet: FLEET, jwks, log, keyTimes, clock });
  const by: Asker['by'] = async (headers) => identify(headers);
  return {
    follow: (wish) => follow(accepted(wish)),
    by,
    byToken: (token) => by({ authorization: `Bearer ${token}` }),
    async refusal(asked) {
      const error = await asked.then(
        ({ subject }) => new Error(`${subject} was let in`),
        (reason: unknown) => reason,
      );
      if (error instanceof Problem) return error;
      throw error;
    },
    own: (subject = 'dev') =>
      createSigner({ key: people.privateKey, fleet: FLEET, clock })({ subject, scopes: ['*'], expiresInSeconds: 300 }),
  };
}

function accepted({ issuers = [], apiKeys = [] }: Wish) {
  const known = { name: 'accounts', issuer: ISSUER, audience: AUDIENCE, algorithms: ['ES256'] };
  const checked = checker.check({
    issuers: issuers.map((issuer) => ({ ...known, ...issuer })),
    apiKeys,
  });
  if ('errors' in checked) throw new Error(JSON.stringify(checked.errors));
  return checked.settings as never as { issuers: Issuer[]; apiKeys: ApiKey[] };
}
