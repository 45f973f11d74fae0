import cluster from 'node:cluster';
import type { Logger } from '../../logging/index.ts';
import type { Environment } from '../../settings/index.ts';
import { loggerOf } from '../logger.ts';
import { startGate } from '../start-gate.ts';
import { type Exit, Member } from './member.ts';
import { Slot } from './slot.ts';
import { Switchboard } from './switchboard.ts';

/** Workers end by themselves when their drain takes too long; one that does not is killed so much later. */
const HARD_STOP_MS = 1_000;

/**
 * Keeps the workers of a service running, and serves nobody itself. It is to them what a supervisor is to a service: they load
 * behind a gate, start at its word, and end when it does.
 * @param giveUp ends this process: no worker can start
 */
export async function runPrimary(environment: Environment, giveUp: (why: string) => never): Promise<void> {
  const { workers, drainTimeoutMs } = environment;
  const log = loggerOf(environment);
  const switchboard = new Switchboard(workers);
  cluster.schedulingPolicy = cluster.SCHED_RR;
  // Values of the cache are bytes.
  cluster.setupPrimary({ serialization: 'advanced' });

  let started = false;
  const fork = () => {
    const worker = cluster.fork({ AURORA_START_GATE: '1' });
    return new Member(worker, (message, member) => switchboard.hear(message, member));
  };
  // What ended by a signal says nothing about the code; and what has run once will run again.
  const onLoss = ({ reason, code }: Exit) => {
    if (!started && code !== null) giveUp(`a worker ${reason} before it listened`);
  };
  const slots = Array.from({ length: workers }, () => new Slot({ fork, log, onLoss }));
  await Promise.all(slots.map(({ member }) => member.loaded));
  await startGate(process.env);
  endInOrder(slots, drainTimeoutMs, log);

  // One alone at first: what keeps all of them from starting is told once.
  const [first, ...others] = slots as [Slot, ...Slot[]];
  await first.start();
  started = true;
  await Promise.all(others.map((slot) => slot.start()));
  process.send?.({ type: 'listening', port: first.member.port });
}

/** Whatever ends this process ends all workers by a drain. */
function endInOrder(slots: readonly Slot[], drainTimeoutMs: number, log: Logger): void {
  let ending = false;
  const end = async (reason: string) => {
    if (ending) return;
    ending = true;
    log.info({ reason }, 'ending all workers');
    const hardStop = setTimeout(() => {
      for (const slot of slots) void slot.end('SIGKILL');
    }, drainTimeoutMs + HARD_STOP_MS);
    const inOrder = await Promise.all(slots.map((slot) => slot.end('SIGTERM')));
    clearTimeout(hardStop);
    log.info('all workers ended');
    process.exit(inOrder.every(Boolean) ? 0 : 1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void end(signal));
  process.on('disconnect', () => void end('supervisor gone'));
  // It may have gone while the workers loaded, when nobody listened.
  if (process.send !== undefined && !process.connected) void end('supervisor gone');
}
