import {
  chunked,
  dies,
  diesMidway,
  dropped,
  get,
  type HostileCase,
  OPEN,
  passes,
  post,
  refused,
  request,
} from '../support/case.ts';

const on = (method: string, version = '1.1') => `${method} ${OPEN} HTTP/${version}`;
const closing = (one: HostileCase): HostileCase => ({ ...one, closes: true });

/** What parsers have stumbled over: the subjects of the llhttp project's request tests that stand in no other theme, in requests of our own. */
export const parsers: readonly HostileCase[] = [
  // Plain requests of all kinds.
  passes('a method that begins like an answer', request(on('HEAD'), 'Host: a'), { method: 'HEAD' }),
  passes('tabs before a value', request(on('OPTIONS'), 'Host: a', 'One:\t1', 'Two: \t 2'), {
    method: 'OPTIONS',
    headers: { one: '1', two: '2' },
  }),
  passes('a value of one odd character', get('oooooooooooooo:~~~~~~~~~~~~'), {
    headers: { oooooooooooooo: '~~~~~~~~~~~~' },
  }),
  passes(
    'what a browser sends',
    get(
      'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      'Accept-Language: de,en;q=0.5',
      'Accept-Encoding: gzip, deflate, br, zstd',
      'Connection: keep-alive',
      'Sec-Fetch-Mode: navigate',
      'Priority: u=0, i',
      'Keep-Alive: 300',
    ),
    { headers: { 'sec-fetch-mode': 'navigate', 'keep-alive': undefined } },
  ),
  passes('words in UTF-8', get('City: Z\xc3\xbcrich'), { headers: { city: 'Z\xc3\xbcrich' } }),
  closing(passes('HTTP/1.0, whose connection ends with the answer', request(on('GET', '1.0'), 'Host: a'))),
  passes('HTTP/1.0 that lives on', request(on('GET', '1.0'), 'Host: a', 'Connection: keep-alive')),
  closing(
    passes('HTTP/1.0 with a body', `${request(on('POST', '1.0'), 'Host: a', 'contENT-lenGTH: 5')}hallo`, {
      body: 'hallo',
    }),
  ),
  closing(refused('HTTP/1.0 without fields', request(on('GET', '1.0')))),

  // The end of one request and the beginning of the next.
  passes('an empty line behind a body', `${post(['Content-Length: 3'], 'x=1')}\r\n`, { body: 'x=1' }),
  passes('empty lines behind a body', `${post(['Content-Length: 3'], 'x=1')}\r\n\r\n`, { body: 'x=1' }),
  closing(passes('close', get('Connection: close'))),
  closing(
    passes(
      'close, and a body with an empty line behind it',
      `${post(['Connection: close', 'Content-Length: 3'], 'x=1')}\r\n`,
      { body: 'x=1' },
    ),
  ),
  closing(passes('close among others', get('Connection: close, one, upgrade, one, keep-alive'))),
  closing(passes('close in odd case', get('Connection: ClOsE'))),
  dies('folded options of Connection', get('Connection: keep-alive,', ' close')),
  dies('options of Connection behind a bare CR', get('Connection: keep-alive\r close')),

  // Lengths.
  passes('a length with zeros, fields after it', post(['Content-Length: 004', 'After: 1'], 'four'), {
    body: 'four',
    headers: { after: '1' },
  }),
  dies('a length with a CR for its hyphen', post(['Content\rLength: 4'], 'four')),
  dies('a length that overflows', post(['Content-Length: 18446744073709551620'], 'four')),
  dies('a length of two numbers', post(['Content-Length: 1 4'], 'four')),

  // Other protocols.
  dies('a method of RTSP in HTTP/1.0', request(on('ANNOUNCE', '1.0'), 'Host: a')),
  dies('a method of HTTP in RTSP', request(`PUT ${OPEN} RTSP/1.0`, 'Host: a')),
  dies('a letter before the protocol', request(`GET ${OPEN} XHTTP/1.1`, 'Host: a')),
  dies('a method with a letter too many', request(on('LOCKS'), 'Host: a')),
  refused('REPORT', request(on('REPORT'), 'Host: a'), 404),
  refused('UNLINK', request(on('UNLINK'), 'Host: a', 'Link: <http://a/b>; rel="c"'), 404),
  refused(
    'M-SEARCH for everything',
    request('M-SEARCH * HTTP/1.1', 'Host: 239.255.255.250:1900', 'MAN: "ssdp:discover"'),
    404,
  ),
  dropped(
    'CONNECT in HTTP/1.0',
    request('CONNECT under_score.example:443 HTTP/1.0', 'Proxy-Authorization: basic eDp5'),
  ),
  dropped('CONNECT with a body', `${request('CONNECT a:443 HTTP/1.1', 'Host: a', 'Content-Length: 4')}four`),

  // Targets.
  passes('quotes in a target', request(`GET ${OPEN}/"x"?y="z" HTTP/1.1`, 'Host: a'), { target: `${OPEN}/"x"?y="z"` }),
  passes('a bar in a query', request(`GET ${OPEN}?x=| HTTP/1.1`, 'Host: a'), { target: `${OPEN}?x=|` }),
  refused('a host that a query ends', request('GET http://a?x=y HTTP/1.1', 'Host: a'), 404),
  refused('a port that a query ends', request('GET http://a:8000?x=y HTTP/1.1', 'Host: a:8000'), 404),
  refused('a port that a blank ends', request('GET http://a:8000 HTTP/1.1', 'Host: a:8000'), 404),
  refused('a password', request(`GET http://u%12:p!&*$@a:8000${OPEN} HTTP/1.1`, 'Host: a:8000')),

  // Fields.
  dies(
    'a head that goes on behind its end',
    `${request(on('GET'), 'Host: a', 'Connection: close').slice(0, -2)}\rXGET /x HTTP/1.1\r\n\r\n`,
  ),
  dies('a name with escapes in it', get('Connection\r\x1b\x35\xd5eep-Alive')),
  dies('a name with a control character and a backslash', get('Na\x01\\me: x')),
  dies('a request within a value, behind a LF', get(`X: y\nContent-Length: 30`, '', 'GET /x HTTP/1.1')),
  dies('an indented length, and a request where its body would be', get('X: y', ' Content-Length: 40') + get()),

  // Chunks.
  diesMidway('no last chunk', chunked('4\r\nfour\r\n\r\n')),
  diesMidway('a size that ends in two CR', chunked('4\r\r;four\r\n0\r\n\r\n')),
  diesMidway('blanks and a LF around a size', chunked('4 \n  \r\nfour\r\n0\r\n\r\n')),
  diesMidway('a semicolon without an extension', chunked('4;\r\nfour\r\n0\r\n\r\n')),
  diesMidway('words behind a size', chunked('4 four\r\nfour\r\n0 none\r\n\r\n')),
  diesMidway('data that goes on into the next size', chunked('4\r\nfour0\r\n\r\n')),
  passes('three zeros as the last chunk', chunked('4\r\nfour\r\n6\r\n & six\r\n000\r\n\r\n'), { body: 'four & six' }),
];
