import { AuroraError } from '../../errors.ts';
import type { BrokerAccess } from './client.ts';

/**
 * The variables are those of Pact's own tools. A secret is never part of an address: addresses are logged.
 * @throws AuroraError `bad_broker_url`
 */
export function brokerAccess(url: string, variables: Readonly<Record<string, string | undefined>>): BrokerAccess {
  const { username, password, search, hash } = new URL(url);
  if (username || password || search || hash) {
    const shown = new URL(url);
    Object.assign(shown, { username: '', password: '', search: '', hash: '' });
    throw new AuroraError(
      'bad_broker_url',
      `The address of a broker is no place for more than an address: ${shown.href}`,
      {
        exit: 'usage',
        next: 'set PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD, in the environment',
      },
    );
  }
  const { PACT_BROKER_TOKEN: token, PACT_BROKER_USERNAME: user, PACT_BROKER_PASSWORD: secret = '' } = variables;
  const authorization = token
    ? `Bearer ${token}`
    : user
      ? `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`
      : undefined;
  return { url: url.replace(/\/+$/, ''), authorization };
}
