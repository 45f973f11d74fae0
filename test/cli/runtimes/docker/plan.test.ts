import { describe, expect, it } from '@jest/globals';
import type { ObservedContainer } from '../../../../cli/runtimes/docker/observe.ts';
import { planUp, type Situation, type Wanted } from '../../../../cli/runtimes/docker/plan.ts';

const wanted = (part: string, kind: Wanted['kind'], ...dependsOn: string[]): Wanted => ({
  name: `demo-${part}-1`,
  kind,
  part,
  image: `${part}:1`,
  dependsOn,
  fingerprint: `of ${part}`,
  colour: kind === 'service' ? 'blue' : null,
});

const POSTGRES = wanted('postgres', 'infrastructure');
const RABBITMQ = wanted('rabbitmq', 'infrastructure');
const EDGE = wanted('edge', 'edge');
const CONFIG = wanted('config', 'service', 'postgres', 'rabbitmq');
const ORDER = wanted('order', 'service', 'config', 'postgres', 'rabbitmq');
const GATEWAY = wanted('gateway', 'service', 'config', 'order');
const ALL = [POSTGRES, RABBITMQ, EDGE, GATEWAY, CONFIG, ORDER];

function container({ name, part, kind, fingerprint }: Wanted, changes: Partial<ObservedContainer> = {}) {
  const rest = { version: '1', colour: null, state: 'running', status: 'Up 2 seconds', ports: new Map() } as const;
  return { id: `id of ${part}`, name, project: 'demo', isolated: false, part, kind, fingerprint, ...rest, ...changes };
}

function situation(changes: Partial<Situation> = {}): Situation {
  return {
    wanted: ALL,
    known: new Set(ALL.map(({ part }) => part)),
    found: ALL.map((each) => container(each)),
    outdated: new Set(),
    network: true,
    missing: { services: [], images: [] },
    server: 'postgres',
    provisioned: true,
    migrations: new Map([
      ['config', 'none'],
      ['order', 'none'],
    ]),
    seeds: new Map([
      ['config', 'none'],
      ['order', 'none'],
    ]),
    ...changes,
  };
}

const BOTH = { migrate: true, seed: true };
const plan = (changes?: Partial<Situation>, options = BOTH) =>
  planUp(situation(changes), options).map(({ title, because, after }) => ({ title, because, after }));
const titles = (changes?: Partial<Situation>, options?: typeof BOTH) =>
  plan(changes, options).map(({ title }) => title);

/** As the engine has it once a container of the part was changed. */
const found = (part: Wanted, changes: Partial<ObservedContainer>) =>
  ALL.map((each) => container(each, each === part ? changes : {}));

const NOTHING: Partial<Situation> = {
  found: [],
  network: false,
  missing: { services: ['gateway', 'config', 'order'], images: ['postgres:1'] },
  provisioned: false,
  migrations: new Map([
    ['config', 'unknown'],
    ['order', 'unknown'],
  ]),
  seeds: new Map([
    ['config', 'unknown'],
    ['order', 'unknown'],
  ]),
};

describe('the plan of up on Docker', () => {
  it('is empty where everything runs as it should', () => {
    expect(plan()).toEqual([]);
  });

  it('has a part take over its files while it runs, and makes one anew that does not, or has changed in more', () => {
    const outdated = new Set(['edge']);
    expect(plan({ outdated })).toEqual([
      { title: 'reload edge', because: 'its configuration changed, which loses no connection', after: [] },
    ]);
    expect(titles({ outdated, found: found(EDGE, { fingerprint: 'another' }) })).toEqual(['recreate edge']);
    expect(titles({ outdated, found: found(EDGE, { state: 'exited' }) })).toEqual(['recreate edge']);
  });

  it('goes from nothing to all, each step behind what it waits for', () => {
    const steps = plan(NOTHING);
    const done = new Set<string>();
    for (const { title, after } of steps) {
      expect(after.filter((each) => !done.has(each))).toEqual([]);
      done.add(title);
    }
    const waits = (title: string) => steps.find((step) => step.title === title)?.after;
    expect(steps.map(({ title }) => title)).toEqual(
      expect.arrayContaining(['build images', 'fetch postgres:1', 'create network', 'create databases', 'seed order']),
    );
    expect(waits('create postgres')).toEqual(['fetch postgres:1', 'create network']);
    expect(waits('create order')).toContain('build images');
    expect(waits('create databases')).toEqual(['create postgres']);
    expect(waits('migrate order')).toEqual(expect.arrayContaining(['create databases', 'build images']));
    expect(waits('create order')).toEqual(
      expect.arrayContaining(['migrate order', 'create config', 'create postgres', 'create edge']),
    );
    expect(waits('create order')).not.toContain('migrate config');
    // Services load while their broker boots.
    expect(waits('create order')).not.toContain('create rabbitmq');
    expect(waits('create gateway')).toEqual(expect.arrayContaining(['create config', 'create order']));
    expect(waits('seed order')).toEqual(expect.arrayContaining(['create order', 'seed config']));
  });

  it('lets whoever watches the services begin when they are there', () => {
    const prometheus = wanted('prometheus', 'infrastructure', 'config', 'order', 'gateway');
    const steps = plan({ ...NOTHING, wanted: [...ALL, prometheus] });
    const { after = [] } = steps.find(({ title }) => title === 'create prometheus') ?? {};
    expect(after).toEqual(
      expect.arrayContaining(['create network', 'create config', 'create order', 'create gateway']),
    );
    expect(steps.find(({ title }) => title === 'seed order')?.after).not.toContain('create prometheus');
    const others = ALL.map((each) => container(each));
    expect(plan({ wanted: [...ALL, prometheus], found: others })).toEqual([
      { title: 'create prometheus', because: 'not there', after: [] },
    ]);
  });

  it('recreates only what changed', () => {
    expect(plan({ found: found(ORDER, { fingerprint: 'of an older one' }) })).toEqual([
      { title: 'recreate order', because: 'its image or its settings changed', after: [] },
    ]);
  });

  it('starts what has ended, and says how it ended', () => {
    const ended = { state: 'exited', status: 'Exited (137) 3 seconds ago' } as const;
    expect(plan({ found: found(ORDER, ended) })).toEqual([
      { title: 'start order', because: 'exited (137) 3 seconds ago', after: [] },
    ]);
  });

  it('makes anew what was left half made, or cannot be started', () => {
    expect(titles({ found: found(ORDER, { state: 'created' }) })).toEqual(['recreate order']);
    expect(titles({ found: found(ORDER, { state: 'restarting' }) })).toEqual(['recreate order']);
  });

  it('puts the database before what has to be looked for in it', () => {
    const ended = { state: 'exited', status: 'Exited (0) 1 minute ago' } as const;
    const unknown = new Map([['order', 'unknown'] as const]);
    expect(plan({ found: found(POSTGRES, ended), migrations: unknown, seeds: unknown })).toEqual([
      { title: 'start postgres', because: 'exited (0) 1 minute ago', after: [] },
      { title: 'migrate order', because: 'its database does not run yet', after: ['start postgres'] },
      {
        title: 'seed order',
        because: 'its database does not run yet',
        after: ['start postgres', 'migrate order'],
      },
    ]);
  });

  it('migrates what is behind, before its service changes', () => {
    const changes = {
      found: found(ORDER, { fingerprint: 'of an older one' }),
      migrations: new Map([['order', 'pending'] as const]),
    };
    expect(plan(changes)).toEqual([
      { title: 'migrate order', because: 'its database is behind', after: [] },
      expect.objectContaining({ title: 'recreate order', after: ['migrate order'] }),
    ]);
    const [refused] = plan(changes, { migrate: false, seed: false });
    expect(refused?.because).toBe('its database is behind; pending ones are refused without --migrate');
  });

  it('removes orphans, and jobs that failed', () => {
    const orphan = container(wanted('invoice', 'service'));
    const job = container(ORDER, { kind: 'job', name: 'demo-order-migrate', state: 'exited' });
    expect(plan({ found: [...situation().found, orphan, job] })).toEqual([
      { title: 'remove demo-invoice-1', because: 'it is in the config no more', after: [] },
      { title: 'remove demo-order-migrate', because: 'a job that failed', after: [] },
    ]);
  });

  it('begins no job before those that were left are gone', () => {
    const left = container(ORDER, { kind: 'job', name: 'demo-order-migrate' });
    const pending = new Map([['order', 'pending'] as const]);
    const steps = plan({ found: [...situation().found, left], migrations: pending, seeds: pending });
    expect(steps.map(({ title, after }) => [title, after])).toEqual([
      ['remove demo-order-migrate', []],
      ['migrate order', ['remove demo-order-migrate']],
      ['seed order', ['remove demo-order-migrate', 'migrate order']],
    ]);
  });

  it('leaves alone what runs and was not asked for', () => {
    expect(plan({ wanted: [POSTGRES, RABBITMQ, EDGE, CONFIG] })).toEqual([]);
  });

  it('creates no rows where that is not wanted', () => {
    const seeds = new Map([['order', 'pending'] as const]);
    expect(titles({ seeds })).toEqual(['seed order']);
    expect(titles({ seeds }, { migrate: true, seed: false })).toEqual([]);
  });
});

describe('new passwords', () => {
  it('shut nobody out for longer than a service takes: what is slow comes before', () => {
    const steps = plan({ provisioned: false, found: found(RABBITMQ, { fingerprint: 'of old definitions' }) });
    const waits = (title: string) => steps.find((step) => step.title === title)?.after;
    expect(waits('create databases')).toEqual(['recreate rabbitmq']);
  });
});
