import type { PlanStep, UpOptions } from '../contract.ts';
import { levelsOf } from '../order.ts';
import type { Desired, ServiceSpec } from './control/protocol.ts';

/** A step of `up`, and what carries it out. */
export interface UpStep extends PlanStep {
  readonly action:
    | { readonly kind: 'bundle' | 'load' | 'postgres' | 'databases' | 'migrate' }
    | { readonly kind: 'start' | 'replace' | 'stop' | 'seed'; readonly service: string };
}

/** What is there, and what ought to be. */
export interface Situation {
  /** What ought to run, in the order of the config, with all that it depends on. */
  readonly services: readonly ServiceSpec[];
  /** Null: nothing runs. */
  readonly running: Desired | null;
  /** Services that run and are in the config no more. */
  readonly orphans: readonly string[];
  /** Services whose code is younger than their process. */
  readonly changed: ReadonlySet<string>;
  /** Whether a PostgreSQL of our own has to run, and whether it has data already. */
  readonly embedded: { readonly initialised: boolean } | null;
  /** Services with a database of their own. */
  readonly withDatabase: ReadonlySet<string>;
  /** Whether the bundles of all services are what their code gives now. */
  readonly bundled: boolean;
  /** Whether databases and logins are known to be there. */
  readonly provisioned: boolean;
}

/** What `up` does, in an order in which every step stands behind those that it waits for. */
export function planUp(situation: Situation, options: Pick<UpOptions, 'migrate' | 'seed'>): readonly UpStep[] {
  const code = chain(codeSteps(situation));
  const infrastructure = chain([...infrastructureSteps(situation), ...migrationSteps(situation, options)]);
  const last = [code, infrastructure].flatMap((steps) => steps.at(-1)?.title ?? []);
  const services = serviceSteps(situation, last);
  const seeds = options.seed ? seedSteps(situation, [...infrastructure, ...services]) : [];
  return [...orphanSteps(situation), ...code, ...infrastructure, ...services, ...seeds];
}

function orphanSteps({ orphans }: Situation): UpStep[] {
  const because = 'it is in the config no more';
  return orphans.map((name) => ({
    title: `stop ${name}`,
    because,
    after: [],
    action: { kind: 'stop', service: name },
  }));
}

type LooseStep = Omit<UpStep, 'after'>;

function chain(steps: readonly LooseStep[]): readonly UpStep[] {
  return steps.map((step, index) => ({ ...step, after: steps.slice(index - 1, index).map(({ title }) => title) }));
}

function codeSteps({ services, running, bundled }: Situation): LooseStep[] {
  const steps: LooseStep[] = [];
  // In a fleet that runs already, what has just been changed will be changed again.
  if (running === null && !bundled) {
    steps.push({ title: 'bundle services', because: 'their code is new', action: { kind: 'bundle' } });
  }
  const idle = services.filter((spec) => !isRunning(spec, running));
  if (running === null || idle.length > 0) {
    const because = running === null ? 'no supervisor runs for this folder' : `${names(idle)} not running`;
    steps.push({ title: 'load services', because, action: { kind: 'load' } });
  }
  return steps;
}

function infrastructureSteps({ services, running, embedded, provisioned, withDatabase }: Situation): LooseStep[] {
  const steps: LooseStep[] = [];
  if (embedded && !running?.postgresReady) {
    const because = embedded.initialised ? 'not running' : 'there is no data yet';
    steps.push({ title: 'start postgres', because, action: { kind: 'postgres' } });
  }
  if (!provisioned && (withDatabase.size > 0 || embedded)) {
    const owners = services.filter(({ name }) => withDatabase.has(name));
    const because = owners.length > 0 ? `one database and one login each for ${names(owners)}` : 'the broker has one';
    steps.push({ title: 'create databases', because, action: { kind: 'databases' } });
  }
  return steps;
}

function migrationSteps({ withDatabase }: Situation, { migrate }: Pick<UpOptions, 'migrate'>): LooseStep[] {
  if (withDatabase.size === 0) return [];
  const because = migrate ? 'pending ones are applied' : 'pending ones are refused without --migrate';
  return [{ title: 'check migrations', because, action: { kind: 'migrate' } }];
}

/** Each after what it depends on, as far as that has to be started as well. */
function serviceSteps({ services, running, changed }: Situation, after: readonly string[]): UpStep[] {
  const planned = services.flatMap((spec) => {
    const reason = reasonToStart(spec, running, changed);
    return reason ? [{ spec, ...reason, title: `${reason.kind === 'start' ? 'start' : 'restart'} ${spec.name}` }] : [];
  });
  const titles = new Map(planned.map(({ spec, title }) => [spec.name, title]));
  const steps = planned.map(({ spec, kind, because, title }): UpStep => {
    const dependencies = spec.dependsOn.flatMap((name) => titles.get(name) ?? []);
    return { title, because, after: [...after, ...dependencies], action: { kind, service: spec.name } };
  });
  return inOrder(steps);
}

function seedSteps({ services, withDatabase }: Situation, before: readonly UpStep[]): UpStep[] {
  const titles = new Set(before.map(({ title }) => title));
  const known = (title: string) => (titles.has(title) ? [title] : []);
  const steps = services.flatMap(({ name, dependsOn }): UpStep[] => {
    if (!withDatabase.has(name)) return [];
    const after = [...known(`start ${name}`), ...known(`restart ${name}`), ...known('check migrations')];
    const dependencies = dependsOn.filter((each) => withDatabase.has(each)).map((each) => `seed ${each}`);
    const because = 'rows that are missing are created';
    return [
      { title: `seed ${name}`, because, after: [...after, ...dependencies], action: { kind: 'seed', service: name } },
    ];
  });
  return inOrder(steps);
}

function isRunning({ name }: ServiceSpec, running: Desired | null): boolean {
  return running?.services.some(({ spec, ready, lent }) => spec.name === name && (ready || lent)) ?? false;
}

function reasonToStart(
  spec: ServiceSpec,
  running: Desired | null,
  changed: ReadonlySet<string>,
): { kind: 'start' | 'replace'; because: string } | undefined {
  if (!isRunning(spec, running)) return { kind: 'start', because: 'not running' };
  const current = running?.services.find((each) => each.spec.name === spec.name);
  if (current?.lent) return undefined;
  if (JSON.stringify(current?.spec) !== JSON.stringify(spec))
    return { kind: 'replace', because: 'its settings changed' };
  return changed.has(spec.name) ? { kind: 'replace', because: 'its code changed' } : undefined;
}

/** Behind those that they wait for, as far as these are among them. */
function inOrder(steps: readonly UpStep[]): UpStep[] {
  const nodes = steps.map((step) => ({ name: step.title, dependsOn: step.after, step }));
  return levelsOf(nodes).flatMap((level) => level.map(({ step }) => step));
}

function names(specs: readonly ServiceSpec[]): string {
  return specs.map(({ name }) => name).join(', ');
}
