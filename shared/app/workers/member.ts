import type { Worker } from 'node:cluster';
import type { FromPrimary, FromWorker } from './messages.ts';

/** How a worker ended. */
export interface Exit {
  /** For people, e.g. `exited with code 1`. */
  readonly reason: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A worker, as the primary sees it. */
export class Member {
  /** Its code is in memory and it waits for the word to start, or it has ended. */
  readonly loaded: Promise<unknown>;
  /** Whether it came to listen before it ended. */
  readonly listened: Promise<boolean>;
  readonly exited: Promise<Exit>;
  /** Where it listens; undefined: not yet. */
  port: number | undefined;
  readonly #worker: Worker;

  constructor(worker: Worker, hear: (message: FromWorker, member: Member) => void) {
    this.#worker = worker;
    const { promise: exited, resolve: exit } = Promise.withResolvers<Exit>();
    this.exited = exited;
    worker.once('error', (error) => exit({ reason: `cannot be forked: ${error.message}`, code: 1, signal: null }));
    worker.process.once('exit', (code, signal) =>
      exit({ reason: signal ? `was ended by ${signal}` : `exited with code ${code}`, code, signal }),
    );
    const { promise: loaded, resolve: load } = Promise.withResolvers<void>();
    const { promise: listened, resolve: listen } = Promise.withResolvers<boolean>();
    this.loaded = Promise.race([loaded, exited]);
    this.listened = Promise.race([listened, exited.then(() => false)]);
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'loaded') load();
      if (message.type === 'listening') {
        this.port = message.port;
        listen(true);
      }
      hear(message, this);
    });
  }

  get id(): number {
    return this.#worker.id;
  }

  get pid(): number | undefined {
    return this.#worker.process.pid;
  }

  tell(message: FromPrimary): void {
    // One whose channel is closed is about to end: `exited` tells.
    if (this.#worker.isConnected()) this.#worker.process.send(message, () => undefined);
  }

  signal(signal: NodeJS.Signals): void {
    this.#worker.process.kill(signal);
  }
}
