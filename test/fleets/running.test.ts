import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { DomainService, Entity, Fleet, ReferenceField } from '../../cli/config/model.ts';
import { isPlain, isRemote } from '../../cli/config/plain-field.ts';
import { sample } from '../../cli/generate/plan/view/sample.ts';
import type { FleetStatus } from '../../cli/runtimes/contract.ts';
import { guard, mariadbMissing, startMariadb, until } from '../../shared/testing/index.ts';
import { type Finished, repository, run } from '../support/aurora.ts';
import { LONG } from '../support/long.ts';
import { rabbitMissing, startRabbit } from '../support/rabbitmq.ts';
import { type FleetName, fleetOf } from './support/fleets.ts';

const MINUTES = 60_000;

interface Variant {
  readonly name: FleetName;
  readonly database: 'postgres' | 'mariadb';
  readonly broker: 'embedded' | 'rabbitmq';
  /** References of which nothing is seeded that could change, so that nothing can be heard of them. */
  readonly silent?: readonly string[];
}

/** Each database and each broker; the long form runs every fleet on what it has not seen otherwise. */
const VARIANTS: readonly Variant[] = [
  { name: 'hr', database: 'postgres', broker: 'embedded' },
  { name: 'bank', database: 'mariadb', broker: 'rabbitmq' },
];
/** Of fifty services, as many as a laptop runs. */
const PART = { services: 5, entities: 4 };
const FURTHER: readonly Variant[] = [
  { name: 'blog', database: 'postgres', broker: 'rabbitmq' },
  { name: 'big', database: 'postgres', broker: 'embedded' },
  { name: 'nasty', database: 'mariadb', broker: 'rabbitmq' },
  { name: 'nasty', database: 'postgres', broker: 'embedded' },
  { name: 'kinds', database: 'mariadb', broker: 'rabbitmq' },
  // All that a series has is unique.
  { name: 'store', database: 'postgres', broker: 'rabbitmq', silent: ['Order.seriesId'] },
];

/** Why it cannot run here; undefined: it can. */
function missingOf({ database, broker }: Variant): string | undefined {
  return (database === 'mariadb' ? mariadbMissing : undefined) ?? (broker === 'rabbitmq' ? rabbitMissing : undefined);
}

describe.each([...VARIANTS, ...(LONG ? FURTHER : [])])('the fleet $name on $database with $broker', (variant) => {
  const missing = missingOf(variant);
  const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;
  (missing === undefined ? it : it.skip)(
    `starts, passes every check of verify, and hears of what other services change${skipped}`,
    async () => {
      await using running = await start(variant);
      const verified = await running.aurora('verify');
      expect(verified.exitCode === 0 ? '' : verified.stdout + verified.stderr).toBe('');
      const silent: string[] = [];
      for (const each of heardReferences(running.fleet)) {
        if (!(await isHeard(running, each))) silent.push(`${each.referrer.name}.${each.field.name}`);
      }
      expect(silent).toEqual(variant.silent ?? []);
    },
    5 * MINUTES,
  );
});

interface Running extends AsyncDisposable {
  readonly fleet: Fleet;
  aurora(...args: string[]): Promise<Finished>;
  /** Asks the gateway. */
  call(method: string, path: string, body?: object): Promise<Answered>;
}

// biome-ignore lint/suspicious/noExplicitAny: of whatever entity
type Answered = { readonly status: number; readonly body: any };

async function start({ name, database, broker }: Variant): Promise<Running> {
  await using parts = new AsyncDisposableStack();
  const fleet = parts.use(fleetOf(name, PART));
  await fleet.generate();
  cpSync(join(repository, 'shared'), join(fleet.root, 'shared'), { recursive: true, verbatimSymlinks: true });
  const env: Record<string, string> = {};
  if (database === 'mariadb') {
    await fleet.edit((text) => `${text}\ninfrastructure: { database: { engine: mariadb } }\n`);
    env.DATABASE_URL = parts.use(await startMariadb()).url();
  }
  if (broker === 'rabbitmq') env.BROKER_URL = parts.use(await startRabbit()).url;
  const cli = join(repository, 'bin', 'run.js');
  const aurora = (...args: string[]) => run(process.execPath, [cli, ...args], { cwd: fleet.root, env });

  parts.defer(async () => void (await aurora('down', '--volumes')));
  const up = await aurora('up', '-d', '--isolated', '--json');
  if (up.exitCode !== 0) throw new Error(`aurora up: ${up.stdout}${up.stderr}`);
  const status: FleetStatus = JSON.parse(up.stdout);
  if (status.supervisor) parts.defer(guard(status.supervisor.pid));
  const token = (await aurora('token')).stdout.trim();
  const { url = '' } = status.services.find((service) => service.name === 'gateway') ?? {};

  const all = parts.move();
  return {
    fleet: await fleet.fleet(),
    aurora,
    async call(method, path, body) {
      const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
      const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      return { status: answer.status, body: await answer.json() };
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

interface Heard {
  readonly referrer: Entity;
  readonly field: ReferenceField;
  readonly owner: Entity;
}

/** What entities embed of other services that own entities. */
function heardReferences({ services }: Fleet): Heard[] {
  const domain = services.filter((service): service is DomainService => service.kind === 'domain');
  const all = domain.flatMap(({ entities }) =>
    entities.flatMap((referrer) => referrer.fields.filter(isRemote).map((field) => ({ referrer, field }))),
  );
  return all.flatMap(({ referrer, field }) => {
    const owner = domain.find(({ name }) => name === field.service)?.entities.find(({ name }) => name === field.entity);
    return owner && field.embed !== undefined ? [{ referrer, field, owner }] : [];
  });
}

/** A seeded resource is changed, and its new version arrives where it is embedded. False: nothing is seeded that could be changed. */
async function isHeard({ call }: Running, { referrer, field, owner }: Heard): Promise<boolean> {
  const embed = field.embed as string;
  const { body: page } = await call('GET', `/api/v1/${referrer.path}`);
  // biome-ignore lint/suspicious/noExplicitAny: of whatever entity
  const row = page.items.find((each: any) => each[embed] !== null);
  const change = owner.fields.filter(isPlain).find(({ unique, readOnly }) => !unique && !readOnly);
  if (!row || !change) return false;
  const { id } = row[embed];
  const changed = await call('PATCH', `/api/v1/${owner.path}/${id}`, { [change.name]: sample(change, 999) });
  expect(changed).toMatchObject({ status: 200 });
  await until(
    async () => (await call('GET', `/api/v1/${referrer.path}/${row.id}`)).body[embed]?.version === changed.body.version,
  );
  return true;
}
