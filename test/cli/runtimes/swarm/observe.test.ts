import { expect, it } from '@jest/globals';
import type { Fleet } from '../../../../cli/config/model.ts';
import type { Engine } from '../../../../cli/runtimes/docker/engine.ts';
import { observeSwarm } from '../../../../cli/runtimes/swarm/observe.ts';

it('looks once more where a service is removed between two questions', async () => {
  const service = (name: string) => ({
    ID: name,
    Version: { Index: 1 },
    CreatedAt: '',
    Spec: { Name: name, TaskTemplate: { ContainerSpec: { Image: 'one' } } },
  });
  const lists = [[service('goes'), service('stays')], [service('stays')]];
  const engine = {
    listServices: async () => lists.shift(),
    listNodes: async () => [],
    listTasks: async ({ filters }: { filters: { service: string[] } }) => {
      if (filters.service.includes('goes'))
        throw Object.assign(new Error('service goes not found'), { statusCode: 404 });
      return [];
    },
  } as unknown as Engine;
  const { services } = await observeSwarm(engine, { root: import.meta.dirname } as Fleet);
  expect(services.map(({ name }) => name)).toEqual(['stays']);
});
