import fc from 'fast-check';
import type { Operation } from '../document.ts';
import type { Draft } from '../draft.ts';
import type { Violation } from './contract.ts';

const JSON_TYPE = 'application/json';
/** A body may nest 64 levels deep, and hold 1 MiB. */
const [TOO_DEEP, TOO_LARGE] = [65, 1024 * 1024 + 1];

/** Bodies that are no JSON, or not such as can be kept as they are. */
export function byteViolations({ body }: Operation, good: fc.Arbitrary<Draft>): Violation[] {
  if (!body) return [];
  const raw = (kind: string, statuses: readonly number[], bytes: fc.Arbitrary<string>, type?: string): Violation => ({
    kind,
    where: 'body',
    statuses,
    drafts: fc.tuple(good, bytes).map(([draft, each]) => ({
      ...draft,
      body: { kind: 'raw', bytes: each, mediaType: type ?? JSON_TYPE },
    })),
  });
  const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/jsonp', 'json'];
  const media = types.map((type) => raw('media type', [415], fc.constant('{}'), type));
  if (body.mediaType !== JSON_TYPE) return [...media, raw('media type', [415], fc.constant('{}'))];
  const deep = (open: string, close: string) =>
    fc.integer({ min: TOO_DEEP, max: 20_000 }).map((levels) => open.repeat(levels) + close.repeat(levels));
  return [
    ...media,
    raw(
      'broken JSON',
      [400],
      fc.constantFrom('', '{', '{"a":}', '[1,]', '{"a":1}}', "{'a':1}", 'undefined', 'NaN', '\ufeff'),
    ),
    raw('bytes that are no UTF-8', [400], fc.constantFrom('{"a":"\xff"}', '{"\xc3":1}', '\xed\xa0\x80')),
    raw(
      'deep nesting',
      [400],
      fc.oneof(
        deep('[', ']'),
        deep('{"a":', '1}').map((text) => text.replace(/1\}/g, '}').replace(/:\}/, ':1}')),
      ),
    ),
    raw(
      'prototype',
      [400],
      fc.constantFrom('{"__proto__":{"a":1}}', '{"constructor":{"prototype":{}}}', '{"\\u005f_proto__":{"a":1}}'),
    ),
    raw('NUL', [422], fc.constantFrom('{"a":"\\u0000"}', '{"\\u0000":1}', '["\\u0000"]')),
    raw('lone surrogate', [422], fc.constantFrom('{"a":"\\ud800"}', '{"a":"\\udc00\\ud800"}', '["\\udfff"]')),
    raw(
      'huge number',
      [422],
      fc.constantFrom('{"a":1e400}', '{"a":-1e999}', '{"a":9007199254740993}', '[0.12345678901234567891]'),
    ),
    raw('no object', [422], fc.constantFrom('null', 'true', '7', '"x"', '[]', '[{}]')),
    raw('too much', [413], fc.constant(`"${'x'.repeat(TOO_LARGE)}"`)),
  ];
}
