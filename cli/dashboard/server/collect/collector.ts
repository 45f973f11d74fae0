import { setTimeout as delay } from 'node:timers/promises';
import { AuroraError } from '../../../errors.ts';
import type { DeployView, Series, Snapshot } from '../../api.ts';
import { runningDeploys } from '../picture/deploys.ts';
import type { FailedAction, Known, Look } from '../picture/known.ts';
import { Problems } from '../picture/problems/problems.ts';
import { snapshotOf } from '../picture/snapshot.ts';
import { type Topology, topologyOf } from '../picture/topology.ts';
import type { ConfigNow, Observed, Sources } from '../sources.ts';
import { Revivals } from './revivals.ts';
import { ServiceWatch } from './service-watch.ts';

/** Of snapshots, and of looking who runs where nothing tells that it has changed. */
const EVERY_MS = 1_000;
const CONFIG_EVERY_MS = 5_000;
/** A snapshot is made of what is known by then: whoever answers later is in the next one. */
const ANSWERS_MS = 500;
/** Who runs the fleet tells how it is within milliseconds, an engine that has much to do within a second. */
const PATIENCE_MS = 4_000;
const FAILURES_SHOWN_MS = 120_000;
/** Of a snapshot; an older one says nothing any more. */
const FRESH_MS = 3_000;

export interface CollectorParts {
  readonly config: ConfigNow;
  readonly sources: Pick<Sources, 'config' | 'observe' | 'metricsToken'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly patienceMs?: number;
}

/** Looks at the fleet for as long as somebody watches, and tells what it sees. */
export class Collector {
  readonly #parts: CollectorParts;
  readonly #problems = new Problems();
  readonly #revivals = new Revivals();
  readonly #watches = new Map<string, ServiceWatch>();
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  #config: ConfigNow;
  #topology: Topology;
  #failures: FailedAction[] = [];
  /** Null: it is down; undefined: nobody has said yet. */
  #observed: Observed | null | undefined;
  #trouble: string | undefined;
  #place = '';
  #asking: Promise<void> | undefined;
  #latest: Snapshot | undefined;

  constructor(parts: CollectorParts) {
    this.#parts = parts;
    this.#config = parts.config;
    this.#topology = topologyOf(parts.config.fleet);
  }

  get config(): ConfigNow {
    return this.#config;
  }

  /** Undefined: nobody has looked lately. */
  get latest(): Snapshot | undefined {
    const age = this.#latest ? this.#parts.now() - Date.parse(this.#latest.at) : Number.POSITIVE_INFINITY;
    return age < FRESH_MS ? this.#latest : undefined;
  }

  /** Where the fleet runs, or ran last, and as what; its logs are there. */
  get place(): string {
    return this.#place;
  }

  listen(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  series(service: string, minutes: number): Series {
    return this.#watchOf(service).history.series(service, this.#parts.now() / 1000 - minutes * 60);
  }

  deploys(): DeployView[] {
    return runningDeploys(this.#known());
  }

  /** An action that somebody asked for has failed meanwhile. */
  failed(failure: Omit<FailedAction, 'at'>): void {
    this.#failures = [{ ...failure, at: this.#parts.now() }, ...this.#failures].slice(0, 10);
    this.#publish();
  }

  /** Until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    const looking = Promise.all([
      this.#repeat(CONFIG_EVERY_MS, () => this.#readConfig(), signal),
      this.#repeat(EVERY_MS, () => this.askStatus(), signal),
      this.#repeat(EVERY_MS, () => this.look(), signal),
      this.#repeat(EVERY_MS, () => this.#hear(signal), signal),
    ]);
    // Whoever is asked and hangs keeps nobody from leaving.
    await Promise.race([looking, aborted]);
  }

  /** Looks who runs, now or with whoever is looking already; a change is told at once. */
  askStatus(): Promise<void> {
    this.#asking ??= this.#askStatus().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Looks at every service, and tells what is known after half a second: those that hang delay nobody. */
  async look(): Promise<void> {
    const { now, sources } = this.#parts;
    if (!this.latest) await Promise.race([this.askStatus(), delay(ANSWERS_MS, undefined, { ref: false })]);
    const { runtime, services = [] } = this.#observed?.status ?? {};
    const running = services.filter(({ status }) => status !== 'down');
    const token = running.length > 0 && runtime !== 'process' ? await sources.metricsToken() : undefined;
    const looks = running.map(({ name, url }) => this.#watchOf(name).look({ url, token }, now));
    await Promise.race([Promise.all(looks), delay(ANSWERS_MS, undefined, { ref: false })]);
    for (const { name } of this.#config.fleet.services) this.#watchOf(name).note(now());
    this.#publish();
  }

  async #askStatus(): Promise<void> {
    const before = JSON.stringify([this.#observed?.status, this.#trouble]);
    const late = setTimeout(() => {
      this.#trouble = 'What runs the fleet, its supervisor or engine, does not answer; what is shown is its last word.';
    }, this.#parts.patienceMs ?? PATIENCE_MS);
    try {
      this.#observed = await this.#parts.sources.observe();
      this.#trouble = undefined;
    } catch (error) {
      if (!(error instanceof AuroraError)) throw error;
      this.#trouble = error.message;
    } finally {
      clearTimeout(late);
    }
    this.#revivals.notice(this.#observed?.status ?? null, this.#parts.now());
    if (this.latest && JSON.stringify([this.#observed?.status, this.#trouble]) !== before) this.#publish();
  }

  /** Whoever runs the fleet tells of what happens, until it has ended. */
  async #hear(signal: AbortSignal): Promise<void> {
    // One that is asking already may have asked just before.
    const ask = () => void (this.#asking ?? Promise.resolve()).then(() => this.askStatus());
    try {
      await this.#observed?.runtime.news(this.#config.fleet, ask, signal);
    } catch (error) {
      // It cannot tell: an engine that is away, a supervisor of an earlier version. It is asked every second.
      if (!(error instanceof AuroraError)) throw error;
    }
    if (this.#observed && !signal.aborted) await this.askStatus();
  }

  async #readConfig(): Promise<void> {
    const { fleet } = this.#config;
    this.#config = await this.#parts.sources.config();
    if (this.#config.fleet !== fleet) this.#topology = topologyOf(this.#config.fleet);
  }

  #publish(): void {
    // That nobody has said how it is does not mean that it is down.
    if (this.#observed === undefined && this.#trouble === undefined) return;
    const { status } = this.#observed ?? {};
    if (status) this.#place = [status.runtime, ...this.#config.fleet.services.map(({ name }) => name)].join(' ');
    this.#latest = snapshotOf(this.#known(), this.#topology, this.#problems);
    for (const listener of this.#listeners) listener(this.#latest);
  }

  #known(): Known {
    const at = this.#parts.now();
    this.#failures = this.#failures.filter((failure) => at - failure.at < FAILURES_SHOWN_MS);
    const up = (this.#observed?.status.services ?? []).filter(({ status }) => status !== 'down');
    // What was seen of one that is down is no longer so.
    const looks = up.map(({ name }): [string, Look] => [name, this.#watchOf(name).known(at)]);
    return {
      at,
      config: this.#config,
      status: this.#observed?.status ?? null,
      trouble: this.#trouble,
      looks: new Map(looks),
      revivals: this.#revivals.recent(at),
      failures: this.#failures,
    };
  }

  #watchOf(service: string): ServiceWatch {
    const watch = this.#watches.get(service) ?? new ServiceWatch();
    this.#watches.set(service, watch);
    return watch;
  }

  async #repeat(everyMs: number, work: () => Promise<void>, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const started = performance.now();
      await work();
      const left = Math.max(everyMs - (performance.now() - started), 0);
      // Its end is the signal's, which the loop sees.
      await delay(left, undefined, { signal }).catch(() => undefined);
    }
  }
}
