import { redactText } from '../logging/index.ts';
import { oneAtATime, soon } from '../metrics/index.ts';

/** Something the service stands on. */
export interface Dependency {
  /** e.g. `database`. */
  readonly name: string;
  /** Whether the service is of no use without it; otherwise it is merely degraded. */
  readonly critical: boolean;
  /** Resolves with a detail for people (or nothing) when all is well; throws what is wrong. */
  readonly check: () => Promise<unknown>;
}

export interface DependencyReport {
  readonly name: string;
  readonly status: 'up' | 'down';
  readonly critical: boolean;
  readonly latencyMs: number;
  /** ISO 8601: when it last changed between up and down. */
  readonly since: string;
  /** Whatever its check resolved with. */
  readonly detail?: unknown;
  /** Why it is, or last was, down. */
  readonly lastError?: string;
}

export interface ReadinessReport {
  /** `starting`: it has not been of use yet. */
  readonly status: 'ready' | 'degraded' | 'starting' | 'down' | 'draining';
  readonly dependencies: readonly DependencyReport[];
}

/** Whoever asks for a status within two seconds is to hear which of them does not answer. */
const CHECK_TIMEOUT_MS = 1_000;
/** Callers within this time share one answer: probing must never be load. */
const FRESH_MS = 250;

/** Knows what the service stands on and how that does. Looks only when asked: an idle service checks nothing. */
export class Readiness {
  draining = false;
  /** ISO 8601. */
  readonly startedAt: string;
  #started = false;
  readonly #clock: () => number;
  readonly #dependencies: Dependency[] = [];
  readonly #last = new Map<string, DependencyReport>();
  #current: { readonly at: number; readonly reports: Promise<DependencyReport[]> } | undefined;

  /** @param clock epoch milliseconds */
  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
    this.startedAt = new Date(clock()).toISOString();
  }

  add(dependency: Dependency): void {
    // One that does not answer is not asked again by each who wants to know.
    this.#dependencies.push({ ...dependency, check: oneAtATime(dependency.check) });
  }

  async report(): Promise<ReadinessReport> {
    const dependencies = await this.#reports();
    return { status: this.#status(dependencies), dependencies };
  }

  /** For whoever does not wait: of what has not answered by then, what it said last; what never has is left out. */
  async reportWithin(ms: number): Promise<ReadinessReport> {
    const reports = await soon(ms, this.#reports());
    const dependencies = reports ?? this.#dependencies.flatMap(({ name }) => this.#last.get(name) ?? []);
    return { status: this.#status(dependencies), dependencies };
  }

  /** Whether it has ever been of use. */
  async hasStarted(): Promise<boolean> {
    if (!this.#started) await this.report();
    return this.#started;
  }

  #reports(): Promise<DependencyReport[]> {
    const now = this.#clock();
    if (this.#current === undefined || now - this.#current.at >= FRESH_MS) {
      this.#current = { at: now, reports: Promise.all(this.#dependencies.map((each) => this.#look(each))) };
    }
    return this.#current.reports;
  }

  #status(reports: readonly DependencyReport[]): ReadinessReport['status'] {
    if (this.draining) return 'draining';
    const down = reports.filter(({ status }) => status === 'down');
    // In part known is not ready yet.
    const isLacking = reports.length < this.#dependencies.length || down.some(({ critical }) => critical);
    if (isLacking) return this.#started ? 'down' : 'starting';
    this.#started = true;
    return down.length > 0 ? 'degraded' : 'ready';
  }

  async #look({ name, critical, check }: Dependency): Promise<DependencyReport> {
    const started = performance.now();
    const outcome = await inTime(check).then(
      (detail) => ({ status: 'up' as const, ...(detail !== undefined && { detail }) }),
      (error: unknown) => ({ status: 'down' as const, lastError: reason(error) }),
    );
    // Only now: of looks at what hangs several are under way, and one that ends first has told of the change.
    const before = this.#last.get(name);
    const report: DependencyReport = {
      name,
      critical,
      latencyMs: Math.round((performance.now() - started) * 100) / 100,
      since: before?.status === outcome.status ? before.since : new Date(this.#clock()).toISOString(),
      ...(before?.lastError !== undefined && { lastError: before.lastError }),
      ...outcome,
    };
    this.#last.set(name, report);
    return report;
  }
}

async function inTime(check: () => Promise<unknown>): Promise<unknown> {
  const answer = await soon(
    CHECK_TIMEOUT_MS,
    check().then((detail) => ({ detail })),
  );
  if (answer === undefined) throw new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`);
  return answer.detail;
}

/** One line without secrets; several causes (a name with two addresses) count as one. */
function reason(error: unknown): string {
  const inner = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
  const message = inner instanceof Error ? inner.message || inner.name : String(inner);
  return redactText(message.split('\n', 1)[0] ?? '');
}
