import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { until } from '../../../../shared/testing/index.ts';
import { runs, told } from '../../../support/fuzz.ts';
import { LONG } from '../../../support/long.ts';
import { RawClient } from '../../../support/raw-client.ts';
import { answersIn } from './support/answers.ts';
import { OPEN } from './support/case.ts';
import { exchange, startSite } from './support/site.ts';
import { fields } from './themes/fields.ts';
import { framing } from './themes/framing.ts';
import { parsers } from './themes/parsers.ts';
import { syntax } from './themes/syntax.ts';
import { targets } from './themes/targets.ts';
import { upgrades } from './themes/upgrades.ts';

const SHORT = 1_000;
const CASES = [framing, syntax, targets, fields, upgrades, parsers].flat().filter(({ bytes }) => bytes.length < 2_000);
const SEEDS = CASES.map(({ bytes }) => bytes);
const PASSING = CASES.filter((one) => one.is === 'passes').map(({ bytes }) => bytes);
const WORDS = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\r\n\r\n',
    '\0',
    ' ',
    '\t',
    ':',
    ',',
    ';',
    '/',
    '\\',
    '%',
    '%2e',
    '?',
    '#',
    '\xff',
    '\x7f',
    '-1',
    '0',
  ],
  ...[
    'Content-Length: 5\r\n',
    'Content-Length: 0\r\n',
    'Transfer-Encoding: chunked\r\n',
    'Transfer-Encoding: ',
    'chunked',
  ],
  ...[
    'Host: b\r\n',
    'Connection: close\r\n',
    'Connection: ',
    'Upgrade: h2c\r\n',
    'Expect: 100-continue\r\n',
    'X-Internal-Token: x\r\n',
  ],
  ...[
    'X_Forwarded_For: x\r\n',
    'X-Request-Deadline: 5\r\n',
    'TE: trailers\r\n',
    '0\r\n\r\n',
    '5\r\nhello\r\n',
    'HTTP/1.1',
    'HTTP/1.0',
  ],
  ...['GET ', 'HEAD ', 'POST ', 'http://b', `GET ${OPEN}/x HTTP/1.1\r\nHost: a\r\n\r\n`, '9999999999999999999999'],
];

interface Edit {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const edit = fc.record<Edit>({
  at: fc.nat(10_000),
  remove: fc.oneof(fc.constant(0), fc.nat(30)),
  insert: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
    fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), maxLength: 3 }),
    fc.constantFrom(...SEEDS).map((bytes) => bytes.slice(0, 200)),
  ),
});
const seed = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...PASSING) }, fc.constantFrom(...SEEDS));
const mutated = fc
  .tuple(fc.array(seed, { minLength: 1, maxLength: 3 }), fc.array(edit, { maxLength: 3 }))
  .map(([seeds, edits]) => edits.reduce(apply, seeds.join('')));

function apply(bytes: string, { at, remove, insert }: Edit): string {
  const start = at % (bytes.length + 1);
  return bytes.slice(0, start) + insert + bytes.slice(start + remove);
}

it(
  'whatever bytes come, a service sees well-formed requests that were sent, and others are served on',
  async () => {
    await using site = await startSite();
    const { gateway, upstream } = site;
    const probe = async () => {
      const name = `${OPEN}/probe`;
      const answers = await exchange(gateway.url, `GET ${name} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      expect(answers).toMatchObject([{ status: 200, body: name }]);
    };
    const recent: string[] = [];
    let requests = 0;
    const parameters = runs(SHORT);
    await fc.assert(
      fc.asyncProperty(mutated, async (bytes) => {
        recent.push(bytes);
        if (recent.length > 20) recent.shift();
        using client = await RawClient.to(gateway.url);
        client.send(bytes);
        // The gateway has read what was sent, and still serves others.
        await probe();
        client.socket.end();
        const received = await client.closed();
        // Whose answer is without its body, only the one who asks by HEAD knows.
        if (!bytes.includes('HEAD')) answersIn(received.replace(/^(?:HTTP\/1\.1 100 Continue\r\n\r\n)+/, ''));
        expect(upstream.faults).toEqual([]);
        const seen = upstream.requests.filter(({ target }) => target !== `${OPEN}/probe`);
        for (const { method, target } of seen) {
          // Node takes more than one blank, and the absolute form.
          expect(recent.some((sent) => sent.includes(method) && sent.includes(target))).toBe(true);
        }
        expect(seen.length).toBeLessThanOrEqual(recent.join('').split(/HTTP\/1\.[01]/).length - 1);
        requests += seen.length;
        upstream.forget();
      }),
      parameters as fc.Parameters<[string]>,
    );
    await until(() => upstream.midway === 0);
    expect(requests).toBeGreaterThan(SHORT / 20);
    told(`mutated requests, ${requests} of which a service saw`, parameters.numRuns ?? 0);
  },
  LONG ? 3_600_000 : 120_000,
);
