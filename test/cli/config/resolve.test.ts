import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ObjectSchema, Schema } from '../../../cli/config/json-schema.ts';
import type { DomainService } from '../../../cli/config/model.ts';
import { relationsOf } from '../../../cli/config/relations.ts';
import { CONFIG_SCHEMA } from '../../../cli/config/schema.ts';
import { repository } from '../../support/aurora.ts';
import { fieldsOf, fleetOf, inspect } from './inspect.ts';

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

describe('the resolved fleet', () => {
  it('of this repository', () => {
    const { fleet, findings } = inspect(readFileSync(join(repository, 'aurora.config.yaml'), 'utf8'));
    expect(findings).toEqual([]);
    expect(fleet).toMatchSnapshot();
  });

  it.each(['development', 'production'])('of five services in %s', (environment) => {
    const { fleet, findings } = inspect(fixture('five-services.yaml'), { environment });
    expect(findings).toEqual([]);
    expect(fleet).toMatchSnapshot();
  });

  it('lets a service wait for the config service and what it references, the gateway for all, the config service for none', () => {
    const { fleet } = inspect(fixture('five-services.yaml'));
    expect(Object.fromEntries(fleet?.services.map(({ name, dependsOn }) => [name, dependsOn]) ?? [])).toEqual({
      'api-gateway': ['config-service', 'file-service', 'subject-service', 'syllabus-service'],
      'config-service': [],
      'subject-service': ['config-service'],
      'file-service': ['config-service'],
      'syllabus-service': ['config-service', 'file-service', 'subject-service'],
    });
  });

  it('has the entities of a service so that what they must refer to comes first, and knows their circles', () => {
    const entities = ['A: { fields: { b: { references: B, required: true }, c: { references: all.C } } }']
      .concat('B: { fields: { a: { references: A }, own: { references: B } } }')
      .concat('C: { fields: { name: { type: text } } }');
    const { fleet, findings } = inspect(
      fleetOf(`all:\n  kind: domain\n  port: 8001\n  entities:\n    ${entities.join('\n    ')}`),
    );
    expect(findings).toEqual([]);
    const service = fleet?.services.find(({ kind }) => kind === 'domain') as DomainService;
    expect(service.dependsOn).toEqual(['settings']);
    expect(service.entities.map(({ name }) => name)).toEqual(['B', 'C', 'A']);
    const relations = service.entities.flatMap(relationsOf);
    expect(relations.map(({ name, entity, circular = false }) => [name, entity, circular])).toEqual([
      ['a', 'A', true],
      ['own', 'B', false],
      ['b', 'B', true],
      ['c', 'C', false],
    ]);
  });

  it('has one instance of a service, or as many as the chosen environment says', () => {
    const yaml = `${fleetOf('files: { kind: file, port: 8003, replicas: 2, storage: { driver: s3 } }')}environments: { live: { services: { settings: { replicas: 3 } } } }\n`;
    const replicas = (environment: string) =>
      inspect(yaml, { environment }).fleet?.services.map((service) => service.replicas);
    expect([replicas('development'), replicas('live')]).toEqual([
      [1, 1, 2],
      [1, 3, 2],
    ]);
  });

  it('lays what a service may take in the chosen environment over what it may take elsewhere', () => {
    const yaml = `${fleetOf('files: { kind: file, port: 8003, resources: { cpus: 0.5 } }')}environments: { live: { services: { files: { resources: { memoryMb: 1024 } } } } }\n`;
    const resources = (environment: string) =>
      inspect(yaml, { environment }).fleet?.services.map((service) => service.resources);
    expect([resources('development'), resources('live')]).toEqual([
      [undefined, undefined, { cpus: 0.5 }],
      [undefined, undefined, { cpus: 0.5, memoryMb: 1024 }],
    ]);
  });

  it('needs neither gateway nor config service', () => {
    const { fleet } = inspect(fieldsOf('a: { type: text }').replace(/^ {2}(?:gateway|settings):.*\n/gm, ''));
    expect(fleet?.services).toMatchObject([{ name: 'orders', dependsOn: [] }]);
  });

  it('has the defaults that the schema states', () => {
    const { fleet } = inspect(fleetOf('files: { kind: file, port: 8003 }', 'infrastructure: { monitoring: true }\n'));
    const { runtime, infrastructure, defaults, storage } = CONFIG_SCHEMA.$defs;
    expect(fleet?.runtime).toBe(runtime?.default);
    expect(fleet?.infrastructure).toEqual(defaultsOf(infrastructure as ObjectSchema));
    expect(fleet?.defaults).toEqual(defaultsOf(defaults as ObjectSchema));
    expect(fleet?.services[2]).toMatchObject({ storage: defaultsOf(storage as ObjectSchema) });
  });

  it('has the defaults that the types of fields state', () => {
    const yaml = fleetOf(
      `orders: { kind: domain, port: 8001, entities: { Order: { fields: { a: { type: string } } } } }
bills: { kind: domain, port: 8002, entities: { Bill: { fields: { a: { references: orders.Order } } } } }`,
    );
    const fields = inspect(yaml).fleet?.services.flatMap((service) =>
      service.kind === 'domain' ? service.entities : [],
    );
    expect(fields).toMatchObject([
      { fields: [defaultsOf(CONFIG_SCHEMA.$defs.stringField as ObjectSchema)] },
      { fields: [defaultsOf(CONFIG_SCHEMA.$defs.referenceField as ObjectSchema)] },
    ]);
  });
});

/** The defaults of a mapping's keys, mappings included. */
function defaultsOf({ properties }: ObjectSchema): Record<string, unknown> {
  const known = Object.entries(properties).map(([key, schema]): [string, unknown] => [
    key,
    schema.properties ? defaultsOf(schema as Schema as ObjectSchema) : schema.default,
  ]);
  return Object.fromEntries(known.filter(([, value]) => value !== undefined));
}
