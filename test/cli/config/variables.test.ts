import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '../../../cli/config/findings.ts';
import { codesOf, fieldsOf, fleetOf, inspect } from './inspect.ts';

/** What a string field's default becomes. */
function read(written: string, variables: Record<string, string> = {}): unknown {
  const { fleet, findings } = inspect(fieldsOf(`a: { type: string, default: ${written} }`), { variables });
  expect(findings).toEqual([]);
  const service = fleet?.services.at(-1);
  return service?.kind === 'domain' ? service.entities[0]?.fields[0] : undefined;
}

describe('a variable', () => {
  it.each([
    ["'${A}'", { A: 'x' }, 'x'],
    ["'${A:-y}'", { A: 'x' }, 'x'],
    ["'${A:-y}'", { A: '' }, 'y'],
    ["'${A:-y}'", {}, 'y'],
    ["'${A:-}'", {}, ''],
    ["'${A}'", { A: '' }, ''],
    ["'a${A}b${B}c'", { A: '1', B: '2' }, 'a1b2c'],
    ["'$${A}'", { A: 'x' }, '${A}'],
    ["'$A and $ and {A}'", { A: 'x' }, '$A and $ and {A}'],
    ["'${A}'", { A: '${B}', B: 'x' }, '${B}'],
    ["'${A}'", { A: '8080' }, '8080'],
    ["'${A}'", { A: 'a: [b' }, 'a: [b'],
  ])('%s with %j is %j', (written, variables, expected) => {
    expect(read(written, variables)).toMatchObject({ default: expected });
  });

  it('is read as a number or a boolean where one is wanted, in quotes or without', () => {
    const yaml = fleetOf(
      "files: { kind: file, port: '${PORT:-8003}' }\norders:\n  kind: domain\n  port: ${ORDERS}\n  entities:\n    Order: { fields: { a: { type: boolean, required: '${YES}' } } }",
    );
    const { fleet } = inspect(yaml, { variables: { ORDERS: '9001', YES: 'true' } });
    expect(fleet?.services.slice(2)).toMatchObject([
      { port: 8003 },
      { port: 9001, entities: [{ fields: [{ required: true }] }] },
    ]);
  });

  it('is not shown when it does not fit: it may be a secret', () => {
    const yaml = fleetOf(
      "files: { kind: file, port: '${PORT}', storage: { driver: '${DRIVER}' } }",
      'runtime: ${PLACE}x\n',
    );
    const variables = { PORT: 'hunter2', DRIVER: 'hunter2', PLACE: 'hunter2' };
    const { findings } = inspect(yaml, { variables });
    expect(codesOf({ findings, environments: [] })).toEqual(['wrong_type', 'unknown_value', 'unknown_value']);
    const error = new ConfigError(findings);
    expect(JSON.stringify([error.message, error.details, error.facts])).not.toContain('hunter2');
  });

  it('is told once when it is missing, not again for what it leaves wrong', () => {
    const { findings } = inspect(fleetOf("files: { kind: file, port: '${PORT}' }"));
    expect(codesOf({ findings, environments: [] })).toEqual(['missing_variable']);
  });

  it('need not be set for an environment that is not chosen, nor where one replaces it', () => {
    const yaml = fleetOf('', "runtime: ${A}\nenvironments: { live: { runtime: docker }, qa: { runtime: '${B}' } }\n");
    expect(inspect(yaml, { environment: 'live' }).findings).toEqual([]);
    expect(codesOf(inspect(yaml, { environment: 'qa' }))).toEqual(['missing_variable']);
  });

  it.each(['constructor', '__proto__', 'toString'])('%s is nothing that objects lend', (name) => {
    expect(codesOf(inspect(fleetOf('', `runtime: \${${name}}\n`)))).toEqual(['missing_variable']);
  });

  it('is left alone in keys', () => {
    expect(codesOf(inspect(fleetOf('', 'defaults: { "${A}": 1 }\n'), { variables: { A: 'retries' } }))).toEqual([
      'unknown_key',
    ]);
  });
});
