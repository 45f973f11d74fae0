import { chunked, diesMidway, type HostileCase, passes, post, refused } from '../support/case.ts';

const json = (body: string, type = 'application/json', ...more: string[]) =>
  post([`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body, 'latin1')}`, ...more], body);
const seen = (members: object) => ({ body: JSON.stringify({ ...members, seen: true }) });

/** Bodies where the gateway reads them: a rule takes `role` away and sets `seen`. A service must find what the gateway found, or nothing. */
export const bodies: readonly HostileCase[] = [
  passes('a plain one', json('{"name":"x","role":"root"}'), seen({ name: 'x' })),
  passes(
    'in chunks',
    chunked('2\r\n{"\r\n18\r\nname":"x","role":"root"}\r\n0\r\n\r\n', 'Content-Type: application/json'),
    seen({ name: 'x' }),
  ),

  // What is taken away stays away.
  passes('a key twice', json('{"role":"user","role":"root","name":"x"}'), seen({ name: 'x' })),
  passes('a key twice that no rule names: one of them', json('{"name":"x","name":"y"}'), seen({ name: 'y' })),
  passes('a key in escapes', json('{"r\\u006fle":"root","name":"x"}'), seen({ name: 'x' })),
  passes('a key plain and in escapes', json('{"role":1,"\\u0072ole":2}'), seen({})),
  passes('what the rule sets, set before', json('{"seen":false,"role":1}'), { body: '{"seen":true}' }),
  passes('a key in other letters', json('{"Role":"root","role ":1}'), seen({ Role: 'root', 'role ': 1 })),
  passes('a prototype', json('{"__proto__":{"role":"root"},"constructor":{"prototype":{"role":1}}}'), {
    body: '{"__proto__":{"role":"root"},"constructor":{"prototype":{"role":1}},"seen":true}',
  }),
  passes('half a pair of surrogates', json('{"name":"\\ud800"}'), seen({ name: '\ud800' })),
  passes('numbers that no double holds', json('{"n":12345678901234567890,"m":1e400}'), {
    body: '{"n":12345678901234567890,"m":1e400,"seen":true}',
  }),

  // No JSON.
  ...[
    ['nothing', ' '],
    ['two documents', '{"name":"x"}{"role":"root"}'],
    ['words behind it', '{"name":"x"} x'],
    ['a comment', '{"name":"x"/*,"role":1*/}'],
    ['a comma too many', '{"name":"x",}'],
    ['quotes of the other kind', "{'role':'root'}"],
    ['a NUL behind it', '{"name":"x"}\x00'],
    ['a NUL in a text', '{"name":"\x00"}'],
    ['a byte order mark', '\xef\xbb\xbf{"name":"x"}'],
    ['bytes that are no UTF-8', '{"name":"\xff"}'],
    ['UTF-8 that is longer than need be', '{"r\xc1\xafle":"root"}'],
    ['UTF-16', '{\x00"\x00r\x00o\x00l\x00e\x00"\x00:\x001\x00}\x00'],
    ['NaN', '{"n":NaN}'],
    ['300 levels', `${'['.repeat(300)}${']'.repeat(300)}`],
    ['100,000 levels', '['.repeat(100_000)],
  ].map(([name, body]) => refused(name ?? '', json(body ?? ''))),
  refused('a megabyte and more', json(`"${'x'.repeat(1_100_000)}"`), 413),
  refused(
    'a megabyte and more in chunks',
    chunked(`${'2710\r\n'.concat('x'.repeat(10_000), '\r\n').repeat(110)}0\r\n\r\n`, 'Content-Type: application/json'),
    413,
  ),
  diesMidway('chunks that break off', chunked('5\r\n{"a":\r\nx', 'Content-Type: application/json')),

  // A type that keeps the rule out and that a service would read as JSON all the same.
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/json; charset=utf-7',
    'application/json; charset=utf-8; charset=utf-7',
    'application/json;charset="utf-7"',
    'application/jsonx',
    'application/json, text/plain',
    'text/plain; application/json',
    '*/*',
    'json',
    '',
  ].map((type) => refused(`the type ${JSON.stringify(type)}`, json('{"role":"root"}', type), 415)),
  refused('no type', post(['Content-Length: 15'], '{"role":"root"}'), 415),
  ...['gzip', 'deflate', 'br', 'identity, gzip', 'x'].map((coding) =>
    refused(`the coding ${coding}`, json('{"role":"root"}', 'application/json', `Content-Encoding: ${coding}`), 415),
  ),
  ...[
    'application/JSON',
    'application/json ; charset=UTF-8',
    'application/merge-patch+json',
    'application/json;x=y',
  ].map((type) => passes(`the type ${type}`, json('{"role":"root"}', type), seen({}))),
];
