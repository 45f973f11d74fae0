import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FastifyRequest } from 'fastify';
import { HttpRequestContext } from '../../../shared/app/request-context.ts';
import { bearerToken } from '../../../shared/auth/index.ts';
import { CORRELATION_ID, parseTraceparent } from '../../../shared/context/index.ts';
import { Problem } from '../../../shared/errors/index.ts';
import { nominatedBy } from '../../../shared/gateway/admission/nominated.ts';
import { targetOf } from '../../../shared/gateway/admission/target.ts';
import { requestHeaders } from '../../../shared/gateway/proxy/request-headers.ts';
import { acceptedBy, CODINGS } from '../../../shared/gateway/transform/coding.ts';
import { jsonRules } from '../../../shared/gateway/transform/json-rules.ts';
import { readJson } from '../../../shared/gateway/transform/json-text.ts';
import { isPlainJson } from '../../../shared/gateway/transform/media-type.ts';
import { runs, told } from '../../support/fuzz.ts';

const SHORT = 1_000;
let tried = 0;
afterAll(() => told('inputs of parts that read requests', tried));

const check = <T>(input: fc.Arbitrary<T>, holds: (value: T) => void) =>
  fc.assert(
    fc.property(input, (value) => {
      tried++;
      holds(value);
    }),
    runs(SHORT),
  );

/** What it returns; undefined where it refuses with a problem. Anything else that it throws is a defect. */
function orProblem<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return undefined;
    throw error;
  }
}

const of = (...pieces: string[]) =>
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 2 })), { maxLength: 12 })
    .map((all) => all.join(''));

describe('whatever a client sends,', () => {
  it('a path that goes on hides no way out, however often it is decoded', () => {
    const url = of(
      '/',
      '.',
      '..',
      '%',
      '25',
      '%25',
      '2e',
      '%2e',
      '%2E',
      '2f',
      '%2f',
      '5c',
      '%5C',
      '00',
      '\\',
      ';',
      '?',
      '#',
      'a',
      'http://a',
      '//',
      '@',
    );
    check(url, (text) => {
      const target = orProblem(() => targetOf(text, 'a'));
      if (target === undefined) return;
      expect(target).toMatch(/^\/[\x21\x22\x24-\x7e]*$/);
      if (text.startsWith('/')) expect(target).toBe(text);
      const path = target.split('?', 1)[0] ?? '';
      for (let inner = path, last = ''; inner !== last; ) {
        last = inner;
        inner = inner.replace(/%([0-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
        expect(inner.split('/')).toHaveLength(path.split('/').length);
        expect(inner).not.toMatch(/[\\\0]/);
        const names = inner.split('/').map((segment) => segment.split(';', 1)[0]);
        expect(names).not.toContain('.');
        expect(names).not.toContain('..');
      }
    });
  });

  it('a name that Connection nominates is found, in whichever way it is written', () => {
    const blank = fc.constantFrom('', ' ', '\t', ' \t ');
    const option = fc.tuple(blank, fc.constantFrom('close', 'X-Secret', 'x-a', '', 'UPGRADE'), blank);
    check(fc.array(option, { maxLength: 6 }), (options) => {
      const nominated = nominatedBy(options.map((parts) => parts.join('')).join(','));
      if (options.length < 2) return;
      for (const [, name] of options) expect(nominated).toContain(name.toLowerCase());
    });
    check(of(',', ' ', '\t', 'close', 'a'), (text) => {
      for (const name of nominatedBy(text) ?? []) expect(name).toBe(name.trim().toLowerCase());
    });
  });

  it('no header goes on that only the gateway may say, and all others do, unchanged', () => {
    const OWN =
      /^(?:host|connection|keep-alive|proxy-(?:authenticate|authorization|connection)|te|trailer|transfer-encoding|upgrade|expect|forwarded|x-real-ip|x-internal-.*|.*_.*|authorization|x-api-key|http2-settings)$/;
    const SAID = [
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
      'x-correlation-id',
      'traceparent',
      'x-request-deadline',
    ];
    const name = fc.oneof(
      fc.constantFrom(
        'te',
        'host',
        'upgrade',
        'x-forwarded-for',
        'x-forwarded-port',
        'x-internal-token',
        'x_internal_token',
        'x-internal',
        'connection',
        'x-a',
        'accept',
        'proxy-connection',
        'keep-alive',
        'x-correlation-id',
        'traceparent',
        'forwarded',
        'constructor',
        '__proto__',
      ),
      fc.stringMatching(/^[a-z_-]{1,12}$/),
    );
    const nominated = fc.array(name, { maxLength: 3 }).map((names) => names.join());
    check(
      fc.tuple(fc.array(fc.tuple(name, of('a', ',', ' ')), { maxLength: 8 }), nominated),
      ([fields, connection]) => {
        const headers: Record<string, string> = Object.fromEntries([...fields, ['connection', connection]]);
        const request = {
          raw: { headers },
          ip: '1.1.1.1',
          host: 'a',
          protocol: 'http',
          context: new HttpRequestContext(headers),
        };
        const sent = requestHeaders(request as unknown as FastifyRequest, 1_000);
        const names = sent.filter((_, index) => index % 2 === 0);
        expect(new Set(names).size).toBe(names.length);
        for (const [index, one] of names.entries()) {
          expect(one).not.toMatch(OWN);
          if (one.startsWith('x-forwarded-')) expect(SAID).toContain(one);
          if (!SAID.includes(one)) expect(sent[2 * index + 1]).toBe(headers[one]);
        }
        const gone = new Set(connection.split(',').map((one) => one.trim().toLowerCase()));
        for (const one of Object.keys(headers)) {
          const may = !OWN.test(one) && !gone.has(one) && !SAID.includes(one) && !one.startsWith('x-forwarded-');
          if (may) expect(names).toContain(one);
        }
        expect(sent[names.indexOf('x-forwarded-for') * 2 + 1]).toBe('1.1.1.1');
      },
    );
  });

  it('correlation ids and traces go on well-formed, the good ones as they came', () => {
    const id = of('a', '0', '-', '.', ':', '_', ' ', '\n', '"');
    const trace = of('00-', '01-', 'ff-', '0'.repeat(32), 'a'.repeat(32), '-', 'b'.repeat(16), '-01', '-00', 'x');
    check(fc.tuple(id, trace), ([correlation, traceparent]) => {
      const context = new HttpRequestContext({ 'x-correlation-id': correlation, traceparent });
      expect(context.correlationId).toMatch(CORRELATION_ID);
      if (CORRELATION_ID.test(correlation)) expect(context.correlationId).toBe(correlation);
      expect(parseTraceparent(context.traceparent)).toMatchObject({ traceId: context.traceId });
      const known = parseTraceparent(traceparent);
      if (known) expect(context.traceId).toBe(known.traceId);
    });
  });

  it('an Authorization is a token or is refused', () => {
    check(of('Bearer', 'bearer', ' ', '\t', 'a.b.c', ',', '=', '"', 'Basic'), (text) => {
      const token = orProblem(() => bearerToken(text, 'fleet'));
      if (token !== undefined) expect(text).toContain(token);
    });
  });

  it('an Accept-Encoding gets what it likes best of what there is', () => {
    const quality = fc.constantFrom('', ';q=1', ';q=0.5', '; q=0.001', ';q=0');
    const one = fc.tuple(fc.constantFrom('gzip', 'br', 'zstd', 'identity', '*', 'x'), quality);
    const weightOf = (text: string | undefined) => (text === undefined ? undefined : Number(text.split('=')[1] ?? 1));
    check(fc.uniqueArray(one, { selector: ([name]) => name, maxLength: 6 }), (all) => {
      const accepted = acceptedBy(all.map((parts) => parts.join('')).join(', '));
      const said = new Map<string, string>(all);
      const liked = (name: string) => weightOf(said.get(name) ?? said.get('*')) ?? (name === 'identity' ? 1e-6 : 0);
      expect(accepted.identity).toBe(liked('identity') > 0);
      const most = Math.max(...[...CODINGS, 'identity'].map(liked));
      expect(most === 0 ? undefined : liked(accepted.coding ?? 'identity')).toBe(most === 0 ? accepted.coding : most);
    });
    check(of('gzip', 'br', 'zstd', 'identity', '*', ';', 'q', '=', '0', '1', '.', ',', ' ', 'NaN', '-'), (text) => {
      const { coding } = acceptedBy(text);
      if (coding !== undefined) expect(text).toMatch(new RegExp(`${coding}|\\*`, 'i'));
    });
  });
});

describe('whatever JSON comes,', () => {
  const key = fc.oneof(
    fc.constantFrom('a', 'b', '*', '0', '1', '-', '', '~', '/', '__proto__', 'constructor', 'toString'),
    fc.string({ maxLength: 2 }),
  );
  const pointer = fc
    .array(key, { minLength: 1, maxLength: 3 })
    .map((keys) => keys.map((one) => `/${one.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<unknown>(1, 'x', null, true),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((members) => members.reduce(define, {})),
  }));
  const define = (object: object, [name, member]: [string, unknown]) =>
    Object.defineProperty(object, name, { value: member, enumerable: true, configurable: true, writable: true });

  it('it is read as it was written', () => {
    check(value, (document) => {
      const text = JSON.stringify(document);
      expect(JSON.stringify(readJson(Buffer.from(text)))).toBe(text);
    });
    check(
      of('{', '}', '[', ']', '"', ':', ',', '1', '1e9', '-0', '0.10', 'null', '\\u0061', '\\', ' ', '"a"'),
      (text) => {
        let known: unknown;
        try {
          known = JSON.parse(text);
        } catch {
          return expect(() => readJson(Buffer.from(text))).toThrow(SyntaxError);
        }
        expect(JSON.parse(JSON.stringify(readJson(Buffer.from(text))))).toEqual(known);
      },
    );
  });

  it('what a rule takes away is gone, what it sets is there where its place is, and no prototype has changed', () => {
    const plain = Object.getOwnPropertyNames(Object.prototype).length;
    check(fc.tuple(value, pointer, pointer, key), ([document, gone, set, name]) => {
      jsonRules({ remove: [gone] })(document);
      if (!gone.includes('*') && !/\/\d/.test(gone)) expect(placesOf(document, gone)).toEqual([]);
      jsonRules({ rename: { [gone]: name }, set: { [set]: 7 } })(document);
      for (const found of placesOf(document, set)) expect(found).toBe(7);
      JSON.stringify(document);
      expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(plain);
    });
  });

  /** What a pointer leads to, read by the letter of RFC 6901. */
  function placesOf(document: unknown, path: string): unknown[] {
    const keys = path
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    let places: unknown[] = [document];
    for (const one of keys) {
      places = places.flatMap((place) => {
        if (typeof place !== 'object' || place === null) return [];
        if (Array.isArray(place) && one === '*') return place;
        const isKey = Array.isArray(place) ? /^(?:0|[1-9]\d*)$/.test(one) : true;
        return isKey && Object.hasOwn(place, one) ? [(place as Record<string, unknown>)[one]] : [];
      });
    }
    return places;
  }

  it('a media type is read without surprise', () => {
    check(
      of('application/json', ';', 'charset', '=', 'utf-8', 'UTF-7', '"', ' ', ',', 'text/plain', '+json', 'x'),
      (text) => {
        if (!isPlainJson({ 'content-type': text })) return;
        expect(text.trim()).toMatch(/^[\w.+-]+\/[\w.+-]*json[ \t]*(?:;|$)/i);
        expect(text).not.toMatch(/charset[ \t]*=[ \t]*"?utf-7/i);
      },
    );
  });
});
