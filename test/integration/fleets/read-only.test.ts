import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestService } from '../../../shared/testing/index.ts';
import { repository } from '../../support/aurora.ts';
import { GeneratedFleet } from '../../templates/support/generated-fleet.ts';
import { startServiceOf } from '../support/service-of.ts';

const path = '/api/v1/kepts';

/** As a developer writes them; moments may come as any clock gives them. */
const HOOKS = `import type { KeptHooks } from '../generated/kept/hooks.ts';

export const keptHooks: KeptHooks = {
  beforeCreate: (fields) => ({ ...fields, total: '12.50', closedAt: '2026-05-01T12:00:00+02:00' }),
  beforeUpdate: (change, current) => ({ ...change, total: '13.00', count: (current.count ?? 0) + 1 }),
};
`;

let fleet: GeneratedFleet;
let running: TestService;

beforeAll(async () => {
  fleet = new GeneratedFleet({ file: join(repository, 'test', 'fleets', 'kinds', 'aurora.config.yaml') });
  await fleet.generate();
  writeFileSync(join(fleet.root, 'services', 'kinds-service', 'src', 'hooks', 'kept.ts'), HOOKS);
  running = await startServiceOf(fleet, 'kinds-service');
});

afterAll(async () => {
  await running?.stop();
  fleet?.[Symbol.dispose]();
});

describe('fields that the service alone sets', () => {
  it('are set by its hooks, of the right types', async () => {
    expect(await fleet.typeCheck()).toEqual([]);
    const created = await running.call({ method: 'POST', url: path, payload: { name: 'one' } });
    expect(created.json()).toMatchObject({ total: '12.50', count: null, isOpen: true, marks: null, ownerId: null });
    const url = `${path}/${created.json().id}`;
    const read = await running.call({ method: 'GET', url });
    expect(read.json()).toMatchObject({ total: '12.50', closedAt: '2026-05-01T10:00:00.000Z' });
    const changed = await running.call({ method: 'PATCH', url, payload: { name: 'two' } });
    expect(changed.json()).toMatchObject({ name: 'two', total: '13.00', count: 1 });
  });

  it('are refused from clients, each with its path and what to do', async () => {
    const payload = { name: 'three', total: '1.00', isOpen: null, marks: ['none'] };
    const answer = await running.call({ method: 'POST', url: path, payload });
    expect(answer.json()).toMatchObject({ status: 422, code: 'validation_failed' });
    const message = 'is set by the service alone: leave it out';
    expect(answer.json().errors).toEqual(
      ['total', 'marks', 'isOpen'].map((name) => ({ path: `/${name}`, code: 'read_only', message })),
    );
  });

  it('are told apart in its OpenAPI', async () => {
    const { schemas } = (await running.call({ url: '/openapi.json' })).json().components;
    expect(schemas.Kept.properties.total).toMatchObject({ type: 'string', readOnly: true });
    expect(schemas.Kept.properties.name).not.toHaveProperty('readOnly');
    expect(schemas.NewKept.properties.total).toMatchObject({ readOnly: true });
    expect(schemas.NewKept.required).toEqual(['name']);
    expect(schemas.KeptChange.properties.closedAt).toMatchObject({ readOnly: true });
  });
});
