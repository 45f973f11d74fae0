import type { AskKeeper } from '../../cache/index.ts';
import type { FromPrimary, FromWorker, MetricsReport, Question, Team } from './messages.ts';

/** How a worker reaches the primary, and through it the other workers. */
export interface WorkerLink {
  /** Has calls of the cache carried out in the primary. */
  readonly cache: AskKeeper;
  /** The sum over all workers, as Prometheus reads it. */
  metrics(): Promise<string>;
  /** Says what this worker contributes to that. */
  onReport(report: () => Promise<MetricsReport>): void;
  team(): Promise<Team>;
  /** Calls back once this worker acts for all, e.g. holds their lease. */
  onSpeak(listener: () => void): void;
  /** Whether only this worker ends, because of an error: the others go on. */
  failed: boolean;
}

/** The channel between a process and the one that forked it, seen from either. */
export interface Channel {
  send?(message: FromWorker, done: (error: Error | null) => void): unknown;
  on(event: 'message', listener: (message: FromPrimary) => void): unknown;
}

/** The link of a worker, over its channel to the primary. */
export function linkOver(channel: Channel): WorkerLink {
  const asked = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  let speaks = false;
  let speak: () => void = () => undefined;
  let report = async (): Promise<MetricsReport> => [];

  const tell = (message: FromWorker) =>
    // The channel ends with the primary, and this process with it.
    void channel.send?.(message, () => undefined);

  const ask = <T>(question: Question): Promise<T> => {
    const answered = Promise.withResolvers<unknown>();
    asked.set(++lastId, answered);
    tell({ type: 'ask', id: lastId, question });
    return answered.promise as Promise<T>;
  };

  channel.on('message', (message: FromPrimary) => {
    if (message === 'start') return;
    if (message.type === 'answer') {
      const { id, answer, error } = message;
      if (error === undefined) asked.get(id)?.resolve(answer);
      else asked.get(id)?.reject(new Error(error));
      asked.delete(id);
    } else if (message.type === 'speak') {
      speaks = true;
      speak();
    } else if (message.type === 'report') {
      const { id } = message;
      report().then(
        (metrics) => tell({ type: 'report', id, metrics }),
        (error: Error) => tell({ type: 'no report', id, error: error.message }),
      );
    }
  });

  return {
    failed: false,
    cache: (calls) => ask({ about: 'cache', calls }),
    metrics: () => ask({ about: 'metrics' }),
    team: () => ask({ about: 'team' }),
    onReport(given) {
      report = given;
    },
    onSpeak(listener) {
      speak = listener;
      if (speaks) listener();
    },
  };
}
