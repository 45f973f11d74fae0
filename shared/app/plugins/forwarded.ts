import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import fp from 'fastify-plugin';

const HOST = /^(?:[\w.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * Takes out of X-Forwarded-For, -Host and -Proto what cannot be: also trusted proxies pass on what clients have made up.
 * Whose word counts at all, the definition says.
 */
export const forwardedPlugin = fp(
  async (app) => {
    app.addHook('onRequest', ({ raw: { headers } }, _reply, done) => {
      keepAddresses(headers);
      keepIf(headers, 'x-forwarded-host', (host) => HOST.test(host));
      keepIf(headers, 'x-forwarded-proto', (protocol) => protocol === 'http' || protocol === 'https');
      done();
    });
  },
  { name: 'forwarded' },
);

/** From the right, as each proxy adds its client; behind one that is no address nothing means anything. */
function keepAddresses(headers: IncomingHttpHeaders): void {
  const given = headers['x-forwarded-for'];
  if (given === undefined) return;
  const hops = String(given)
    .split(',')
    .map((hop) => hop.trim());
  const addresses = hops.slice(hops.findLastIndex((hop) => isIP(hop) === 0) + 1);
  if (addresses.length === 0) delete headers['x-forwarded-for'];
  else headers['x-forwarded-for'] = addresses.join(', ');
}

/** The last entry is the one that counts. */
function keepIf(headers: IncomingHttpHeaders, name: string, isRight: (last: string) => boolean): void {
  const given = headers[name];
  if (given === undefined) return;
  const last = String(given).split(',').at(-1)?.trim() ?? '';
  if (isRight(last)) headers[name] = last;
  else delete headers[name];
}
