import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { artifacts } from '../../../cli/config/build/artifacts.ts';
import { editorSchema } from '../../../cli/config/editor-schema.ts';
import type { Schema } from '../../../cli/config/json-schema.ts';
import { CONFIG_SCHEMA } from '../../../cli/config/schema.ts';
import { repository } from '../../support/aurora.ts';
import { fleetOf } from './inspect.ts';

describe('what schema.ts decides is committed as it is (else: npm run config:build)', () => {
  let made: Map<string, string>;
  beforeAll(async () => {
    made = new Map(await artifacts(repository));
  });

  it.each(['cli/config/aurora.schema.json', 'cli/config/validator.js', 'docs/config.md'])('%s', (path) => {
    expect(readFileSync(join(repository, path), 'utf8')).toBe(made.get(path));
  });
});

describe('the schema', () => {
  it('explains every key', () => {
    for (const [path, schema] of keysOf(CONFIG_SCHEMA, '')) {
      expect({ path, title: schema.title, description: schema.description }).toEqual({
        path,
        title: expect.stringMatching(/^[A-Z]/),
        description: expect.stringMatching(/\.$/),
      });
    }
  });

  it('says what each pattern asks for', () => {
    expect(JSON.stringify(CONFIG_SCHEMA).match(/"pattern":"/g)?.length).toBe(
      JSON.stringify(CONFIG_SCHEMA).match(/"patternErrorMessage":"/g)?.length,
    );
  });
});

/** Their one key is explained with each of the mappings that it chooses. */
const CHOICES = new Set(['service', 'field', 'item', 'value', 'parameter', 'result']);

/** Every property of every mapping. */
function* keysOf(schema: Schema, path: string): Iterable<[string, Schema]> {
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (property.$ref === undefined && !CHOICES.has(path)) yield [`${path}.${key}`, property];
    yield* keysOf(property, `${path}.${key}`);
  }
  for (const [name, definition] of Object.entries(schema.$defs ?? {})) yield* keysOf(definition, name);
}

describe('the schema for editors', () => {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    keywords: ['enumDescriptions', 'patternErrorMessage'],
  });
  const accepts = ajv.compile(editorSchema());
  const fixture = readFileSync(join(import.meta.dirname, 'fixtures/five-services.yaml'), 'utf8');

  it('is valid, and accepts the fleet of five services', () => {
    expect([accepts(parse(fixture)), accepts.errors]).toEqual([true, null]);
  });

  it('lets variables stand for single values', () => {
    const yaml = fixture.replace('port: 8002', 'port: ${PORT:-8002}').replace('runtime: auto', 'runtime: ${PLACE}');
    expect([accepts(parse(yaml)), accepts.errors]).toEqual([true, null]);
  });

  it.each([
    fleetOf('', 'runtme: auto\n'),
    fleetOf('files: { kind: file, port: 80 }'),
    fleetOf('files: { kind: file, port: 8003, entities: {} }'),
    fleetOf('', 'environments: { live: { name: x } }\n'),
  ])('marks mistakes as they are typed', (yaml) => {
    expect(accepts(parse(yaml))).toBe(false);
  });
});
