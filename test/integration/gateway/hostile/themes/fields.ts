import { dies, get, type HostileCase, OPEN, passes, post, refused } from '../support/case.ts';

const gone = (...names: string[]) => ({ headers: Object.fromEntries(names.map((name) => [name, undefined])) });

/** Fields that speak to the gateway alone, and fields that only it may send on. */
export const fields: readonly HostileCase[] = [
  // Hop by hop.
  ...[
    'Keep-Alive: timeout=99',
    'Proxy-Connection: keep-alive',
    'Proxy-Authorization: Basic eDp5',
    'Proxy-Authenticate: Basic',
    'TE: trailers',
    'Trailer: X-After',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA',
  ].map((field) => passes(field, get(field), gone(field.split(':', 1)[0]?.toLowerCase() ?? ''))),
  passes('a field that Connection nominates', get('Connection: X-Secret', 'X-Secret: 1'), gone('x-secret')),
  passes(
    'fields that Connection nominates, oddly',
    get('Connection: ,, X-a\t,x-B ,', 'X-A: 1', 'x-b: 2'),
    gone('x-a', 'x-b'),
  ),
  passes('Connection twice', get('Connection: x-a', 'Connection: x-b', 'X-A: 1', 'X-B: 2'), gone('x-a', 'x-b')),
  passes('a field nominated before it comes', get('X-A: 1', 'Connection: x-a'), gone('x-a')),
  passes('a nominated field that does not come', get('Connection: x-a')),
  passes(
    'nominated: what the gateway says itself',
    get('Connection: x-forwarded-for, x-forwarded-host, x-forwarded-proto, x-correlation-id, traceparent'),
    {
      headers: { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'a', 'x-forwarded-proto': 'http' },
    },
  ),
  passes(
    'nominated: 1000 names',
    get(`Connection: ${Array.from({ length: 1_000 }, (_, n) => `x${n}`).join()}`, 'X999: 1'),
    gone('x999'),
  ),
  ...[
    'Host',
    'Authorization',
    'Content-Length',
    'Content-Type',
    'Content-Encoding',
    'Cookie',
    'Cache-Control',
    'Accept',
    'Accept-Encoding',
    'If-Match',
    'Idempotency-Key',
    'Origin',
    'Range',
  ].map((name) => refused(`nominated: ${name}`, get(`Connection: ${name}`))),
  refused('nominated: the length of a body', post(['Connection: content-length', 'Content-Length: 5'], 'hello')),

  // Who asks.
  ...[
    'X-Forwarded-For: 6.6.6.6',
    'X-Forwarded-For: 6.6.6.6, 7.7.7.7',
    'x-forwarded-FOR: 6.6.6.6',
    'X-Forwarded-For:',
    'X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-For: 6.6.6.6',
  ].map((field) => passes(field, get(field), { headers: { 'x-forwarded-for': '127.0.0.1' } })),
  ...['X-Forwarded-Host: evil', 'X-Forwarded-Host: evil\r\nX-Forwarded-Host: eviler'].map((field) =>
    passes(field, get(field), { headers: { 'x-forwarded-host': 'a' } }),
  ),
  passes('X-Forwarded-Proto', get('X-Forwarded-Proto: https'), { headers: { 'x-forwarded-proto': 'http' } }),
  ...[
    'Port: 1',
    'Prefix: /evil',
    'Server: evil',
    'User: root',
    'Uri: /evil',
    'Client-Cert: x',
    'Ssl: on',
    'Scheme: https',
  ].map((rest) =>
    passes(
      `X-Forwarded-${rest}`,
      get(`X-Forwarded-${rest}`),
      gone(`x-forwarded-${rest.split(':', 1)[0]?.toLowerCase()}`),
    ),
  ),
  ...['Forwarded: for=6.6.6.6;host=evil', 'X-Real-IP: 6.6.6.6'].map((field) =>
    passes(field, get(field), gone(field.split(':', 1)[0]?.toLowerCase() ?? '')),
  ),
  ...['Token: x', 'Identity: {"sub":"root"}', 'Scopes: *', 'User: root', ': x', 'Anything: x'].map((rest) =>
    passes(`X-Internal-${rest}`, get(`X-Internal-${rest}`), gone(`x-internal-${rest.split(':', 1)[0]?.toLowerCase()}`)),
  ),
  passes('X-Internal-Token in odd case', get('x-INTERNAL-token: x'), gone('x-internal-token')),
  // To CGI and WSGI, and so to many a service, an underscore is a hyphen.
  ...[
    'X_Internal_Token: x',
    'x_forwarded_for: 6.6.6.6',
    'X_Real_IP: 6.6.6.6',
    'X-Internal_Token: x',
    'Content_Length: 9',
    'Transfer_Encoding: chunked',
  ].map((field) => passes(field, get(field), gone(field.split(':', 1)[0]?.toLowerCase() ?? ''))),
  passes('fields that a service may take for an identity, if it is foolish', get('X-User: root', 'X-Scopes: *'), {
    headers: { 'x-user': 'root', 'x-scopes': '*' },
  }),
  passes('a correlation id with a line of a log in it', get('X-Correlation-Id: a b"}'), {
    headers: { 'x-correlation-id': /^[0-9a-f-]{36}$/ },
  }),

  // Said twice.
  refused('two Authorizations', get('Authorization: Bearer a', 'Authorization: Bearer b')),
  refused('the same Authorization twice', get('Authorization: Bearer a', 'authorization: Bearer a')),
  refused(
    'two Content-Types',
    post(['Content-Type: application/json', 'Content-Type: text/plain', 'Content-Length: 2'], '{}'),
  ),
  passes('other fields twice: joined', get('X-Kept: 1', 'X-Kept: 2', 'Accept: a/b', 'Accept: c/d'), {
    headers: { 'x-kept': '1, 2', accept: 'a/b, c/d' },
  }),
  passes('two Cookies: joined', get('Cookie: a=1', 'Cookie: b=2'), { headers: { cookie: 'a=1; b=2' } }),
  passes('Node itself takes the first of two', get('User-Agent: a', 'User-Agent: b'), {
    headers: { 'user-agent': 'a' },
  }),

  // Expectations.
  dies('an unknown expectation', get('Expect: tea'), 417),
  passes(
    'a method that a service might take instead',
    post(['X-HTTP-Method-Override: DELETE', 'Content-Length: 0'], ''),
    {
      method: 'POST',
    },
  ),
  passes('HTTP/1.0 with a Host', `GET ${OPEN} HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n`),
  refused('a deadline that is none', get('X-Request-Deadline: soon')),
  refused('two deadlines', get('X-Request-Deadline: 1000', 'X-Request-Deadline: 1000')),
  refused('a deadline that has passed', get('X-Request-Deadline: 0'), 504),
];
