import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { CODES } from '../../../cli/config/codes.ts';
import type { Inspection } from '../../../cli/config/inspect.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { inspect } from './inspect.ts';

/** Seconds in a test run; `AURORA_TEST_RUNS=20000` looks further. */
const RUNS = Number(process.env.AURORA_TEST_RUNS ?? 300);

/** Something of every kind that a gateway may say. */
const GATEWAY = `{ kind: gateway, port: 8000, rateLimit: { requests: 9, by: key }, limits: { bodyBytes: 9 },
    concurrency: { requests: 9, queue: 9 }, responseCache: { ttlMs: 9 }, cors: { origins: ['https://a.example'], credentials: true },
    issuers: [{ name: a, issuer: b, audience: c, jwksUrl: 'https://d.example/', algorithms: [RS256, ES256] }],
    routes: [{ path: /api/v1/files, methods: [GET], cache: { ttlMs: 9, staleMs: 9 }, scope: 'a:b', roles: [c], retries: 0 },
      { path: '/old/:id', target: file-service, to: /x, public: true, concurrency: { queue: 1 }, webSocket: true, validate: true,
        request: { headers: { set: { a: b } }, body: { remove: [/a] } }, fallback: { body: {} } }] }`;
const GOOD = readFileSync(join(import.meta.dirname, 'fixtures/five-services.yaml'), 'utf8').replace(
  '{ kind: gateway, port: 8000 }',
  GATEWAY,
);

/** Whatever is done to a config, a fleet comes of it or findings with a place in the text: never anything else. */
function isFleetOrFindings(text: string, { fleet, findings }: Inspection): void {
  if (fleet) {
    expect(findings).toEqual([]);
    isSound(fleet);
    return;
  }
  expect(findings.length).toBeGreaterThan(0);
  const lines = text.split('\n');
  for (const { line, column, code, message } of findings) {
    expect(CODES).toHaveProperty(code);
    expect(message).not.toMatch(/undefined|\[object|NaN/);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
  }
}

/** What every planner counts on. */
function isSound(fleet: Fleet): void {
  const names = new Set(fleet.services.map(({ name }) => name));
  expect(new Set(fleet.services.map(({ port }) => port)).size).toBe(fleet.services.length);
  for (const { dependsOn } of fleet.services) for (const name of dependsOn) expect(names).toContain(name);
  const started = new Set<string>();
  for (let before = -1; before < started.size; ) {
    before = started.size;
    for (const { name, dependsOn } of fleet.services)
      if (dependsOn.every((each) => started.has(each))) started.add(name);
  }
  expect(started).toEqual(names);
  const entities = fleet.services.flatMap((service) => (service.kind === 'domain' ? service.entities : []));
  expect(new Set(entities.map(({ path }) => path)).size).toBe(entities.length);
}

const NAUGHTY = [
  ...['', '~', 'null', 'true', 'yes', '0', '-1', '8000', '5432', '1e999', '.inf', '.nan', '0x1F90', '65536', '"8000"'],
  ...[
    '[]',
    '{}',
    '[a, a]',
    '{ a: 1 }',
    '*x',
    '&x y',
    '&x [*x]',
    '!!binary aa==',
    '!x y',
    '<<: *x',
    '|',
    '>-',
    '%',
    '@',
    '`',
  ],
  ...[
    '\t',
    '\0',
    '\u2028',
    '🙂',
    '\ud800',
    '"\\0"',
    '${X}',
    '${X:-1}',
    '$${',
    '${',
    '- ',
    ': ',
    '# ',
    '---',
    '...',
    '? ',
  ],
  ...['__proto__', 'constructor', 'toJSON', 'id', 'select', 'Größe', 'a'.repeat(300), '('],
];

describe('a config that was changed at random', () => {
  it('in its characters and lines', () => {
    const edit = fc.record({
      at: fc.nat(GOOD.length),
      remove: fc.nat(30),
      insert: fc.oneof(
        fc.constantFrom(...NAUGHTY),
        fc.string({ maxLength: 8 }),
        fc.string({ unit: 'binary', maxLength: 4 }),
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const text = edits.reduce(
          (of, { at, remove, insert }) => of.slice(0, at) + insert + of.slice(at + remove),
          GOOD,
        );
        isFleetOrFindings(text, inspect(text, { variables: { X: '7' } }));
      }),
      { numRuns: RUNS },
    );
  });

  it('in its values, keys and structure', () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>(
        ...NAUGHTY.filter((each) => each.isWellFormed()),
        0,
        -1,
        8000,
        8003,
        1.5,
        true,
        null,
        [],
        {},
      ),
      fc.constantFrom(
        'subject-service.Subject',
        'file-service.File',
        'syllabus-service.Syllabus',
        'Subject',
        'domain',
        'gateway',
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const edit = fc.record({
      at: fc.nat(),
      how: fc.constantFrom('replace', 'remove', 'rename', 'copy', 'add'),
      value,
      name: fc.constantFrom(...NAMES),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const config = parse(GOOD);
        for (const each of edits) apply(config, each);
        const text = stringify(config);
        isFleetOrFindings(text, inspect(text, { variables: { X: '7' } }));
      }),
      { numRuns: RUNS },
    );
  });

  it('or cut off anywhere', () => {
    for (let end = 0; end < GOOD.length; end += 7) isFleetOrFindings(GOOD.slice(0, end), inspect(GOOD.slice(0, end)));
  });
});

const NAMES = [
  'name',
  'port',
  'kind',
  'type',
  'fields',
  'Subject',
  'code',
  'unique',
  'embed',
  'plural',
  'values',
  'default',
  'min',
  'maxLength',
  'references',
  'id',
  'file-service',
  'x',
];

interface Edit {
  readonly at: number;
  readonly how: string;
  readonly value: unknown;
  readonly name: string;
}

/** Changes one place of the config, chosen among all there are. */
function apply(config: unknown, { at, how, value, name }: Edit): void {
  const places = [...placesIn(config)];
  const { holder, key } = places[at % places.length] ?? { holder: {}, key: '' };
  const old = holder[key];
  if (how === 'replace') holder[key] = value;
  else if (how === 'copy') holder[name] = structuredClone(old);
  else if (how === 'add' && old && typeof old === 'object') (old as Record<string, unknown>)[name] = value;
  else {
    delete holder[key];
    if (how === 'rename') holder[name] = old;
  }
}

function* placesIn(value: unknown): Iterable<{ holder: Record<string, unknown>; key: string }> {
  if (!value || typeof value !== 'object') return;
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    yield { holder, key };
    yield* placesIn(holder[key]);
  }
}
