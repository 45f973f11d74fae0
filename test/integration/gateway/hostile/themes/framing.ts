import { chunked, dies, diesMidway, get, type HostileCase, passes, post, refused } from '../support/case.ts';

const INNER = 'GET /api/v1/open/smuggled HTTP/1.1\r\nHost: a\r\n\r\n';
const BOTH = `0\r\n\r\n${INNER}`;
const length = (text: string) => `Content-Length: ${text}`;
const CHUNKED = 'Transfer-Encoding: chunked';

/** Where a body ends: said twice, said in odd ways, or not said. */
export const framing: readonly HostileCase[] = [
  // Both (CL.TE, TE.CL).
  dies('a length before a transfer coding', post([length(`${BOTH.length}`), CHUNKED], BOTH)),
  dies('a length after a transfer coding', post([CHUNKED, length('4')], BOTH)),
  dies('a length of 0 and a transfer coding', post([length('0'), CHUNKED], BOTH)),
  dies('a length and the coding identity', post(['Transfer-Encoding: identity', length('5')], 'hello')),
  dies('an empty transfer coding and a length', post(['Transfer-Encoding:', length('5')], 'hello')),
  dies('empty transfer codings after a length', post([length('5'), 'Transfer-Encoding:', 'Transfer-Encoding: '], BOTH)),
  dies('both, in a GET', get(length('5'), CHUNKED) + BOTH),

  // The transfer coding, disguised (TE.TE).
  ...[
    'xchunked',
    'chunkedx',
    'chunkedchunked',
    'chunked, identity',
    'chunked, deflate',
    'identity',
    'gzip',
    'x',
    '"chunked"',
    "'chunked'",
    'chunked;q=1',
    'chunked,',
    'chunked chunked',
    'chunked, chunked',
    'chunk ed',
    'chunke\x00d',
    'c\x68unked\x0b',
    '\x0bchunked',
    'chunked\x00',
    'chünked',
    '',
  ].map((coding) =>
    dies(`the transfer coding ${JSON.stringify(coding)}`, post([`Transfer-Encoding: ${coding}`], BOTH)),
  ),
  ...['gzip, chunked', 'identity, chunked', ', chunked', 'deflate,chunked', 'xchunked, chunked'].map((coding) =>
    refused(
      `the transfer coding ${JSON.stringify(coding)}`,
      post([`Transfer-Encoding: ${coding}`], '2\r\nhi\r\n0\r\n\r\n'),
    ),
  ),
  dies('the transfer coding twice', post([CHUNKED, CHUNKED], '2\r\nhi\r\n0\r\n\r\n')),
  dies('two transfer codings, chunked first', post([CHUNKED, 'Transfer-Encoding: gzip'], BOTH)),
  refused('two transfer codings, chunked last', post(['Transfer-Encoding: gzip', CHUNKED], '2\r\nhi\r\n0\r\n\r\n')),
  dies('a transfer coding in HTTP/1.0', `POST /api/v1/open HTTP/1.0\r\nHost: a\r\n${CHUNKED}\r\n\r\n${BOTH}`),
  dies('a space before the colon of a transfer coding', post(['Transfer-Encoding : chunked'], BOTH)),
  dies('a tab before the colon of a transfer coding', post(['Transfer-Encoding\t: chunked'], BOTH)),
  dies('a space before a transfer coding', post(['X: y', ' Transfer-Encoding: chunked'], BOTH)),
  dies('a transfer coding on a folded line', post(['Transfer-Encoding:', ' chunked'], BOTH)),
  dies('a transfer coding folded after its name', post(['Transfer-Encoding', ': chunked'], BOTH)),
  dies('a transfer coding behind a bare LF', post(['X: y\nTransfer-Encoding: chunked'], BOTH)),
  dies('a transfer coding behind a bare CR', post(['X: y\rTransfer-Encoding: chunked'], BOTH)),
  dies('a transfer coding behind a NUL', post(['X: y\x00Transfer-Encoding: chunked'], BOTH)),
  dies('a transfer coding with a control character in its name', post(['Transfer\x01-Encoding: chunked'], BOTH)),
  passes('a transfer coding in odd case', post(['tRANSFER-eNCODING: ChUnKeD'], '2\r\nhi\r\n0\r\n\r\n'), { body: 'hi' }),
  passes('a transfer coding between blanks', post(['Transfer-Encoding:  chunked  '], '2\r\nhi\r\n0\r\n\r\n'), {
    body: 'hi',
  }),
  dies('a transfer coding before a tab', post(['Transfer-Encoding: chunked\t'], BOTH)),
  passes('no blank after the colon', post(['Transfer-Encoding:chunked'], '2\r\nhi\r\n0\r\n\r\n'), { body: 'hi' }),
  passes('a name that only looks like it', post([length('2'), 'Transfer-Encodin: chunked'], 'hi'), {
    body: 'hi',
    headers: { 'content-length': '2' },
  }),

  // The length.
  ...[
    '5, 5',
    '5,5',
    '5 5',
    '+5',
    '-5',
    '0x5',
    '5.0',
    '5e0',
    '५',
    '5;',
    '"5"',
    'five',
    '',
    '5\x00',
    '99999999999999999999',
  ].map((text) => dies(`the length ${JSON.stringify(text)}`, post([length(text)], 'hello'))),
  dies('the same length twice', post([length('5'), length('5')], 'hello')),
  dies('two lengths', post([length('5'), length('0')], 'hello')),
  dies('a space before the colon of a length', post(['Content-Length : 5'], 'hello')),
  dies('a length on a folded line', post(['Content-Length:', ' 5'], 'hello')),
  dies('a length behind a bare LF', post(['X: y\nContent-Length: 5'], 'hello')),
  passes('a length with zeros before it', post([length('0005')], 'hello'), { body: 'hello' }),
  passes('a length between blanks', post([`${length('\t 5')} \t`], 'hello'), { body: 'hello' }),
  passes('a length in odd case', post(['cOnTeNt-LeNgTh: 5'], 'hello'), { body: 'hello' }),

  // Chunks.
  ...['', 'x', '-2', '+2', '0x2', '2 ', ' 2', '2g', '2\n', '\t2', 'FFFFFFFFFFFFFFFF1', '2\x00'].map((size) =>
    diesMidway(`the chunk size ${JSON.stringify(size)}`, chunked(`${size}\r\nhi\r\n0\r\n\r\n`)),
  ),
  diesMidway('a chunk longer than it says', chunked('2\r\nhigh\r\n0\r\n\r\n')),
  diesMidway('a chunk shorter than it says', chunked('5\r\nhi\r\n0\r\n\r\n')),
  diesMidway('a chunk without its end', chunked('2\r\nhi0\r\n\r\n')),
  diesMidway('a chunk size that ends in a bare LF', chunked('2\nhi\r\n0\r\n\r\n')),
  diesMidway('a chunk size that ends in a bare CR', chunked('2\rhi\r\n0\r\n\r\n')),
  diesMidway('a chunk that ends in a bare LF', chunked('2\r\nhi\n0\r\n\r\n')),
  diesMidway('a bare LF in a chunk extension', chunked('2;a\nb\r\nhi\r\n0\r\n\r\n')),
  diesMidway('a bare CR in a chunk extension', chunked('2;a\rb\r\nhi\r\n0\r\n\r\n')),
  diesMidway('an extension without a semicolon', chunked('2 a=b\r\nhi\r\n0\r\n\r\n')),
  diesMidway('an extension whose quotes do not close', chunked('2;a="b\r\nhi\r\n0\r\n\r\n')),
  diesMidway('extensions of 20 KB', chunked(`2;a=${'b'.repeat(20_000)}\r\nhi\r\n0\r\n\r\n`), 413),
  passes('many small extensions', chunked(`${'1;abcdefghijklmnopqrs\r\nx\r\n'.repeat(1_000)}0\r\n\r\n`), {
    body: 'x'.repeat(1_000),
  }),
  passes('extensions, which go no further', chunked('2;a=b;c="d\\"e";f\r\nhi\r\n0;g\r\n\r\n'), { body: 'hi' }),
  passes('chunk sizes with zeros before them', chunked('0002\r\nhi\r\n000\r\n\r\n'), { body: 'hi' }),
  passes('chunk sizes in either case', chunked(`a\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n`), {
    body: '01234567890123456789',
  }),
  passes('trailers, which go no further', chunked('2\r\nhi\r\n0\r\nX-User: root\r\nHost: b\r\n\r\n'), {
    body: 'hi',
    headers: { 'x-user': undefined, 'x-forwarded-host': 'a' },
  }),
  passes('trailers that were announced', chunked('2\r\nhi\r\n0\r\nX-After: 1\r\n\r\n', 'Trailer: X-After'), {
    body: 'hi',
    headers: { trailer: undefined, 'x-after': undefined },
  }),
  diesMidway('a length in the trailers', chunked('2\r\nhi\r\n0\r\nContent-Length: 9\r\n\r\n')),
  diesMidway('a transfer coding in the trailers', chunked('2\r\nhi\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n')),
  diesMidway('trailers that are no fields', chunked('2\r\nhi\r\n0\r\nno field\r\n\r\n')),
  diesMidway('trailers with a bare LF', chunked('2\r\nhi\r\n0\r\nX: y\nZ: w\r\n\r\n')),

  // Bodies where few expect them.
  passes('a GET with a body', `${get(length('2'))}hi`, { method: 'GET', body: 'hi' }),
  passes('a GET with a request for a body', get(length(`${INNER.length}`)) + INNER, { method: 'GET', body: INNER }),
  passes('a GET with a body in chunks', `${get(CHUNKED)}2\r\nhi\r\n0\r\n\r\n`, { method: 'GET', body: 'hi' }),
  passes('a DELETE with a body', post([length('2')], 'hi').replace('POST', 'DELETE'), { method: 'DELETE', body: 'hi' }),
  passes('a HEAD with a body', post([length('2')], 'hi').replace('POST', 'HEAD'), { method: 'HEAD', body: 'hi' }),
  passes('a POST without a body', post([], ''), { method: 'POST', headers: { 'transfer-encoding': undefined } }),
  passes('a body of nothing in chunks', chunked('0\r\n\r\n'), { body: '' }),
  passes('a body that reads like requests', post([length(`${INNER.length * 2}`)], INNER + INNER), {
    body: INNER + INNER,
  }),
  refused('a body for a path that nobody serves', post([length('5')], 'hello').replace('/open', '/nowhere'), 404),
];
