import { gzipSync } from 'node:zlib';
import { chunked, type HostileCase, OPEN, passes, post, refused } from '../support/case.ts';

/** What the service takes at the one path: an object with a name. */
export const DOCUMENT = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Things', version: '1' },
  paths: {
    [OPEN]: {
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { name: { type: 'string', maxLength: 20 } },
                required: ['name'],
                additionalProperties: false,
              },
            },
          },
        },
        responses: { 200: { description: 'OK' } },
      },
    },
  },
});

const json = (body: string, ...lines: string[]) =>
  post(['Content-Type: application/json', ...lines, `Content-Length: ${Buffer.byteLength(body, 'latin1')}`], body);
const typed = (type: string, body = '{"role":1}') =>
  post([`Content-Type: ${type}`, `Content-Length: ${body.length}`], body);
const good = '{"name":"x"}';
const bomb = gzipSync(`"${'x'.repeat(5_000_000)}"`).toString('latin1');

/** What would bring a body that does not match past the one who checks it. */
export const validated: readonly HostileCase[] = [
  passes('one that matches', json(good), { body: good }),
  passes(
    'one that matches, in chunks',
    chunked('3\r\n{"n\r\n9\r\name":"x"}\r\n0\r\n\r\n', 'Content-Type: application/json'),
    { body: good },
  ),
  refused('one that does not', json('{"role":1}'), 422),
  refused(
    'one that does not, in chunks',
    chunked('a\r\n{"role":1}\r\n0\r\n\r\n', 'Content-Type: application/json'),
    422,
  ),
  refused('one that does not, by an encoded path', json('{"role":1}').replace('/open', '/op%65n'), 422),
  refused('one that does not, with a query', json('{"role":1}').replace(OPEN, `${OPEN}?x=y`), 422),
  refused('one that does not, said to be of another method', json('{"role":1}', 'X-HTTP-Method-Override: GET'), 422),
  refused('no body', post(['Content-Length: 0'], ''), 422),

  // Read in one way here, and in another there.
  refused('a name twice', json('{"name":"x","name":"y"}')),
  refused('a name twice, the first wrong', json('{"name":7,"name":"y"}')),
  refused('a name twice, once in escapes', json('{"name":"x","n\\u0061me":"y"}')),
  refused('a prototype', json('{"__proto__":{"name":"x"}}')),
  refused('two documents', json(`${good}{"role":1}`)),
  passes('a byte order mark, which the services do not mind either', json(`\xef\xbb\xbf${good}`), {
    body: `\xef\xbb\xbf${good}`,
  }),
  refused('bytes that are no UTF-8', json('{"name":"\xff"}')),
  refused('UTF-16', json(good.split('').join('\x00'))),

  // Of a type that is not looked at.
  ...[
    'text/plain',
    'text/json',
    'application/x-json',
    'application/jsonp',
    'application/json5',
    'application/x-www-form-urlencoded',
    'text/plain; application/json',
    'application/json, text/plain',
    'application/json; charset=utf-7',
    'application/json; charset=utf-16le',
    'application/json; charset=utf-8; charset=utf-7',
    '',
  ].map((type) => refused(`the type ${JSON.stringify(type)}`, typed(type), 415)),
  refused('no type', post(['Content-Length: 10'], '{"role":1}'), 415),
  refused(
    'two types',
    post(['Content-Type: text/plain', 'Content-Type: application/json', 'Content-Length: 10'], '{"role":1}'),
  ),
  refused('the type in odd case', typed('APPLICATION/Json ; Charset="UTF-8"'), 422),

  // Packed: never unpacked here.
  refused('five megabytes in five kilobytes', json(bomb, 'Content-Encoding: gzip'), 415),
  ...['gzip', 'br', 'identity, gzip', 'x-gzip', 'GZIP', 'compress'].map((coding) =>
    refused(`the coding ${coding}`, json('{"role":1}', `Content-Encoding: ${coding}`), 415),
  ),
  refused('two codings', json('{"role":1}', 'Content-Encoding: identity', 'Content-Encoding: gzip'), 415),
];
