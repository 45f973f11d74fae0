import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { compareDocuments, openApiDocuments, recordDocuments } from '../../../cli/contracts/openapi.ts';
import { repository } from '../../support/aurora.ts';
import { type Clone, clone } from '../../support/clone.ts';

const MAIN = 'services/subject-service/src/main.ts';

describe('what services serve, as their code says without a fleet that runs', () => {
  let copy: Clone;
  let fleet: Fleet;
  const only = (name: string) => ({ root: fleet.root, services: fleet.services.filter((each) => each.name === name) });

  beforeAll(async () => {
    copy = await clone({}, ['contracts']);
    fleet = await loadFleet({ file: join(copy.root, 'aurora.config.yaml') });
  });
  afterAll(async () => copy?.[Symbol.asyncDispose]());

  it('is valid OpenAPI, and what this repository has agreed upon', async () => {
    const documents = await openApiDocuments(fleet);
    expect([...documents.keys()].toSorted()).toEqual(fleet.services.map(({ name }) => name).toSorted());
    for (const [service, text] of documents) {
      const document = JSON.parse(text);
      expect([service, await new Validator().validate(document)]).toEqual([service, { valid: true }]);
      expect(document.openapi).toMatch(/^3\.1/);
    }
    const changes = await compareDocuments(repository, documents);
    expect(changes.filter(({ change }) => change !== 'unchanged')).toEqual([]);
  }, 120_000);

  it('has routes that were written by hand, and is recorded', async () => {
    await copy.edit(
      MAIN,
      'startService(service)',
      `startService({
  ...service,
  routes: async (app, options) => {
    await app.register(service.routes, options);
    app.get('/api/v1/weather', { config: { scope: 'weather:read' } }, async () => ({ sunny: true }));
  },
})`,
    );
    const documents = await openApiDocuments(only('subject-service'));
    const file = 'contracts/openapi/subject-service.json';
    const changesOf = async () => (await compareDocuments(copy.root, documents)).find((each) => each.file === file);
    expect(await changesOf()).toEqual({ file, service: 'subject-service', change: 'changed' });
    await recordDocuments(copy.root, documents);
    expect(await changesOf()).toMatchObject({ change: 'unchanged' });
    expect(Object.keys(JSON.parse(await readFile(join(copy.root, file), 'utf8')).paths)).toContain('/api/v1/weather');
    // Those of services that are not among them are gone with it.
    expect(await compareDocuments(copy.root, documents)).toHaveLength(1);
  }, 60_000);

  it('is told as missing where a service cannot be built, with what it said', async () => {
    await rm(join(copy.root, 'services/file-service/src/generated/service.ts'));
    await expect(openApiDocuments(only('file-service'))).rejects.toMatchObject({
      code: 'service_undescribed',
      details: expect.arrayContaining([expect.stringContaining('generated/service.ts')]),
    });
  }, 60_000);
});
