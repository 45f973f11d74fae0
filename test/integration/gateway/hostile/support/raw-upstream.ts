import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type SeenRequest, seenRequest } from './seen-request.ts';

/** A service that believes nothing: it keeps each byte that arrives, and reads them by the letter. */
export interface RawUpstream extends AsyncDisposable {
  readonly url: string;
  /** Complete requests, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** Requests whose connection ended before they were complete, as far as they came. */
  readonly cutOff: readonly string[];
  /** What no service should ever get to see. */
  readonly faults: readonly string[];
  /** How many connections stand in the midst of a request. */
  readonly midway: number;
  /** How many connections there are now. */
  readonly open: number;
  forget(): void;
}

/** What a service does with what it has got: called for each complete request, and before that with each piece of one. */
export interface Behaviour {
  readonly onRequest?: (socket: Socket, request: SeenRequest) => void;
  /** A piece has come, and the request is not complete. */
  readonly onPiece?: (socket: Socket, soFar: string) => void;
  /** The gateway may ask for WebSockets. */
  readonly webSockets?: boolean;
}

export const answerOk = (body = 'ok') => `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

export async function startRawUpstream(behaviour: Behaviour = {}): Promise<RawUpstream> {
  const { onRequest = (socket, { target }) => void socket.write(answerOk(target)), onPiece, webSockets } = behaviour;
  const sockets = new Set<Socket>();
  const pending = new Map<Socket, string>();
  const requests: SeenRequest[] = [];
  const cutOff: string[] = [];
  const faults: string[] = [];

  const receive = (socket: Socket, bytes: string): void => {
    let rest = bytes;
    try {
      for (
        let request = seenRequest(rest, webSockets);
        request !== undefined;
        request = seenRequest(rest, webSockets)
      ) {
        rest = rest.slice(request.end);
        requests.push(request);
        onRequest(socket, request);
      }
    } catch (error) {
      faults.push(`${(error as Error).message}\n${rest}`);
      socket.destroy();
    }
    if (rest === '') pending.delete(socket);
    else {
      pending.set(socket, rest);
      onPiece?.(socket, rest);
    }
  };

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', (chunk) => receive(socket, (pending.get(socket) ?? '') + chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      const rest = pending.get(socket);
      if (rest !== undefined) cutOff.push(rest);
      pending.delete(socket);
      sockets.delete(socket);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    cutOff,
    faults,
    get midway() {
      return pending.size;
    },
    get open() {
      return sockets.size;
    },
    forget() {
      for (const list of [requests, cutOff, faults]) list.length = 0;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
