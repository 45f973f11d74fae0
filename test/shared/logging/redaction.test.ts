import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redactLine, redactText } from '../../../shared/logging/index.ts';

const jwt = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJkZXYifQ.c2lnbmF0dXJl';
const redact = (value: unknown) => JSON.parse(redactLine(`${JSON.stringify(value)}\n`));

describe('a log line loses its secrets:', () => {
  it.each([
    ['Authorization', 'Bearer abc'],
    ['password', 'p'],
    ['dbPassword', 'p'],
    ['passwd', 'p'],
    ['accessToken', 't'],
    ['token', ['a', 'b']],
    ['client_secret', { deep: 's' }],
    ['set-cookie', ['a=b']],
    ['apiKey', 'k'],
    ['private_key', 'k'],
    ['credentials', 7],
    ['DATABASE_URL', 'postgres://db/things'],
    ['brokerUrl', 'amqp://mq'],
    ['secretAccessKey', 'k'],
    ['passwordHash', 'h'],
    ['x-amz-signature', 's'],
    ['connectionString', 'Server=db;Pwd=p'],
    ['jwt', 'j'],
  ])('what stands under %s', (key, value) => {
    expect(redact({ msg: 'm', a: [{ b: { [key]: value } }] })).toEqual({
      msg: 'm',
      a: [{ b: { [key]: '[redacted]' } }],
    });
  });

  it.each([
    [
      'a password in a URL',
      'connect to postgres://app:s3cret@db:5432/things failed',
      'connect to postgres://app:[redacted]@db:5432/things failed',
    ],
    ['several', 'amqp://a:b@c redis://:d@e', 'amqp://a:[redacted]@c redis://:[redacted]@e'],
    ['a password in a URL of any scheme', '7z+x://a:b@c', '7z+x://a:[redacted]@c'],
    ['a token in a text', `Bearer ${jwt} is not valid`, 'Bearer [redacted] is not valid'],
    ['a password with more than it may have in it', 'x://a:p@ss"w@db', 'x://a:[redacted]@db'],
    ['a token in the place of a user', 'https://ghp_0123456789abcdef@git.example', 'https://[redacted]@git.example'],
    ['a token in a header in a text', 'Authorization: Bearer s3cret-token-1, then', 'Authorization: [redacted], then'],
    ['a header in a variable', 'H=x,authorization=Bearer%20abc,y=1', 'H=x,authorization=[redacted],y=1'],
    ['JSON in JSON in a text', 'sent {"body":"{\\"token\\":\\"abc', 'sent {"body":"{\\"token\\":\\"[redacted]'],
    ['a header in a text', 'authorization: Basic YTpi, then', 'authorization: [redacted], then'],
    ['an opaque token', 'sent Bearer 7f3a9c21 to', 'sent Bearer [redacted] to'],
    [
      'tokens and signatures of a query',
      'GET /f?access_token=a1&x=1&X-Amz-Signature=b2&sig=c3#d',
      'GET /f?access_token=[redacted]&x=1&X-Amz-Signature=[redacted]&sig=[redacted]',
    ],
    ['a connection string', 'host=db password=s3cret user=app', 'host=db password=[redacted] user=app'],
    ['JSON in a text', 'sent {"password":"a\\"b","n":1}', 'sent {"password":"[redacted]","n":1}'],
    ['a private key', 'a -----BEGIN EC PRIVATE KEY-----\nMHc=\n-----END EC PRIVATE KEY----- b', 'a [redacted] b'],
    ['a token behind something else', `x.old-${jwt}, (${jwt})`, 'x.old-[redacted], ([redacted])'],
  ])('%s', (_name, text, expected) => {
    expect(redact({ err: { message: text, stack: `Error: ${text}\n at x` } })).toEqual({
      err: { message: expected, stack: `Error: ${expected}\n at x` },
    });
    if (!text.includes('"')) expect(redactText(text)).toBe(expected);
  });

  it('what is in lists of headers, buffers, statements and rows', () => {
    const data = { type: 'Buffer', data: [1, 2, 3] };
    expect(redact({ headers: ['Cookie', 'a=b', 'accept', '*/*'], body: data })).toEqual({
      headers: ['Cookie', '[redacted]', 'accept', '*/*'],
      body: '[3 bytes]',
    });
    const sql = "INSERT INTO a VALUES ('it''s me', 7)";
    expect(redact({ err: { sql, parameters: ['x', 'y'], code: '23505' } })).toEqual({
      err: { sql: "INSERT INTO a VALUES ('?', 7)", parameters: '[2 values]', code: '23505' },
    });
    const detail = 'Key (email)=(a@b.c) already exists.';
    expect(redact({ err: { severity: 'ERROR', detail } }).err.detail).toBe('Key (email)=(…) already exists.');
  });

  it('and stays JSON whatever is in it', () => {
    const keys = ['msg', 'password', 'authorization', 'sql', 'a=b', 'set-cookie', 'token=', 'token\\'];
    const parts = [
      '://a:b',
      '@',
      'Bearer ',
      'password=',
      'authorization',
      '":"',
      '\\',
      '"',
      'PRIVATE KEY-----',
      '-----BEGIN ',
      '\n',
      '?sig=',
      'x',
    ];
    const text = fc.array(fc.constantFrom(...parts)).map((all) => all.join(''));
    const value = fc.oneof(
      text,
      fc.constant(null),
      fc.integer(),
      fc.array(text),
      fc.dictionary(fc.constantFrom(...keys), text),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), value), (line) => {
        expect(Object.keys(redact(line))).toEqual(Object.keys(line));
      }),
    );
  });

  it('and only these', () => {
    const line = {
      msg: 'a token: "x"',
      tokens: 3,
      secretary: 'Ann',
      url: 'http://127.0.0.1:8002/api',
      at: 'a@b.example',
      password: null,
      authorization: null,
      note: 'basic authentication failed, code=E7, Bearer of news',
      many: 'x=1&y=2',
    };
    expect(redact(line)).toEqual(line);
  });

  it.each(['a'.repeat(1_000_000), 'eyJ-'.repeat(250_000), 'eyJhbGciOiJF.'.repeat(80_000), '://a:'.repeat(200_000)])(
    'at once, however long it is and whatever it looks like: %.20s…',
    (text) => {
      expect(redactText(`://u:p@h ${text} ${jwt}`)).toMatch(/^:\/\/u:\[redacted\]@h .* \[redacted\]$/);
    },
  );

  it('and remains one line', () => {
    expect(redactLine('{"token":"x"}\n')).toBe('{"token":"[redacted]"}\n');
  });
});
