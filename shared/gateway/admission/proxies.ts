import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Variable } from '../../settings/index.ts';
import { ProxyNames } from './proxy-names.ts';
import type { TrustedProxies } from './trusted-proxies.ts';

const ENTRY = /^[A-Za-z0-9]([\w.:/-]*[A-Za-z0-9])?$|^::[\w.:/]*$/;

/** Proxies that whoever starts the gateway has put before it, e.g. the edge of a fleet in containers; beside those of the setting. */
export const trustedProxiesVariable: Variable<readonly string[]> = {
  name: 'TRUSTED_PROXIES',
  about: 'addresses, networks and host names of the proxies before the gateway, separated by commas',
  parse(text) {
    const entries = text.split(',').map((entry) => entry.trim());
    if (entries.every((entry) => ENTRY.test(entry))) return entries;
    throw new RangeError('must be addresses, networks or host names, separated by commas');
  },
  fallback: [],
};

/** Trusts what the environment names and the settings list, from now on. */
export async function followProxies(
  app: FastifyInstance,
  proxies: TrustedProxies,
  listed: () => readonly string[],
): Promise<void> {
  const started = app.environment.own.trustedProxies as readonly string[];
  const isNetwork = (entry: string) => isIP(entry.split('/', 1)[0] as string) !== 0;
  const networks = started.filter(isNetwork);
  const names = started.filter((entry) => !isNetwork(entry));
  if (names.length > 0) {
    const known = new ProxyNames({ names, log: app.log });
    proxies.alsoTrust((address) => known.has(address));
    await known.refresh();
  }
  const follow = () => {
    const wrong = proxies.follow([...networks, ...listed()]);
    if (wrong.length > 0) app.log.error({ wrong }, 'trusted proxies that are no addresses or networks are left out');
  };
  follow();
  app.settings.onChange(follow);
}
