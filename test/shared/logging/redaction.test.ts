import { describe, expect, it } from '@jest/globals';
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
    ['a token behind something else', `x.old-${jwt}, (${jwt})`, 'x.old-[redacted], ([redacted])'],
  ])('%s', (_name, text, expected) => {
    expect(redact({ err: { message: text, stack: `Error: ${text}\n at x` } })).toEqual({
      err: { message: expected, stack: `Error: ${expected}\n at x` },
    });
    expect(redactText(text)).toBe(expected);
  });

  it('and only these', () => {
    const line = {
      msg: 'a token: "x"',
      tokens: 3,
      secretary: 'Ann',
      url: 'http://127.0.0.1:8002/api',
      at: 'a@b.example',
      password: null,
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
