import { get, type HostileCase, OPEN, passes, post, refused, request } from '../support/case.ts';

const WEB_SOCKET = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='];
const H2C = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA'];
const plain = { headers: { upgrade: undefined, 'http2-settings': undefined } };

/** Other protocols over the same connection: nothing but a WebSocket, where a rule allows one, and never without a token. */
const asked: readonly HostileCase[] = [
  refused(
    'a WebSocket without a token',
    request('GET /api/v1/things HTTP/1.1', 'Host: a', ...WEB_SOCKET, 'Sec-WebSocket-Version: 13'),
    401,
  ),
  refused(
    'a WebSocket with a token that is none',
    request(
      'GET /api/v1/things HTTP/1.1',
      'Host: a',
      ...WEB_SOCKET,
      'Sec-WebSocket-Version: 13',
      'Authorization: Bearer x',
    ),
    401,
  ),
  refused(
    'a WebSocket with a token among its protocols',
    request('GET /api/v1/things HTTP/1.1', 'Host: a', ...WEB_SOCKET, 'Sec-WebSocket-Protocol: bearer, x'),
    401,
  ),
  refused('a WebSocket out of the route', request(`GET ${OPEN}/../things HTTP/1.1`, 'Host: a', ...WEB_SOCKET)),
  refused('a WebSocket to nobody', request('GET /api/v1/nowhere HTTP/1.1', 'Host: a', ...WEB_SOCKET), 404),
  refused('a WebSocket with two Hosts', get(...WEB_SOCKET, 'Host: b')),
  refused('a WebSocket where none is allowed', get(...WEB_SOCKET, 'Sec-WebSocket-Version: 13')),
  refused('a WebSocket of a version nobody speaks', get(...WEB_SOCKET, 'Sec-WebSocket-Version: 777')),
  refused('a WebSocket by POST', post([...WEB_SOCKET, 'Content-Length: 2'], 'hi')),
  refused('a WebSocket with a body in chunks', post([...WEB_SOCKET, 'Transfer-Encoding: chunked'], '0\r\n\r\n')),
  passes('HTTP/2 in clear text', get(...H2C), plain),
  refused('HTTP/2 in clear text, hidden in a list', get('Connection: Upgrade', 'Upgrade: websocket, h2c')),
  passes('HTTP/2 in clear text, twice', get(...H2C, 'Upgrade: h2c'), plain),
  refused('HTTP/2 in clear text with a body', post([...H2C, 'Content-Length: 2'], 'hi')),
  passes('another protocol', get('Connection: Upgrade', 'Upgrade: TLS/1.0'), plain),
];

export const upgrades: readonly HostileCase[] = [
  // Nothing behind such a request is read as another.
  ...asked.map((one) => ({ ...one, closes: true as const })),
  passes('a protocol that Connection does not name', get('Upgrade: h2c', 'HTTP2-Settings: AAMAAABk'), plain),
  passes('no protocol at all', get('Connection: Upgrade'), plain),
];
