import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { leaveOnStandby } from '@aurora/shared/app';
import type { FastifyInstance } from 'fastify';

const PATH = '/api/v1/subjects/live';
/** RFC 6455, section 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** Service restart, of its registry of close codes. */
const CLOSE = Buffer.from([0x88, 2, 0x03, 0xf4]);
const CLOSING_MS = 1_000;

/**
 * A WebSocket that says whatever it hears, as a developer adds it to a service: a test puts this file into one. When another version takes
 * over, clients are told to come again.
 */
export function echoLive(app: FastifyInstance): void {
  const sockets = new Set<Socket>();
  app.server.on('upgrade', ({ url, headers }: IncomingMessage, socket: Socket) => {
    if (url !== PATH) return void socket.destroy();
    const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${GUID}`).digest('base64');
    const head = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'];
    socket.write(`${[...head, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`);
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
    let heard = Buffer.alloc(0);
    socket.on('data', (piece) => {
      heard = Buffer.concat([heard, piece]);
      for (let frame = frameOf(heard); frame; frame = frameOf(heard)) {
        heard = heard.subarray(frame.bytes);
        if (frame.opcode === 1) socket.write(Buffer.concat([Buffer.from([0x81, frame.text.length]), frame.text]));
        else if (frame.opcode === 8) socket.end(CLOSE);
      }
    });
  });
  const leave = (socket: Socket) => {
    socket.end(CLOSE);
    setTimeout(() => socket.destroy(), CLOSING_MS).unref();
  };
  leaveOnStandby(app, () => sockets, leave);
  app.addHook('preClose', async () => sockets.forEach(leave));
}

/** The first one in these bytes, of those that are short, as the test's are. */
function frameOf(
  bytes: Buffer,
): { readonly opcode: number; readonly text: Buffer; readonly bytes: number } | undefined {
  const length = (bytes[1] ?? 0) & 0x7f;
  const end = 6 + length;
  if (bytes.length < end) return undefined;
  const mask = bytes.subarray(2, 6);
  const text = Buffer.from(bytes.subarray(6, end).map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return { opcode: (bytes[0] ?? 0) & 0x0f, text, bytes: end };
}
