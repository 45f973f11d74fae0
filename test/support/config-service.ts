import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceList } from '../../shared/registry/index.ts';

export interface StandInConfigService extends AsyncDisposable {
  readonly url: string;
}

export interface Told {
  /** Base URLs of each service's instances. */
  readonly instances: Readonly<Record<string, readonly string[]>>;
  /** Of whoever asks for its own. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

const DISTANT = '2100-01-01T00:00:00.000Z';
const LEASE_SECONDS = 3_600;

/** Stands in for config-service, for a service that runs alone: says the same as long as it runs, to nobody in particular. */
export async function startConfigService({ instances, settings = {} }: Told): Promise<StandInConfigService> {
  const held = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const { method, url = '', headers } = request;
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', etag: '"1"' }).end(JSON.stringify(body));
    };
    request.resume();
    if (method === 'POST') return send(201, { ttlSeconds: LEASE_SECONDS });
    if (method !== 'GET') return void response.writeHead(204).end();
    if (headers['if-none-match'] === undefined) return send(200, url.startsWith('/registry') ? listing : own);
    // A long poll without news; it ends with the server.
    held.add(response);
    response.once('close', () => held.delete(response));
  });
  const listing: ServiceList = {
    items: Object.entries(instances).map(([name, urls]) => ({
      name,
      instances: urls.map((url) => ({ id: url, url, version: '0.0.0', colour: null, expiresAt: DISTANT })),
    })),
  };
  const own = { values: settings };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const response of held) response.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
