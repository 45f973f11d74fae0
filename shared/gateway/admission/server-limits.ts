import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { GatewaySettings } from '../settings/index.ts';
import type { Refusal, Refused } from './refusals.ts';

/** Between two looks for heads and requests that are late; Node's own 30 s would be longer than they may take. */
const LOOK_EVERY_MS = 1_000;

const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'payload_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** What Node's server reads at each connection or look. */
export function limitServer(server: Server, { limits, silenceMs }: GatewaySettings): void {
  const { headMs, requestMs } = limits;
  // Node exchanges the two where the first is the larger one.
  server.headersTimeout = requestMs === 0 ? headMs : Math.min(headMs, requestMs);
  server.requestTimeout = requestMs;
  server.keepAliveTimeout = limits.idleMs;
  server.timeout = silenceMs;
  server.maxConnections = limits.connections || Number.POSITIVE_INFINITY;
  // Not in Node's documents as a property; its parsers are made with it. 0: 16 KiB.
  Object.assign(server, { maxHeaderSize: limits.headerBytes });
}

/** To be called before the server listens. */
export function watchServer(server: Server, refused: Refused): void {
  Object.assign(server, { connectionsCheckingInterval: LOOK_EVERY_MS });
  server.on('drop', () => refused('connections'));
  server.on('clientError', ({ code = '' }: NodeJS.ErrnoException) => {
    if (code !== 'ECONNRESET') refused(REFUSALS[code] ?? 'malformed');
  });
  server.on('timeout', (socket) => {
    const answer = (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage;
    // The service is silent, not the client; or the first head is on its way, which has a limit of its own.
    if (answer ? socket.writableLength === 0 : socket.bytesWritten === 0) return;
    // Its answer holds a connection to a service, and that the service's memory. What the system takes from us is all that is seen of
    // its reading, as with nginx's `send_timeout`.
    if (answer) refused('not_reading');
    socket.destroy();
  });
}
