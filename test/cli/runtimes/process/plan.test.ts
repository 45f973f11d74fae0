import { describe, expect, it } from '@jest/globals';
import type { Desired, ServiceSpec } from '../../../../cli/runtimes/process/control/protocol.ts';
import { planUp, type Situation } from '../../../../cli/runtimes/process/plan.ts';

const config = spec('config');
const order = spec('order', 'config');
const gateway = spec('gateway', 'config', 'order');

function spec(name: string, ...dependsOn: string[]): ServiceSpec {
  return {
    name,
    instance: `demo-${name}-1`,
    version: '1.0.0',
    port: 1,
    dependsOn,
    folder: `/${name}`,
    main: 'm',
    environment: {},
    secrets: '',
  };
}

function running(...specs: readonly ServiceSpec[]): Desired {
  const services = specs.map((each) => ({
    spec: each,
    wanted: true,
    present: true,
    ready: true,
    lent: false,
    startedAt: 1,
  }));
  const home = { folder: '', data: '', native: '', account: null };
  return {
    services,
    postgres: { home, port: 1, settings: {} },
    postgresReady: true,
    infrastructure: [],
    isolated: false,
  };
}

function situation(changes: Partial<Situation> = {}): Situation {
  return {
    services: [gateway, config, order],
    running: null,
    orphans: [],
    changed: new Set(),
    embedded: { initialised: false },
    bundled: false,
    withDatabase: new Set(['config', 'order']),
    provisioned: false,
    ...changes,
  };
}

const plan = (changes?: Partial<Situation>, options = { migrate: true, seed: true }) =>
  planUp(situation(changes), options).map(({ title, because, after }) => ({ title, because, after }));
const titles = (changes?: Partial<Situation>, options?: { migrate: boolean; seed: boolean }) =>
  plan(changes, options).map(({ title }) => title);

describe('the plan of up', () => {
  it('goes from nothing to all, each step with its reason and with what it waits for', () => {
    expect(plan()).toEqual([
      { title: 'bundle services', because: 'their code is new', after: [] },
      { title: 'load services', because: 'no supervisor runs for this folder', after: ['bundle services'] },
      { title: 'start postgres', because: 'there is no data yet', after: [] },
      {
        title: 'create databases',
        because: 'one database and one login each for config, order',
        after: ['start postgres'],
      },
      { title: 'check migrations', because: 'pending ones are applied', after: ['create databases'] },
      { title: 'start config', because: 'not running', after: ['load services', 'check migrations'] },
      { title: 'start order', because: 'not running', after: ['load services', 'check migrations', 'start config'] },
      {
        title: 'start gateway',
        because: 'not running',
        after: ['load services', 'check migrations', 'start config', 'start order'],
      },
      {
        title: 'seed config',
        because: 'rows that are missing are created',
        after: ['start config', 'check migrations'],
      },
      {
        title: 'seed order',
        because: 'rows that are missing are created',
        after: ['start order', 'check migrations', 'seed config'],
      },
    ]);
  });

  it('looks only for migrations and seeds when all is as it should be', () => {
    const present = { running: running(gateway, config, order), embedded: { initialised: true }, provisioned: true };
    expect(titles(present)).toEqual(['check migrations', 'seed config', 'seed order']);
    expect(titles(present, { migrate: true, seed: false })).toEqual(['check migrations']);
  });

  it('starts what is missing', () => {
    const present = { running: running(config), provisioned: true, embedded: { initialised: true } };
    expect(titles(present, { migrate: true, seed: false })).toEqual([
      'load services',
      'check migrations',
      'start order',
      'start gateway',
    ]);
  });

  it('restarts what runs with other settings or on older code, in order', () => {
    const older = { ...config, environment: { LOG_LEVEL: 'debug' } };
    const steps = plan(
      { running: running(gateway, older, order), changed: new Set(['order']), provisioned: true },
      { migrate: true, seed: false },
    );
    expect(steps.filter(({ title }) => title.startsWith('restart'))).toEqual([
      { title: 'restart config', because: 'its settings changed', after: ['check migrations'] },
      { title: 'restart order', because: 'its code changed', after: ['check migrations', 'restart config'] },
    ]);
  });

  it('leaves alone what runs in front', () => {
    const present = running(gateway, config, order);
    const services = present.services.map((each) =>
      each.spec === order ? { ...each, ready: false, lent: true } : each,
    );
    expect(titles({ running: { ...present, services }, provisioned: true }, { migrate: true, seed: false })).toEqual([
      'check migrations',
    ]);
  });

  it('stops what the config has no more', () => {
    const present = { running: running(gateway, config, order), orphans: ['item'], provisioned: true };
    expect(plan(present, { migrate: true, seed: false })).toEqual([
      { title: 'stop item', because: 'it is in the config no more', after: [] },
      expect.objectContaining({ title: 'check migrations' }),
    ]);
  });

  it('needs no database where no service has one', () => {
    const alone = { services: [spec('gateway')], withDatabase: new Set<string>(), embedded: null, provisioned: true };
    expect(titles({ ...alone, bundled: true })).toEqual(['load services', 'start gateway']);
  });

  it('says what happens to pending migrations where they are not applied', () => {
    const check = plan({}, { migrate: false, seed: false }).find(({ title }) => title === 'check migrations');
    expect(check?.because).toBe('pending ones are refused without --migrate');
  });
});
