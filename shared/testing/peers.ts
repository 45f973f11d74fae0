import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in for another service: what it answers to a request for a path with its query. */
export type Peer = (request: { readonly method: string; readonly url: string }) => {
  readonly status?: number;
  readonly body: unknown;
};

export interface Peers extends AsyncDisposable {
  /** Serves as config-service: a registry that knows all of them, and nothing else. */
  readonly configUrl: string;
}

/** The other services of a fleet, as far as a test needs them: one real HTTP server that is all of them. */
export async function startPeers(peers: Readonly<Record<string, Peer>>): Promise<Peers> {
  const held = new Set<ServerResponse>();
  const send = (response: ServerResponse, status: number, body?: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json', etag: '"1"' });
    response.end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const [, name = '', path] = /^\/peers\/([^/]+)(.*)$/.exec(url) ?? [];
    const peer = peers[name];
    if (peer && path !== undefined) {
      const { status = 200, body } = peer({ method, url: decodeURIComponent(path) });
      return send(response, status, body);
    }
    if (url !== '/registry/services') return send(response, 404);
    if (headers['if-none-match'] === undefined) return send(response, 200, listing());
    // A long poll without news; it ends with the server.
    held.add(response);
  });
  const listing = () => ({
    items: Object.keys(peers).map((name) => ({
      name,
      instances: [{ id: name, url: `${base()}/peers/${name}`, version: '0.0.0', colour: null, expiresAt: FAR }],
    })),
  });
  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    configUrl: base(),
    async [Symbol.asyncDispose]() {
      for (const response of held) response.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const FAR = '2100-01-01T00:00:00.000Z';
