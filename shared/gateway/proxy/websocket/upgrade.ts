import type { Socket } from 'node:net';
import { Problem } from '../../../errors/index.ts';
import type { GatewaySettings } from '../../settings/index.ts';
import type { RouteSpec } from '../../table/specs.ts';
import type { Around, Handler } from '../handler.ts';
import { responseHeaders } from '../response-headers.ts';
import { checkHandshake, checkOrigin, isAccepted } from './handshake.ts';
import type { Tunnels } from './tunnels.ts';

/** Turns connections into WebSockets, where a service agrees; what it answers instead goes to the client. */
export function openWebSocket(route: RouteSpec, settings: GatewaySettings, tunnels: Tunnels): Around {
  const silenceMs = route.rule.silenceMs ?? settings.silenceMs;
  const { origins } = settings.cors;
  return (ask) => (request, reply) => {
    const { headers } = request;
    checkHandshake(headers);
    if (origins.length > 0) checkOrigin(headers.origin, request.host, origins);
    if (reply.server.readiness.draining) {
      throw new Problem('unavailable', { detail: 'The gateway is closing.', headers: { 'Retry-After': '1' } });
    }
    const stop = noticeEnd(request.raw.socket);
    ask(request, reply, {
      onUpgrade(answered, upstream) {
        stop();
        if (!isAccepted(headers['sec-websocket-key'], answered)) {
          upstream.destroy();
          reply.send(
            new Problem('upstream_failed', { detail: `${route.service} opened something else than a WebSocket.` }),
          );
          return;
        }
        const own = { ...reply.getHeaders(), connection: 'Upgrade', upgrade: 'websocket' };
        reply.raw.writeHead(101, responseHeaders(101, answered, own)).end();
        reply.hijack();
        tunnels.add(request, route, upstream as Socket, silenceMs);
      },
    });
  };
}

/** Node does not read from the connection any more, and would not see that the client goes while the service makes up its mind. */
function noticeEnd(client: Socket): () => void {
  const look = () => void client.read(0);
  const gone = () => void client.destroy();
  client.on('readable', look).once('end', gone);
  return () => void client.off('readable', look).off('end', gone);
}

/** For routes without WebSockets. */
export const noWebSocket: Handler = () => {
  throw new Problem('invalid_header', { detail: 'Connections to this path do not turn into WebSockets.' });
};
