import { expect, it } from '@jest/globals';
import { oneOfEach } from '../../../cli/runtimes/one-of-each.ts';
import { CONFIG, GATEWAY, ORDER } from './support/fleet.ts';

it('says which replicas there will not be, and where they could', () => {
  const services = [{ ...GATEWAY, replicas: 3 }, CONFIG, { ...ORDER, replicas: 2 }];
  expect(oneOfEach(services, 'process')).toBe(
    'The config asks for 3 of gateway, 2 of order: the process runtime runs one of each. More run on a cluster: runtime: swarm, or aurora export kubernetes.',
  );
  expect(oneOfEach([GATEWAY, CONFIG], 'docker')).toBeUndefined();
});
