import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Account, Message, Parts } from './parts.ts';

const SCRIPT = join(import.meta.dirname, 'member.ts');

/** A process of the suite, from outside. */
export class Member {
  readonly #child: ChildProcess;
  readonly #acknowledge: (ids: readonly string[]) => void;
  readonly #exited: Promise<unknown>;
  #produced = false;
  /** Bytes of the heap when it began. */
  #heap = 0;

  private constructor(child: ChildProcess, acknowledge: (ids: readonly string[]) => void) {
    this.#child = child;
    this.#acknowledge = acknowledge;
    this.#exited = once(child, 'exit');
    child.on('message', (message: Message) => {
      if (message.kind === 'acknowledged') this.#acknowledge(message.ids);
      if (message.kind === 'started') this.#heap = message.account.heap;
      if (message.kind === 'produced') this.#produced = true;
    });
  }

  /** Resolves once it is at work, or has fallen already. */
  static async start(parts: Parts, acknowledge: (ids: readonly string[]) => void): Promise<Member> {
    const execArgv = ['--expose-gc', '--disable-warning=ExperimentalWarning'];
    const child = fork(SCRIPT, [JSON.stringify(parts)], { execArgv });
    const member = new Member(child, acknowledge);
    await Promise.race([once(child, 'message'), member.#exited]);
    return member;
  }

  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Bytes by which its heap has grown since it began. */
  async growth(): Promise<number> {
    return (await this.account()).heap - this.#heap;
  }

  /** Whether it has committed all that it was asked for. */
  get produced(): boolean {
    return this.#produced;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves when it is gone, by what: its exit code, or the signal that ended it. */
  async exited(): Promise<number | string | null> {
    await this.#exited;
    return this.#child.exitCode ?? this.#child.signalCode;
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.#exited;
  }

  /** In order, as a supervisor asks for it. */
  end(): Promise<number | string | null> {
    if (this.alive) this.signal('SIGTERM');
    return this.exited();
  }

  async account(): Promise<Account> {
    const { promise, resolve } = Promise.withResolvers<Account>();
    const listen = (message: Message) => {
      if (message.kind === 'account') resolve(message.account);
    };
    this.#child.on('message', listen);
    try {
      this.#child.send('account');
      return await promise;
    } finally {
      this.#child.off('message', listen);
    }
  }
}
