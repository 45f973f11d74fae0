import type { FastifyInstance } from 'fastify';

export interface Task {
  /** For the log, after `could not`: e.g. `tidy up`. */
  readonly what: string;
  /** Milliseconds from the start of the service to the first time. */
  readonly firstMs: number;
  readonly everyMs: number;
  readonly work: () => Promise<void>;
}

/** How often a replica looks whether it is its turn. */
const LOOK_MS = 10_000;

/**
 * Does something again and again while the service runs, on one of its replicas at a time: the one that has the lease of the outbox's
 * first partition. When that one ends, freezes or goes on standby, another takes over, and does at once what has been due for it too.
 * So it may be done twice within `everyMs` now and then, and must bear that. Where a service has no outbox, each replica does it.
 */
export function onOneReplica(app: FastifyInstance, { what, firstMs, everyMs, work }: Task): void {
  let dueAt = performance.now() + firstMs;
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  const isOurs = () => !app.hasDecorator('relay') || app.relay.leads;
  const look = async () => {
    if (performance.now() >= dueAt && isOurs()) {
      dueAt = performance.now() + everyMs;
      await work().catch((err) => app.log.warn({ err }, `could not ${what}`));
    }
    lookIn(LOOK_MS);
  };
  const lookIn = (ms: number) => {
    if (!ended) timer = setTimeout(look, ms).unref();
  };
  lookIn(Math.min(firstMs, LOOK_MS));
  app.addHook('preClose', (done) => {
    ended = true;
    clearTimeout(timer);
    done();
  });
}
