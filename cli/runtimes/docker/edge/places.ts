import { FILES } from '../spec.ts';

/** Where the edge finds its files, and how it is spoken to. */
export interface EdgePlaces {
  /** Folder of the files that come with the container. */
  readonly files: string;
  /** Which colour of a service is live, a line each. Outlives the container, for it says what no configuration says. */
  readonly map: string;
  /** How many requests of a hundred go to the other colour, a line for each service that has a canary. Outlives it as well. */
  readonly canaries: string;
  /** Where the servers are, for a worker that takes over from another. */
  readonly servers: string;
  /** Process id of HAProxy's master. */
  readonly pid: string;
  /** Address and port that lead to either colour. */
  readonly preview: string;
  /** Where HAProxy takes commands; whoever reaches it may switch traffic. */
  readonly admin: { readonly host: string; readonly port: number };
  /** Who knows the addresses of containers. */
  readonly nameserver: string;
}

/** HAProxy's home in its public image, which belongs to its user there. */
export const STATE = '/var/lib/haproxy';

/** HAProxy's own in its public image. */
export const EDGE_USER = '99:99';
export const CONFIGURATION = 'haproxy.cfg';
/** What is in the file of the servers where nobody takes over: its version alone. */
export const NO_SERVERS = '1';
export const PREVIEW_PORT = 998;

export const EDGE_PLACES: EdgePlaces = {
  files: FILES,
  map: `${STATE}/live.map`,
  canaries: `${STATE}/canary.map`,
  servers: `${STATE}/servers.state`,
  pid: `${STATE}/haproxy.pid`,
  // Services have ports from 1024 on.
  preview: `:${PREVIEW_PORT}`,
  // The container's own loopback: nobody is there but who may use the engine.
  admin: { host: '127.0.0.1', port: 999 },
  // The engine's own resolver, in each network that a user has made.
  nameserver: '127.0.0.11:53',
};
