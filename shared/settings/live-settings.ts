import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../logging/index.ts';
import type { LastGoodCopy } from './last-good-copy.ts';
import { type SettingSchemas, type Settings, SettingsChecker } from './schema.ts';

/** Where settings come from: config-service, behind whatever protocol. */
export interface SettingsSource {
  /**
   * The settings now, or, where `etag` names those that are known, once they have changed; undefined when they have not within
   * `waitSeconds`. Rejects when the source cannot be reached.
   */
  fetch(known: {
    readonly etag: string | undefined;
    readonly waitSeconds: number;
    readonly signal: AbortSignal;
  }): Promise<PublishedSettings | undefined>;
}

export interface PublishedSettings {
  readonly etag: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface LiveSettingsOptions {
  /** Settings of the service's own. */
  readonly schemas?: SettingSchemas | undefined;
  /** What holds until the source says otherwise, e.g. the log level of the environment. */
  readonly initial: Partial<Settings>;
  /** Absent: the initial settings stay. */
  readonly source?: SettingsSource | undefined;
  readonly copy?: LastGoodCopy<PublishedSettings> | undefined;
  readonly log: Logger;
}

const FIRST_FETCH_MS = 1_000;
const WAIT_SECONDS = 30;
/** At least so long between two answers that bring nothing new: a source that cannot wait is not hammered. */
const LEAST_INTERVAL_MS = 1_000;
const MAX_BACKOFF_MS = 15_000;

/** The settings of a running service: fetched at start, followed from then on, from the last good copy where the source is away. */
export class LiveSettings {
  readonly #options: LiveSettingsOptions;
  readonly #checker: SettingsChecker;
  readonly #listeners = new Set<(settings: Settings) => void>();
  readonly #closing = new AbortController();
  #current: Settings;
  #etag: string | undefined;
  #failure: unknown;

  constructor(options: LiveSettingsOptions) {
    this.#options = options;
    this.#checker = new SettingsChecker(options.schemas);
    const checked = this.#checker.check(options.initial);
    if ('errors' in checked) throw new Error(`the initial settings are not valid: ${JSON.stringify(checked.errors)}`);
    this.#current = checked.settings;
  }

  get<K extends keyof Settings>(name: K): Settings[K] {
    return this.#current[name];
  }

  /** All of them, as they are now. */
  all(): Settings {
    return this.#current;
  }

  /** Calls back with all settings after each change; returns how to stop that. */
  onChange(listener: (settings: Settings) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves with the version in force, rejects with why the source cannot be followed: a readiness check. */
  async check(): Promise<{ etag: string | undefined }> {
    if (this.#failure !== undefined) throw this.#failure;
    return { etag: this.#etag };
  }

  /** Fetches the settings, or takes the last good copy, then follows the source until closed. Never rejects. */
  async start(): Promise<void> {
    if (this.#options.source === undefined) return;
    await this.#fetch({ waitSeconds: 0, signal: AbortSignal.timeout(FIRST_FETCH_MS) });
    if (this.#failure !== undefined) await this.#restore();
    void this.#follow();
  }

  close(): void {
    this.#closing.abort();
  }

  async #restore(): Promise<void> {
    const copy = await this.#options.copy?.read();
    // Another version may have written it.
    const from = copy?.settings && this.accept(copy) ? 'last good copy' : 'defaults';
    this.#options.log.warn({ err: this.#failure, from }, 'settings cannot be fetched');
  }

  async #follow(): Promise<void> {
    const { signal } = this.#closing;
    for (let failures = this.#failure === undefined ? 0 : 1; !signal.aborted; ) {
      const started = Date.now();
      // After a failure the first answer is wanted at once: that it comes is the news.
      const news = await this.#fetch({ waitSeconds: failures > 0 ? 0 : WAIT_SECONDS, signal });
      failures = this.#failure === undefined ? 0 : failures + 1;
      const rest = failures > 0 ? backoff(failures) : news ? 0 : LEAST_INTERVAL_MS - (Date.now() - started);
      if (rest > 0) await pause(rest, undefined, { ref: false, signal }).catch(() => {});
    }
  }

  /** Whether something new came. */
  async #fetch({ waitSeconds, signal }: { waitSeconds: number; signal: AbortSignal }): Promise<boolean> {
    const { source, copy, log } = this.#options;
    const failedBefore = this.#failure !== undefined;
    try {
      const published = await source?.fetch({ etag: this.#etag, waitSeconds, signal });
      this.#failure = undefined;
      if (failedBefore) log.info('settings can be fetched again');
      if (published === undefined) return false;
      if (this.accept(published))
        await copy?.write(published).catch((err) => log.warn({ err }, 'no copy of the settings'));
      return true;
    } catch (error) {
      this.#failure = error;
      if (!failedBefore && !this.#closing.signal.aborted) log.debug({ err: error }, 'settings cannot be followed');
      return false;
    }
  }

  /** Takes settings over if they are valid; if not, those in force stay. @returns whether they are in force */
  accept({ etag, settings }: PublishedSettings): boolean {
    const { initial, log } = this.#options;
    this.#etag = etag;
    const checked = this.#checker.check({ ...initial, ...settings });
    if ('errors' in checked) {
      log.error({ errors: checked.errors, etag }, 'settings refused; the ones before stay');
      return false;
    }
    this.#current = checked.settings;
    log.info({ etag }, 'settings in force');
    for (const listener of this.#listeners) listener(checked.settings);
    return true;
  }
}

/** Doubling, with jitter: many services wait for one. */
function backoff(failures: number): number {
  return Math.min(250 * 2 ** failures, MAX_BACKOFF_MS) * (0.5 + Math.random() / 2);
}
