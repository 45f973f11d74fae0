import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadFleet } from '../../../../cli/config/load.ts';
import { type RouteView, viewWholeFleet } from '../../../../cli/generate/plan/view/fleet.ts';
import { repository } from '../../../support/aurora.ts';

let routes: ReadonlyMap<string, RouteView>;

beforeAll(async () => {
  const file = join(repository, 'test', 'fleets', 'hr', 'aurora.config.yaml');
  const fleet = await loadFleet({ file, environment: 'development' });
  routes = new Map(viewWholeFleet(fleet).routes.map((route) => [route.path, route]));
});

describe('what the gateway serves', () => {
  it('has the lists below a resource, with the scope of what they list', () => {
    expect(routes.get('/api/v1/employees/:id/contracts')).toEqual({
      path: '/api/v1/employees/:id/contracts',
      service: 'staff-service',
      read: 'contracts:read',
    });
  });

  it('knows whose kept answers a write may make stale: of all that embeds or goes with what is written', () => {
    expect(routes.get('/api/v1/desks')?.touches).toEqual(['/api/v1/desks', '/api/v1/lockers']);
    expect(routes.get('/api/v1/lockers')?.touches).toBeUndefined();
    expect(routes.get('/api/v1/departments')?.touches).toContain('/api/v1/contracts');
  });
});
