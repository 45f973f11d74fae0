import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import type { ServiceDocument } from '../../../../shared/gateway/openapi/documents.ts';
import { Contracts } from '../../../../shared/gateway/validate/contracts.ts';
import { until } from '../../../../shared/testing/index.ts';

const documentWith = (path: string) => ({ openapi: '3.1.0', info: {}, paths: { [path]: { get: {} } } });

/** Contracts of a service that says what the test says. */
function over(answers: { document?: object; available: boolean }) {
  const lines: string[] = [];
  let asked = 0;
  const log = (_about: unknown, line: string) => void lines.push(line);
  const contracts = new Contracts({
    documentOf: async (service) => {
      asked++;
      return { service, document: undefined, ...answers } as ServiceDocument;
    },
    metrics: new Registry(),
    log: { info: log, warn: log } as never,
  });
  const knows = async (path: string) => (await contracts.of('things'))?.find('GET', path) !== undefined;
  return { contracts, lines, knows, asked: () => asked };
}

describe('contracts', () => {
  it('are fetched once, and again when instances have come or gone', async () => {
    const said = { document: documentWith('/old'), available: true };
    const { contracts, knows, asked } = over(said);
    expect([await knows('/old'), await knows('/old'), asked()]).toEqual([true, true, 1]);
    said.document = documentWith('/new');
    expect([await knows('/new'), asked()]).toEqual([false, 1]);
    contracts.expire();
    // Nobody waits for the new one while there is an old one.
    expect(contracts.of('things')).toBe(contracts.of('things'));
    expect(await contracts.of('things')).toBeDefined();
    expect([await knows('/new'), await knows('/old')]).toEqual([true, false]);
  });

  it('are kept while the service is away, and compiled anew only when they are others', async () => {
    const said = { document: documentWith('/a'), available: true };
    const { contracts, knows } = over(said);
    const first = await contracts.of('things');
    said.available = false;
    contracts.expire();
    expect(await knows('/a')).toBe(true);
    said.available = true;
    said.document = documentWith('/a');
    contracts.expire();
    await contracts.of('things');
    expect(await contracts.of('things')).toBe(first);
  });

  it.each<[string, unknown]>([
    ['a schema that is none', { openapi: '3.0.3', paths: {}, components: { schemas: { A: { type: 'nonsense' } } } }],
    ['a path that is nothing', { openapi: '3.1.0', paths: { '/a': null } }],
    ['nothing', null],
    ['text', 'openapi'],
  ])(
    'are none where a document has or is %s: its requests pass unchecked, and nothing breaks',
    async (_what, document) => {
      const said = { document: documentWith('/old') as object, available: true };
      const { contracts, knows } = over(said);
      expect(await knows('/old')).toBe(true);
      said.document = document as object;
      contracts.expire();
      await contracts.of('things');
      expect(await knows('/old')).toBe(false);
      expect(await knows('/a')).toBe(false);
    },
  );

  it('that are not known are asked for again, and missed aloud once', async () => {
    const said: { document?: object; available: boolean } = { available: false };
    const { contracts, lines, knows, asked } = over(said);
    expect([await contracts.of('things'), await contracts.of('things'), asked()]).toEqual([undefined, undefined, 2]);
    contracts.miss('things');
    contracts.miss('things');
    expect(lines).toEqual(['no OpenAPI document yet: its requests pass unchecked']);
    said.document = documentWith('/a');
    said.available = true;
    expect(await knows('/a')).toBe(true);
  });

  it('are fetched beforehand where they are wanted', async () => {
    const said = { document: documentWith('/a'), available: true };
    const { contracts, asked } = over(said);
    contracts.want('things');
    contracts.expire();
    await until(() => contracts.of('things') !== undefined && !(contracts.of('things') instanceof Promise));
    const before = asked();
    expect((await contracts.of('things'))?.find('GET', '/a')).toBeDefined();
    expect(asked()).toBe(before);
  });

  it('are not taken for the newest when instances changed while they were fetched', async () => {
    const said = { document: documentWith('/a'), available: true };
    const { contracts, asked } = over(said);
    const fetching = contracts.of('things');
    contracts.expire();
    await fetching;
    await contracts.of('things');
    expect(asked()).toBe(2);
  });
});
