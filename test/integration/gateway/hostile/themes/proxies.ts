import { get, type HostileCase, passes } from '../support/case.ts';

const said = (forwardedFor: string, host = 'a', proto = 'http') => ({
  headers: { 'x-forwarded-for': forwardedFor, 'x-forwarded-host': host, 'x-forwarded-proto': proto },
});

/** What may stand in the headers of a proxy that is trusted: it passes on much of what its own client has sent. */
export const proxies: readonly HostileCase[] = [
  passes(
    'what it says of its client',
    get('X-Forwarded-For: 203.0.113.9', 'X-Forwarded-Host: shop.example', 'X-Forwarded-Proto: https'),
    said('203.0.113.9', 'shop.example', 'https'),
  ),
  passes(
    'what its client says of itself, before that',
    get('X-Forwarded-For: 6.6.6.6, 203.0.113.9'),
    said('203.0.113.9'),
  ),
  passes(
    'the same in a line of its own',
    get('X-Forwarded-For: 6.6.6.6', 'X-Forwarded-For: 203.0.113.9'),
    said('203.0.113.9'),
  ),
  passes('a client that says it is the proxy', get('X-Forwarded-For: 127.0.0.1, 203.0.113.9'), said('203.0.113.9')),
  passes(
    'two hosts: the one that came last',
    get('X-Forwarded-Host: evil, shop.example'),
    said('127.0.0.1', 'shop.example'),
  ),
  passes('two protocols: the one that came last', get('X-Forwarded-Proto: https,http'), said('127.0.0.1')),
  passes(
    'other headers of the kind',
    get('Forwarded: for=6.6.6.6', 'X-Real-IP: 6.6.6.6', 'X-Forwarded-Port: 1', 'X-Forwarded-Prefix: /x'),
    {
      headers: {
        forwarded: undefined,
        'x-real-ip': undefined,
        'x-forwarded-port': undefined,
        'x-forwarded-prefix': undefined,
      },
    },
  ),
  ...['evil/x', 'a b', 'user@evil', 'evil?x', 'evil:port', '<evil>', 'a, '].map((host) =>
    passes(`the host ${JSON.stringify(host)}, which is none`, get(`X-Forwarded-Host: ${host}`), said('127.0.0.1')),
  ),
  ...['javascript', 'https:', 'file', 'HTTP/1.1', 'http, '].map((protocol) =>
    passes(
      `the protocol ${JSON.stringify(protocol)}, which is none`,
      get(`X-Forwarded-Proto: ${protocol}`),
      said('127.0.0.1'),
    ),
  ),
];
