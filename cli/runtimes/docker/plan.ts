import type { Colour } from '../colours.ts';
import type { PlanStep, UpOptions } from '../contract.ts';
import { levelsOf } from '../order.ts';
import type { ObservedContainer } from './observe.ts';
import type { ContainerSpec } from './spec.ts';

/** A step of `up`, and what carries it out. */
export interface UpStep extends PlanStep {
  readonly action:
    | { readonly kind: 'build' | 'load'; readonly services: readonly string[] }
    | { readonly kind: 'fetch'; readonly image: string }
    | { readonly kind: 'network' | 'databases' }
    | { readonly kind: 'remove'; readonly container: Found }
    | { readonly kind: 'create'; readonly part: string; readonly instead: Found | undefined }
    | { readonly kind: 'start' | 'reload'; readonly part: string; readonly container: Found }
    | { readonly kind: 'migrate' | 'seed'; readonly service: string };
}

export type Found = Pick<ObservedContainer, 'id' | 'name' | 'part' | 'state'>;

/** A part that is wanted, with what it is made from. */
export interface Wanted extends Pick<ContainerSpec, 'name' | 'kind' | 'part' | 'image' | 'dependsOn'> {
  readonly fingerprint: string;
  /** Of a service. */
  readonly colour: Colour | null;
}

/** What is there, and what ought to be. */
export interface Situation {
  readonly wanted: readonly Wanted[];
  /** All parts of the config, wanted now or not: whatever else runs is an orphan. */
  readonly known: ReadonlySet<string>;
  readonly found: readonly ObservedContainer[];
  /** Parts that have other files than they ought to; they can take them over as they run. */
  readonly outdated: ReadonlySet<string>;
  readonly network: boolean;
  /** Images of wanted parts that the engine has not; those of services are built. */
  readonly missing: { readonly services: readonly string[]; readonly images: readonly string[] };
  /** The part with the databases; null: no wanted service has one. */
  readonly server: string | null;
  readonly provisioned: boolean;
  /** Services with a database; `unknown`: it does not run, so nobody can tell what is in it. */
  readonly migrations: ReadonlyMap<string, Work>;
  readonly seeds: ReadonlyMap<string, Work>;
}

/** What there is to do in a database. */
export type Work = 'none' | 'pending' | 'unknown';

/** What `up` does, every step behind those that it waits for. An unchanged fleet that runs needs none. */
export function planUp(situation: Situation, options: Pick<UpOptions, 'migrate' | 'seed'>): readonly UpStep[] {
  const removals = removalSteps(situation);
  const first = [...imageSteps(situation), ...networkSteps(situation)];
  const parts = situation.wanted.flatMap((wanted) => partStep(wanted, situation) ?? []);
  const [watching, infrastructure] = [true, false].map((watches) =>
    parts.filter(({ wanted }) => wanted.kind !== 'service' && wanted.dependsOn.length > 0 === watches),
  ) as [PartStep[], PartStep[]];
  // Databases start while images are built.
  const ahead = [...removals, ...first.filter(({ action }) => action.kind !== 'build')];
  const base = [...removals, ...first, ...infrastructure.map((part) => after(part, ahead))];
  const databases = databaseSteps(situation, base);
  const migrations = migrationSteps(situation, options, [...base, ...databases]);
  const services = serviceSteps(parts, situation.server, [...base, ...databases, ...migrations]);
  const all = [...base, ...databases, ...migrations, ...services];
  const seeds = options.seed ? seedSteps(situation, all) : [];
  // Whoever watches the services begins when they are there: what is on its way up is no failure.
  const watchers = watching.map((part) => after(part, [...ahead, ...services]));
  return inOrder([...all, ...seeds, ...watchers]);
}

interface PartStep {
  readonly wanted: Wanted;
  readonly title: string;
  readonly because: string;
  readonly action: UpStep['action'];
}

function removalSteps({ found, known }: Situation): UpStep[] {
  return found.flatMap((container): UpStep[] => {
    const because = reasonToRemove(container, known);
    if (because === undefined) return [];
    return [{ title: `remove ${container.name}`, because, after: [], action: { kind: 'remove', container } }];
  });
}

function reasonToRemove({ kind, part, state }: ObservedContainer, known: ReadonlySet<string>): string | undefined {
  if (kind === 'job') return state === 'running' ? 'a job that was left alone' : 'a job that failed';
  return known.has(part) ? undefined : 'it is in the config no more';
}

function imageSteps({ missing }: Situation): UpStep[] {
  const builds: UpStep[] =
    missing.services.length === 0
      ? []
      : [
          {
            title: 'build images',
            because: `${missing.services.join(', ')}: the engine has no image of this code`,
            after: [],
            action: { kind: 'build', services: missing.services },
          },
        ];
  const because = 'the engine does not have it';
  const fetches = missing.images.map(
    (image): UpStep => ({ title: `fetch ${image}`, because, after: [], action: { kind: 'fetch', image } }),
  );
  return [...builds, ...fetches];
}

function networkSteps({ network }: Situation): UpStep[] {
  if (network) return [];
  return [{ title: 'create network', because: 'not there', after: [], action: { kind: 'network' } }];
}

/** Undefined: it runs as it should. */
function partStep(wanted: Wanted, { found, outdated }: Situation): PartStep | undefined {
  const { part } = wanted;
  // Of a service the other colour may stand beside it: that is a matter of deploys.
  const container = found.find((each) => each.kind === wanted.kind && each.part === part && isMeant(each, wanted));
  const create = (because: string): PartStep => ({
    wanted,
    title: `${container ? 'recreate' : 'create'} ${part}`,
    because,
    action: { kind: 'create', part, instead: container },
  });
  if (!container) return create('not there');
  if (container.fingerprint !== wanted.fingerprint) return create('its image or its settings changed');
  if (container.state === 'running') {
    if (!outdated.has(part)) return undefined;
    const because = 'its configuration changed, which loses no connection';
    return { wanted, title: `reload ${part}`, because, action: { kind: 'reload', part, container } };
  }
  // Half made, or in a state that only a new one gets out of.
  if (container.state !== 'exited') return create(`it is ${container.state}`);
  if (outdated.has(part)) return create('its configuration changed');
  const because = lowerFirst(container.status);
  return { wanted, title: `start ${part}`, because, action: { kind: 'start', part, container } };
}

function isMeant({ name, kind, colour }: ObservedContainer, wanted: Wanted): boolean {
  return kind !== 'service' || name === wanted.name || colour === wanted.colour;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function after({ title, because, action }: PartStep, before: readonly UpStep[]): UpStep {
  return { title, because, action, after: before.map((step) => step.title) };
}

function databaseSteps({ server, provisioned, found }: Situation, base: readonly UpStep[]): UpStep[] {
  if (server === null || provisioned) return [];
  // New passwords shut out services that run, until they are recreated: nothing slow may come in between.
  const shutsOut = found.some(({ kind, state }) => kind === 'service' && state === 'running');
  return [
    {
      title: 'create databases',
      because: 'one database and two logins for each service',
      after: shutsOut ? base.map(({ title }) => title) : titlesOf(base, server),
      action: { kind: 'databases' },
    },
  ];
}

function migrationSteps(
  { migrations, server, missing }: Situation,
  { migrate }: Pick<UpOptions, 'migrate'>,
  before: readonly UpStep[],
): UpStep[] {
  const builds = missing.services.length > 0 ? ['build images'] : [];
  return [...migrations].flatMap(([service, work]): UpStep[] => {
    if (work === 'none') return [];
    const known = work === 'pending' ? 'its database is behind' : 'its database does not run yet';
    return [
      {
        title: `migrate ${service}`,
        because: migrate ? known : `${known}; pending ones are refused without --migrate`,
        after: [
          ...builds,
          ...leftJobs(before),
          ...titlesOf(before, server),
          ...existing(before, ['create databases', 'create network']),
        ],
        action: { kind: 'migrate', service },
      },
    ];
  });
}

/**
 * Each after the databases, its own migrations and the services it depends on. For a broker or a cache a service waits by itself, and
 * loads meanwhile; `up` ends when nothing is missing to it any more.
 */
function serviceSteps(parts: readonly PartStep[], server: string | null, before: readonly UpStep[]): UpStep[] {
  const services = parts.filter(({ wanted }) => wanted.kind === 'service');
  const titles = new Map(services.map(({ wanted, title }) => [wanted.part, title]));
  const later = new Set(
    parts.flatMap(({ wanted, title }) => (wanted.kind === 'infrastructure' && wanted.part !== server ? [title] : [])),
  );
  const first = before
    .filter(({ action, title }) => action.kind !== 'migrate' && !later.has(title))
    .map(({ title }) => title);
  return services.map(({ wanted, title, because, action }) => {
    const dependencies = wanted.dependsOn.flatMap((name) => titles.get(name) ?? []);
    const migrations = existing(before, [`migrate ${wanted.part}`]);
    return { title, because, action, after: [...first, ...migrations, ...dependencies] };
  });
}

/** After all parts: what a service tells of its first rows reaches those alone who listen by then. */
function seedSteps({ seeds, wanted }: Situation, before: readonly UpStep[]): UpStep[] {
  const parts = wanted.flatMap(({ part }) => titlesOf(before, part));
  const toSeed = new Set([...seeds].flatMap(([service, work]) => (work === 'none' ? [] : [service])));
  return [...toSeed].map((service) => {
    const dependsOn = wanted.find(({ part }) => part === service)?.dependsOn ?? [];
    return {
      title: `seed ${service}`,
      because: seeds.get(service) === 'pending' ? 'it has not had these rows' : 'its database does not run yet',
      after: [
        ...leftJobs(before),
        ...parts,
        ...existing(before, [`migrate ${service}`]),
        ...dependsOn.flatMap((name) => (toSeed.has(name) ? [`seed ${name}`] : [])),
      ],
      action: { kind: 'seed', service },
    };
  });
}

/** A job has the name of the one that was left, and would not be alone in its database. */
function leftJobs(steps: readonly UpStep[]): string[] {
  return steps.filter(({ action }) => action.kind === 'remove').map(({ title }) => title);
}

/** The steps that bring a part up. */
function titlesOf(steps: readonly UpStep[], part: string | null): string[] {
  return existing(steps, [`create ${part}`, `recreate ${part}`, `start ${part}`]);
}

function existing(steps: readonly UpStep[], titles: readonly string[]): string[] {
  return titles.filter((title) => steps.some((step) => step.title === title));
}

/** Behind those that they wait for. */
export function inOrder(steps: readonly UpStep[]): UpStep[] {
  const nodes = steps.map((step) => ({ name: step.title, dependsOn: step.after, step }));
  return levelsOf(nodes).flatMap((level) => level.map(({ step }) => step));
}
