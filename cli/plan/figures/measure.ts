import type { Service } from '../../config/model.ts';
import type { Second } from '../../load/result/contract.ts';
import type { Action, Scenario } from '../../load/scenario/contract.ts';
import { type Figures, ROLES, type Role, VERBS, type Verb, WORK_KEYS, type Work } from './contract.ts';
import type { Counted } from './metrics.ts';
import { notMeasured } from './not-measured.ts';

export type Counts = ReadonlyMap<string, Counted>;

export interface Measuring {
  readonly services: readonly Service[];
  readonly scenario: Scenario;
  /** Arrivals a second. */
  readonly rate: number;
  readonly seconds: number;
  /** What each service has done since its start. */
  readonly count: () => Promise<Counts>;
  /** Sends what a scenario asks for, and tells of each second once it is over. */
  readonly send: (scenario: Scenario, hear: (second: Second) => void) => Promise<void>;
  readonly pause: (ms: number) => Promise<void>;
  /** Told what is measured from now on. */
  readonly began: (action: string) => void;
}

/** Before it is counted: code gets compiled, pools fill. */
const WARM_SECONDS = 3;

type Roles = Readonly<Record<Role, Work>>;
type Found = Pick<Figures, 'actions' | 'memoryMb'>;

/** Has each kind of action done for a while with nothing beside it, and divides what that took by the arrivals. */
export async function measure(measuring: Measuring): Promise<Found> {
  const { services, scenario, began } = measuring;
  const memory: Partial<Record<Service['kind'], number>> = {};
  const note = (counts: Counts) => {
    for (const service of services) {
      const { name, kind } = service;
      const processes = service.kind === 'gateway' ? service.workers : 1;
      memory[kind] = Math.ceil(Math.max(memory[kind] ?? 0, (counts.get(name)?.memoryMb ?? 0) / processes));
    }
    return counts;
  };
  began('nothing');
  const idle = await idleOf(measuring, note);
  const actions: Partial<Record<Verb, Roles>> = {};
  for (const verb of VERBS) {
    const found: Roles[] = [];
    for (const action of scenario.actions.filter(({ does }) => does.verb === verb)) {
      began(action.name);
      found.push(await workOf(action, measuring, idle, note));
    }
    if (found.length > 0) actions[verb] = eachRole((role) => mean(found.map((roles) => roles[role])));
  }
  const { create, delete: both } = actions;
  // Whoever deletes creates first: a list of things to delete would end.
  if (create && both) actions.delete = eachRole((role) => less(both[role], create[role]));
  return { actions, memoryMb: memory };
}

type Note = (counts: Counts) => Counts;

/** What services do in a second in which nobody asks them anything: heartbeats, looks. */
async function idleOf({ count, pause, seconds }: Measuring, note: Note): Promise<Counts> {
  const before = note(await count());
  await pause(seconds * 1000);
  return difference(before, note(await count()), seconds);
}

async function workOf(action: Action, measuring: Measuring, idle: Counts, note: Note): Promise<Roles> {
  const { scenario, rate, seconds, count, send, services } = measuring;
  const phase = (name: string, of: number) => ({ name, durationMs: of * 1000, from: rate, to: rate, steps: 0 });
  const first = WARM_SECONDS - 1;
  const last = first + seconds;
  let before: Promise<Counts> | undefined;
  let after: Promise<Counts> | undefined;
  const phases = [phase('warm', WARM_SECONDS), phase('counted', seconds), phase('rest', 1)];
  await send({ ...scenario, warmupMs: 0, thresholds: [], actions: [action], phases }, ({ second }) => {
    if (second !== first && second !== last) return;
    const counts = count();
    // Awaited below; until then nobody hears it.
    counts.catch(() => undefined);
    if (second === first) before = counts;
    else after = counts;
  });
  if (!before || !after) throw notMeasured(action.name, rate, 'the load ended before its time');
  const done = difference(note(await before), note(await after), 1);
  const own = new Map([...done].map(([name, work]) => [name, plus(work, times(idle.get(name), -seconds))]));
  const owner = 'entity' in action.does ? action.does.entity.split('.')[0] : undefined;
  const roleOf = ({ name, kind }: Service): Role | undefined => {
    if (kind === 'gateway') return 'gateway';
    if (owner === undefined ? kind === 'file' : name === owner) return 'owner';
    return kind === 'config' ? undefined : 'neighbours';
  };
  const of = (role: Role) =>
    services
      .filter((service) => roleOf(service) === role)
      .reduce((sum, { name }) => plus(sum, own.get(name) ?? NOTHING), NOTHING);
  // What has come in says how many arrivals there were: of those that were sent some are under way at either end.
  const { requests } = services.some(({ kind }) => kind === 'gateway') ? of('gateway') : of('owner');
  const arrivals = requests / (action.does.verb === 'delete' ? 2 : 1);
  if (arrivals < 1) throw notMeasured(action.name, rate, 'nothing was answered while it was counted');
  return eachRole((role) => less(times(of(role), 1 / arrivals), NOTHING));
}

const NOTHING: Work = { requests: 0, cpuMs: 0, databaseMs: 0, published: 0, handled: 0 };

const each = (of: (key: keyof Work) => number): Work =>
  Object.fromEntries(WORK_KEYS.map((key) => [key, of(key)])) as unknown as Work;
const eachRole = (of: (role: Role) => Work): Roles =>
  Object.fromEntries(ROLES.map((role) => [role, of(role)])) as unknown as Roles;
const mean = (all: readonly Work[]) => round(times(all.reduce(plus, NOTHING), 1 / all.length));
const plus = (a: Work, b: Work) => each((key) => a[key] + b[key]);
const times = (a: Work = NOTHING, by: number) => each((key) => a[key] * by);
/** Both were measured: what is less than nothing is noise. */
const less = (a: Work, b: Work) => round(each((key) => Math.max(0, a[key] - b[key])));
/** To four digits, which is more than they are good for. */
const round = (a: Work) => each((key) => Number(a[key].toPrecision(4)));

function difference(before: Counts, after: Counts, by: number): Counts {
  return new Map(
    [...after].map(([name, counted]) => {
      const earlier = before.get(name) ?? NOTHING;
      return [name, { memoryMb: counted.memoryMb, ...each((key) => (counted[key] - earlier[key]) / by) }];
    }),
  );
}
