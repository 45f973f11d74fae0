import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Engine } from '../docker/engine.ts';
import { linesOfService } from './log.ts';
import { type ObservedService, observeService } from './observe.ts';
import { hasFailed } from './tasks.ts';

const LOOK_EVERY_MS = 250;
const PATIENCE_MS = 180_000;
/** One that ends may be another's fault; the second is its own. */
const FAILURES = 2;
/** So long a service may be without a node that takes it: one may be about to come back. */
const HOMELESS_MS = 8_000;
const LINES = 20;

export interface Waiting {
  readonly name: string;
  readonly part: string;
  /** Asked once all of its tasks run; what it throws means not yet. */
  readonly isReady: () => Promise<boolean>;
  /** Its tasks are replaced by others that are made from the same: the engine alone can tell which they are. */
  readonly replaces?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly note?: ((text: string) => void) | undefined;
}

/**
 * Waits until the tasks of a service are what its settings ask for, the last change is through, and it does its work.
 * @throws AuroraError `start_failed` with its last lines, `update_failed` where the engine has put the version of before back,
 * `no_node`, `start_timeout`
 */
export async function untilRuns(engine: Engine, fleet: Fleet, waiting: Waiting): Promise<void> {
  const { name, part, isReady, replaces = false, signal, note } = waiting;
  const begun = Date.now();
  let last: unknown;
  for (;;) {
    signal?.throwIfAborted();
    const service = await observeService(engine, fleet, name);
    if (!service)
      throw new AuroraError('start_failed', `${part} was removed by somebody else.`, {
        exit: 'startup',
        next: 'aurora up -d',
      });
    const failure = failureOf(service, Date.now() - begun);
    if (failure) throw await failed(engine, service, failure);
    const [running, wanted] = countOf(service);
    note?.(`${running} of ${wanted} run`);
    if (isThrough(service, replaces) && running === wanted) {
      try {
        if (await isReady()) return;
      } catch (error) {
        last = error;
      }
    }
    if (Date.now() - begun > PATIENCE_MS) throw await late(engine, service, last);
    await delay(LOOK_EVERY_MS);
  }
}

/** Tasks that run with the settings of now, and how many there are to be. */
export function countOf({
  tasks,
  replicas,
  taskFingerprint,
}: ObservedService): readonly [running: number, wanted: number] {
  const current = tasks.filter((task) => task.isWanted && task.fingerprint === taskFingerprint);
  const running = current.filter(({ state }) => state === 'running').length;
  // Of those that are one on each node, the engine has made the tasks by the time that it answers.
  const wanted = replicas ?? Math.max(1, new Set(current.map(({ node }) => node)).size);
  return [running, wanted];
}

function isThrough({ update }: ObservedService, replaces: boolean): boolean {
  return update === undefined ? !replaces : update.state === 'completed';
}

interface Failure {
  readonly code: 'start_failed' | 'update_failed' | 'no_node';
  readonly what: string;
}

function failureOf(service: ObservedService, afterMs: number): Failure | undefined {
  const { update, tasks, taskFingerprint, part } = service;
  if (update && /^rollback|^paused/.test(update.state)) {
    const back = update.state === 'rollback_completed' || update.state === 'rollback_started';
    const rest = back ? 'the engine has put the version of before back' : `it is ${update.state}`;
    return { code: 'update_failed', what: `${part} was not updated, ${rest}: ${update.message}` };
  }
  const current = tasks.filter((task) => task.fingerprint === taskFingerprint);
  const ended = current.filter(hasFailed).sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
  const [newest] = ended;
  if (newest && ended.length >= FAILURES && update === undefined && !current.some(({ state }) => state === 'running')) {
    return {
      code: 'start_failed',
      what: `${part} ended ${ended.length} times before it was ready: ${newest.error ?? newest.state}`,
    };
  }
  const homeless = current.find(({ state, isWanted, error }) => state === 'pending' && isWanted && error);
  if (homeless && afterMs > HOMELESS_MS) return { code: 'no_node', what: `No node takes ${part}: ${homeless.error}` };
  return undefined;
}

async function failed(engine: Engine, service: ObservedService, { code, what }: Failure): Promise<AuroraError> {
  return new AuroraError(code, what, {
    exit: 'startup',
    details: await lastLines(engine, service),
    next:
      code === 'no_node'
        ? 'docker node ls; and swarm: { constraints } in the config'
        : 'correct it, then: aurora up -d',
    facts: { service: service.part },
  });
}

async function late(engine: Engine, service: ObservedService, last: unknown): Promise<AuroraError> {
  const reason = last instanceof Error ? [`It was asked last: ${last.message}`] : [];
  const states = service.tasks
    .filter(({ isWanted }) => isWanted)
    .map(({ state, error }) => [state, error].filter(Boolean).join(': '));
  return new AuroraError('start_timeout', `${service.part} was not ready within ${PATIENCE_MS / 1000} s.`, {
    exit: 'timeout',
    details: [...reason, `Its tasks are ${states.join(', ') || 'not made'}`, ...(await lastLines(engine, service))],
    next: `docker service ps --no-trunc ${service.name}`,
    facts: { service: service.part },
  });
}

/** Of a node that does not answer there are none. */
async function lastLines(engine: Engine, { id }: ObservedService): Promise<readonly string[]> {
  try {
    return (await linesOfService(engine, id)).slice(-LINES);
  } catch {
    return [];
  }
}
