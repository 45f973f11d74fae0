import { describe, expect, it } from '@jest/globals';
import { isAsDeployed, onlyOnes } from '../../../../../cli/runtimes/docker/live.ts';
import { standingsOn } from '../../../../../cli/runtimes/swarm/stage/observe.ts';
import { node, service, task } from '../support/observed.ts';

const nodes = [node('1'), node('2', false)];

describe('what stands on a swarm', () => {
  const blue = service();
  const green = service({
    name: 'shop-orders-green',
    colour: 'green',
    deploy: 'd-1',
    version: '2',
    image: 'shop/orders:2',
    tasks: [task('2'), task('1', { state: 'starting' })],
    spec: {
      TaskTemplate: {
        ContainerSpec: {
          Image: 'shop/orders:2',
          Env: [
            'LOG_LEVEL=info',
            'INSTANCE_ID={{.Task.Name}}',
            'SERVICE_COLOUR=green',
            'ROLE_URL=http://edge:997/role/orders/green',
            'DATABASE_URL_FILE=/run/aurora/secrets/database.url',
            'FLEET_NAME=shop=1',
          ],
        },
      },
    },
  });
  const others = [service({ kind: 'edge', colour: null }), service({ kind: 'job', colour: null })];

  it('is each service in each of its places, of which the edges say which gets the requests', () => {
    const standings = standingsOn({ services: [blue, green, ...others], nodes }, new Map([['orders', 'green']]));
    expect(standings.map(({ colour, live, running, deploy }) => [colour, live, running, deploy])).toEqual([
      ['blue', false, true, null],
      ['green', true, false, 'd-1'],
    ]);
  });

  it('is known by name, digest and what it runs with, but for what its place decides', () => {
    const [one, other] = standingsOn({ services: [blue, green], nodes }, new Map());
    expect(one?.release).toMatchObject({ image: 'shop/orders:1', digest: 'sha256:abc' });
    expect(other?.release).toEqual({
      service: 'orders',
      version: '2',
      image: 'shop/orders:2',
      digest: null,
      environment: { FLEET_NAME: 'shop=1', LOG_LEVEL: 'info' },
    });
  });

  it('has to be asked of the edges only once something was deployed, or is missing', () => {
    const fleet = { services: [{ name: 'orders' }] } as never;
    expect(isAsDeployed(fleet, [blue])).toBe(false);
    expect(isAsDeployed(fleet, [blue, green])).toBe(true);
    expect(isAsDeployed(fleet, others)).toBe(true);
  });

  it('is what there is in one colour alone, where no edge can be asked', () => {
    expect(onlyOnes([green])).toEqual(new Map([['orders', 'green']]));
    expect(onlyOnes([blue, green])).toEqual(new Map());
  });
});
