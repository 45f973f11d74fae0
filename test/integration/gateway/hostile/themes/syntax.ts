import { dies, get, type HostileCase, OPEN, passes, refused, request } from '../support/case.ts';

const line = (start: string) => request(start, 'Host: a');

/** Bytes that are no HTTP, or nearly some. */
export const syntax: readonly HostileCase[] = [
  // Request lines.
  dies('something that is no HTTP', 'hello\r\n\r\n'),
  dies('a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
  dies('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  dies('a request without a version', `GET ${OPEN}\r\n\r\n`),
  ...['9.9', '2.0', '0.9', '1.2', '1.10', '01.1', '1', '1.', '.1', '-1.1', '1,1', '1.1 ', '1.1\t', '1.1\x00'].map(
    (version) => dies(`the version ${JSON.stringify(version)}`, line(`GET ${OPEN} HTTP/${version}`)),
  ),
  dies('a version in small letters', line(`GET ${OPEN} http/1.1`)),
  dies('another protocol', line(`GET ${OPEN} ICE/1.0`)),
  dies('another protocol that allows the method', line(`DESCRIBE ${OPEN} RTSP/1.0`), 404),
  dies('a protocol that only begins with the right letters', line(`GET ${OPEN} HTTPS/1.1`)),
  passes('two blanks before the target', line(`GET  ${OPEN} HTTP/1.1`)),
  passes('two blanks after the target', line(`GET ${OPEN}  HTTP/1.1`)),
  dies('a tab before the target', line(`GET\t${OPEN} HTTP/1.1`)),
  dies('a tab after the target', line(`GET ${OPEN}\tHTTP/1.1`)),
  dies('a blank before the method', line(` GET ${OPEN} HTTP/1.1`)),
  dies('a blank in the target', line(`GET ${OPEN}/a b HTTP/1.1`)),
  dies('a second version', line(`GET ${OPEN} HTTP/1.1 HTTP/1.1`)),
  dies('a method nobody knows', line(`FETCH ${OPEN} HTTP/1.1`)),
  dies('a method in small letters', line(`get ${OPEN} HTTP/1.1`)),
  dies('a method longer than one that is known', line(`GETS ${OPEN} HTTP/1.1`)),
  dies('a method with a NUL', line(`GE\x00T ${OPEN} HTTP/1.1`)),
  dies('a request line that ends in a bare LF', `GET ${OPEN} HTTP/1.1\nHost: a\r\n\r\n`),
  dies('a request line that ends in a bare CR', `GET ${OPEN} HTTP/1.1\rHost: a\r\n\r\n`),
  dies('a head whose lines all end in LF', `GET ${OPEN} HTTP/1.1\nHost: a\n\n`),
  passes('empty lines before the request (RFC 9112, section 2.2)', `\r\n\r\n${line(`GET ${OPEN} HTTP/1.1`)}`),

  // Field lines.
  dies('a space before the colon', get('X : y')),
  dies('a tab before the colon', get('X\t: y')),
  dies('a space in a name', get('X Y: z')),
  dies('a field without a colon', get('X')),
  dies('a field without a name', get(': y')),
  dies('a line folded (obs-fold)', get('X: y', ' z')),
  dies('a line folded by a tab', get('X: y', '\tz')),
  dies('the first field folded', request(`GET ${OPEN} HTTP/1.1`, ' Host: a')),
  dies('a blank first line', request(`GET ${OPEN} HTTP/1.1`, ' ', 'Host: a')),
  dies('a bare LF between fields', get('X: y\nZ: w')),
  dies('a bare CR between fields', get('X: y\rZ: w')),
  dies('a bare LF after an empty value', get('X:\nZ: w')),
  dies('a bare CR after an empty value', get('X:\rZ: w')),
  dies('a bare CR within a value', get('X: y\r z')),
  dies('two CR before a LF', get('X: y\r')),
  dies('a bare LF that ends the head', `GET ${OPEN} HTTP/1.1\r\nHost: a\r\n\n`),
  dies('a bare CR before the end of the head', `GET ${OPEN} HTTP/1.1\r\nHost: a\r\n\rX: y\r\n\r\n`),
  dies('a NUL in a value', get('X: y\x00z')),
  dies('a NUL in a name', get('X\x00: y')),
  ...['\x01', '\x07', '\x08', '\x0b', '\x0c', '\x1b', '\x7f'].map((control) =>
    dies(`the control character ${JSON.stringify(control)} in a value`, get(`X: y${control}z`)),
  ),
  ...['\x01', '@', '(', '"', '/', '[', ']', '{', '}', '<', '=', '?', '\\', ',', ';', '\x7f', '\x80', '\xff'].map(
    (char) => dies(`${JSON.stringify(char)} in a name`, get(`X${char}: y`)),
  ),
  passes('an empty value', get('X:'), { headers: { x: '' } }),
  passes('a value between blanks', get('X:  \t y z'), { headers: { x: 'y z' } }),
  passes('a value of bytes over 127', get('X: \xc3\xa4\xff'), { headers: { x: '\xc3\xa4\xff' } }),
  passes('names that every object has', get('constructor: 1', 'hasOwnProperty: 2', 'toString: 3', 'valueOf: 4'), {
    headers: { constructor: '1', hasownproperty: '2', tostring: '3', valueof: '4' },
  }),

  // Too much.
  dies('a target of 20 KB', line(`GET ${OPEN}/${'x'.repeat(20_000)} HTTP/1.1`), 431),
  dies('a query of 20 KB', line(`GET ${OPEN}?${'x'.repeat(20_000)} HTTP/1.1`), 431),
  dies('a value of 20 KB', get(`X: ${'x'.repeat(20_000)}`), 431),
  dies('a name of 20 KB', get(`${'x'.repeat(20_000)}: y`), 431),
  dies('a head of 20 KB', get(...Array.from({ length: 200 }, (_, n) => `X-${n}: ${'y'.repeat(100)}`)), 431),
  refused('200 fields', get(...Array.from({ length: 200 }, (_, n) => `X-${n}: y`)), 431),
  dies('5000 fields of next to nothing', get(...Array.from({ length: 5_000 }, () => 'x:')), 431),
  dies('a Host behind 3000 fields', request(`GET ${OPEN} HTTP/1.1`, ...Array(3_000).fill('x:'), 'Host: a'), 431),
  passes('as many fields as are taken', get(...Array.from({ length: 99 }, (_, n) => `X-${n}: y`)), {
    headers: { 'x-98': 'y' },
  }),
  dies(
    'more fields than Node keeps, then a length',
    `${get(...Array(2_100).fill('x:'), 'Content-Length: 5')}hello`,
    431,
  ),
];
