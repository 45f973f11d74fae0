import { availableParallelism } from 'node:os';
import { levelsOf } from '../../order.ts';
import type { Desired, InfrastructureSpec, Load, PostgresSpec, ServiceSpec } from '../control/protocol.ts';
import type { Journal } from './journal.ts';
import { Keeper } from './keeper.ts';
import { postgresRecipe } from './postgres.ts';
import { type Surroundings, serviceCommand, serviceRecipe } from './service.ts';
import { Spare } from './spare.ts';
import { Turns } from './turns.ts';

export interface Kept {
  spec: ServiceSpec;
  lent: boolean;
  readonly keeper: Keeper;
}

/** Asked for something that is not there. */
export class UnknownService extends Error {}

/** Asked to begin something while all is being ended. */
export class Stopping extends Error {
  constructor() {
    super('the fleet is stopping');
  }
}

/** All that runs of one fleet on this machine. */
export class Supervisor {
  readonly #surroundings: Surroundings;
  readonly #journal: Journal;
  readonly #services = new Map<string, Kept>();
  readonly #spare: Spare;
  /** One more than there are processors: reading files is not computing. */
  readonly #loading = new Turns(availableParallelism() + 1);
  #postgres: { readonly spec: PostgresSpec; readonly keeper: Keeper } | undefined;
  #told: Omit<Load, 'services'> | undefined;
  #stopping: Promise<void> | undefined;
  #forced = false;

  constructor(surroundings: Surroundings, journal: Journal) {
    this.#surroundings = surroundings;
    this.#spare = new Spare(surroundings.layout.root, surroundings);
    this.#journal = journal;
  }

  get services(): readonly Kept[] {
    return [...this.#services.values()];
  }

  get postgres(): { readonly spec: PostgresSpec; readonly keeper: Keeper } | undefined {
    return this.#postgres;
  }

  get infrastructure(): readonly InfrastructureSpec[] {
    return this.#told?.infrastructure ?? [];
  }

  get desired(): Desired | null {
    if (!this.#told) return null;
    const services = this.services.map(({ spec, lent, keeper: { wanted, state, startedAt } }) => {
      return { spec, lent, wanted, present: state !== 'idle', ready: state === 'ready', startedAt };
    });
    return { ...this.#told, services, postgresReady: this.#postgres?.keeper.state === 'ready' };
  }

  /** @throws Stopping once the end has begun */
  requireRunning(): void {
    if (this.#stopping) throw new Stopping();
  }

  /** Begins the processes of services that do not run, each waiting at its gate. */
  load({ services, ...rest }: Load): void {
    this.requireRunning();
    this.#told = rest;
    for (const spec of services) this.#keep(spec);
    for (const { name } of levelsOf(services).flat()) this.#loading.add(() => this.#loadInTurn(name));
  }

  /** By then it may have been removed, or the end may have begun. */
  async #loadInTurn(name: string): Promise<void> {
    if (!this.#stopping) await this.#services.get(name)?.keeper.load();
  }

  async startPostgres(spec: PostgresSpec | null): Promise<void> {
    this.requireRunning();
    if (!spec) return;
    this.#postgres ??= {
      spec,
      keeper: new Keeper(() => postgresRecipe(spec, this.#surroundings), this.#journal.tell),
    };
    await this.#postgres.keeper.start();
  }

  async start(name: string): Promise<void> {
    this.requireRunning();
    await this.#own(name).keeper.start();
  }

  /** With a new spec it comes back as that. */
  async replace(name: string, spec?: ServiceSpec): Promise<void> {
    this.requireRunning();
    const kept = this.#own(name);
    if (spec) kept.spec = spec;
    await kept.keeper.replace();
  }

  /** Has a process at hand for the next time that a running service is replaced; for one service, the last that was named. */
  spareFor(name: string): void {
    const kept = this.#services.get(name);
    if (!this.#stopping && kept?.keeper.state === 'ready') {
      this.#spare.begin(serviceCommand(kept.spec, this.#surroundings.layout));
    }
  }

  async dropSpare(): Promise<void> {
    await this.#spare.drop();
  }

  async stopService(name: string): Promise<void> {
    await Promise.all([this.#kept(name).keeper.stop(false), this.#spare.drop(name)]);
  }

  async remove(name: string): Promise<void> {
    await this.stopService(name);
    this.#services.delete(name);
  }

  /** Ends it for as long as somebody runs it by hand; returns what brings it back. */
  async lend(name: string): Promise<() => Promise<void>> {
    const kept = this.#own(name);
    const wanted = kept.keeper.wanted;
    kept.lent = true;
    await this.stopService(name);
    return async () => {
      kept.lent = false;
      if (wanted && !this.#stopping) await kept.keeper.start();
    };
  }

  /** Ends everything along the reversed edges, the database last. Asked again with `force`, what is left is killed. */
  async stop(force: boolean): Promise<void> {
    if (force && !this.#forced) {
      this.#forced = true;
      for (const { keeper } of this.#services.values()) void keeper.stop(true);
      void this.#postgres?.keeper.stop(true);
    }
    this.#stopping ??= this.#stopInOrder();
    await this.#stopping;
  }

  async #stopInOrder(): Promise<void> {
    await this.#spare.drop();
    for (const level of levelsOf(this.services.map(({ spec }) => spec)).toReversed()) {
      await Promise.all(level.map(({ name }) => this.#kept(name).keeper.stop(this.#forced)));
    }
    await this.#postgres?.keeper.stop(this.#forced);
  }

  #keep(spec: ServiceSpec): void {
    const known = this.#services.get(spec.name);
    if (known) {
      // What runs, runs by the old one until it is replaced.
      if (known.keeper.state === 'idle') known.spec = spec;
      return;
    }
    const kept: Kept = {
      spec,
      lent: false,
      keeper: new Keeper(() => serviceRecipe(kept.spec, this.#surroundings, this.#spare), this.#journal.tell),
    };
    this.#services.set(spec.name, kept);
  }

  #kept(name: string): Kept {
    const kept = this.#services.get(name);
    if (!kept) throw new UnknownService(`${name} is not part of the running fleet`);
    return kept;
  }

  /** One that is not lent. */
  #own(name: string): Kept {
    const kept = this.#kept(name);
    if (kept.lent) throw new Error(`${name} runs in front, by \`aurora run\`, and is not the supervisor's for as long`);
    return kept;
  }
}
