import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logging/index.ts';

/** `standby`: another colour of the service is live; this one serves whoever asks it, and consumes no events. */
export type Role = 'live' | 'standby';

/** Behind the watch, for what it misses: a folder that came later, or was put in the place of another. */
const POLL_MS = 2_000;
/** A file that is being replaced is gone, or half there, for less than this. */
const SETTLE_MS = 200;

/** Which part this process has in its service, and whether it plays it. */
export class ServiceRole {
  /** Whether events come in as they should when live; whether any still can when standby. */
  consumes: () => boolean = () => this.current === 'live';
  readonly #listeners: ((role: Role) => void)[] = [];
  #current: Role = 'live';

  get current(): Role {
    return this.#current;
  }

  set(role: Role): void {
    if (role === this.#current) return;
    this.#current = role;
    for (const listener of this.#listeners) listener(role);
  }

  onChange(listener: (role: Role) => void): void {
    this.#listeners.push(listener);
  }
}

/** Follows a file that says `live` or `standby`, written by whoever deploys. Where there is none, the service is live. */
export class RoleFile {
  readonly #path: string;
  readonly #role: ServiceRole;
  readonly #log: Logger;
  readonly #poll: NodeJS.Timeout;
  #watcher: FSWatcher | undefined;
  #settling: NodeJS.Timeout | undefined;
  /** Since when it has not been there, or has said nothing that counts, and whether the log knows. */
  #doubt: { readonly isMissing: boolean; readonly since: number; isTold: boolean } | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #closed = false;

  /** Resolves once it has been read. */
  static async follow(path: string, role: ServiceRole, log: Logger): Promise<RoleFile> {
    const file = new RoleFile(path, role, log);
    await file.#look();
    if (file.#doubt === undefined) return file;
    await sleep(SETTLE_MS);
    await file.#look();
    return file;
  }

  private constructor(path: string, role: ServiceRole, log: Logger) {
    this.#path = path;
    this.#role = role;
    this.#log = log;
    this.#watch();
    this.#poll = setInterval(() => {
      if (this.#watcher === undefined) this.#watch();
      void this.#look();
    }, POLL_MS).unref();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#poll);
    clearTimeout(this.#settling);
    this.#watcher?.close();
  }

  /** The folder: a file that is replaced is another one. */
  #watch(): void {
    const name = basename(this.#path);
    try {
      const watcher = watch(dirname(this.#path), { persistent: false }, (_event, changed) => {
        if (changed === null || changed === name) void this.#look();
      });
      this.#watcher = watcher.once('error', () => {
        watcher.close();
        this.#watcher = undefined;
      });
    } catch (error) {
      this.#log.debug({ err: error }, 'the role file cannot be watched; it is looked at now and then');
    }
  }

  /** One look at a time, and one more for what has changed meanwhile. */
  #look(): Promise<void> {
    this.#again = true;
    this.#looking ??= this.#lookAgain();
    return this.#looking;
  }

  async #lookAgain(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      this.#take(await read(this.#path));
    }
    this.#looking = undefined;
  }

  #take(found: { readonly role: Role } | Nothing): void {
    if (this.#closed) return;
    if ('role' in found) this.#settle(found.role);
    else if (found.isMissing && this.#role.current === 'live') this.#settle('live');
    else this.#wonder(found);
  }

  /** A moment later it may say something again. */
  #wonder({ isMissing, reason }: Nothing): void {
    if (this.#doubt?.isMissing !== isMissing) this.#doubt = { isMissing, since: performance.now(), isTold: false };
    if (performance.now() - this.#doubt.since < SETTLE_MS) {
      this.#settling ??= setTimeout(() => {
        this.#settling = undefined;
        void this.#look();
      }, SETTLE_MS).unref();
    } else if (isMissing) {
      this.#settle('live');
    } else if (!this.#doubt.isTold) {
      this.#doubt.isTold = true;
      const about = { reason, path: this.#path, role: this.#role.current };
      this.#log.error(about, 'the role file is of no use: the role stays');
    }
  }

  #settle(role: Role): void {
    this.#doubt = undefined;
    if (role !== this.#role.current) this.#log.info({ role }, 'role changed');
    this.#role.set(role);
  }
}

interface Nothing {
  readonly isMissing: boolean;
  readonly reason: string;
}

async function read(path: string): Promise<{ readonly role: Role } | Nothing> {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    if (text === 'live' || text === 'standby') return { role: text };
    return { isMissing: false, reason: `it says ${JSON.stringify(text.slice(0, 40))}, not live or standby` };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { isMissing: code === 'ENOENT' || code === 'ENOTDIR', reason: message };
  }
}
