import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { engineAddress } from '../docker/engine.ts';
import type { Manager } from './manager.ts';
import { type Observed, observeSwarm } from './observe.ts';

/** A port of this machine's loopback that leads into the network of a fleet. */
export interface Conduit extends AsyncDisposable {
  readonly port: number;
}

/** Bytes both ways, until either side has no more. To end both takes no further process, of which the edge has only so many. */
const SCRIPT =
  'exec 3<>"/dev/tcp/$1/$2" || exit 1; cat <&0 >&3 & one=$!; cat <&3 & other=$!; wait -n; kill $one $other 2>/dev/null; true';

/**
 * Nothing but the edges is published: what else is in the network is reached through the edge on the manager's own node, by the engine,
 * and so by nobody who may not use that.
 * @throws AuroraError `no_edge_here`
 */
export async function openConduit(manager: Manager, fleet: Fleet, host: string, port: number): Promise<Conduit> {
  const edge = await edgeHere(manager, await observeSwarm(manager.engine, fleet));
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // Whoever is at this end hears of it by the end of his connection.
    socket.on('error', () => undefined);
    carry(manager, edge, socket, host, port).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function carry({ engine }: Manager, edge: string, socket: Socket, host: string, port: number): Promise<void> {
  const exec = await engine.getContainer(edge).exec({
    Cmd: ['bash', '-c', SCRIPT, 'conduit', host, String(port)],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  // Whoever has given up meanwhile tells nobody any more: what is begun for him would run on.
  if (socket.destroyed) return;
  const stream = await exec.start({ hijack: true, stdin: true });
  const end = () => {
    socket.destroy();
    stream.destroy();
  };
  stream.once('end', end).once('close', end).once('error', end);
  socket.once('close', end);
  if (socket.destroyed) return end();
  engine.modem.demuxStream(stream, socket, { write: () => true } as unknown as NodeJS.WritableStream);
  socket.pipe(stream);
}

/** The container of the edge on the node whose engine is asked. */
async function edgeHere({ node }: Manager, { services }: Observed): Promise<string> {
  const edge = services.find(({ kind }) => kind === 'edge');
  const task = edge?.tasks.find((each) => each.node === node && each.state === 'running' && each.isWanted);
  if (task?.container !== undefined) return task.container;
  const details = edge
    ? ['Databases and brokers are reached through the edge beside the manager, and there is none, or it does not run.']
    : ['The fleet has no edge.'];
  throw new AuroraError('no_edge_here', `No edge runs on the node of the engine at ${engineAddress()}.`, {
    exit: 'machine',
    details,
    next: 'DOCKER_HOST=… with the address of a manager that has an edge (swarm: { edges } in the config says which do)',
  });
}
