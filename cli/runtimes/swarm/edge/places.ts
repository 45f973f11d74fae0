import { PREVIEW_PORT, STATE } from '../../docker/edge/places.ts';
import { FILES } from '../../docker/spec.ts';

/** For other parts of the fleet: what is kept, to be read; and for whoever has the token, to be written. */
export const CONTROL_PORT = 997;

/** By which HAProxy knows the token; among the files. */
export const DIGEST = 'token.sha256';

/** Where an edge finds its files, and how it is spoken to. */
export interface SwarmEdgePlaces {
  /** Folder of the files that come with the container. */
  readonly files: string;
  /** Folder of what outlives it. */
  readonly state: string;
  /** Address and port that lead to either colour. */
  readonly preview: string;
  /** Address and port at which all in the network may ask what is kept. */
  readonly control: string;
  /** The same for whoever is in the container, who needs no token. */
  readonly own: { readonly host: string; readonly port: number };
  readonly admin: { readonly host: string; readonly port: number };
  readonly nameserver: string;
  /** A command that prints the addresses of all edges, a line each, and the port at which they are asked. */
  readonly others: string;
  readonly othersPort: number;
}

export const SWARM_EDGE_PLACES: SwarmEdgePlaces = {
  files: FILES,
  state: STATE,
  preview: `:${PREVIEW_PORT}`,
  control: `:${CONTROL_PORT}`,
  // The container's own loopback: nobody is there but who may use the engine.
  own: { host: '127.0.0.1', port: 996 },
  admin: { host: '127.0.0.1', port: 999 },
  nameserver: '127.0.0.11:53',
  others:
    'while read -r address kind _; do [ "$kind" != STREAM ] || echo "$address"; done < <(getent ahostsv4 tasks.edge)',
  othersPort: CONTROL_PORT,
};

/** What HAProxy reads when it begins, and looks up for each request: `<key> <stamp>:<value>` a line. */
export function mapIn({ state }: Pick<SwarmEdgePlaces, 'state'>): string {
  return `${state}/state.map`;
}
