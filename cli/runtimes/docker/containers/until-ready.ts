import { setTimeout as delay } from 'node:timers/promises';
import { AuroraError } from '../../../errors.ts';
import type { Engine } from '../engine.ts';
import { lastLines } from './last-lines.ts';

const LOOK_EVERY_MS = 40;
/** The engine is asked less often than the program itself, which may take a second to answer. */
const INSPECT_EVERY_MS = 300;
const PATIENCE_MS = 120_000;
/** One crash may be another's fault; the second is its own. */
const CRASHES = 2;
/** Between two lives there are 0.2 s and more, twice as many each time: long enough to be seen sooner or later. */
const MOST_CRASHES = 5;
const LINES = 20;

export interface Waiting {
  readonly id: string;
  readonly name: string;
  readonly part: string;
  /** Asked again and again; what it throws means not yet. */
  readonly isReady: () => Promise<boolean>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Waits until a container does its work.
 * @throws AuroraError `start_failed` with its last lines where it ends instead, `start_timeout`
 */
export async function untilReady(engine: Engine, { id, name, part, isReady, signal }: Waiting): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let last: unknown;
  let inspectAt = 0;
  for (;;) {
    signal?.throwIfAborted();
    try {
      if (await isReady()) return;
    } catch (error) {
      last = error;
    }
    if (Date.now() >= inspectAt) {
      inspectAt = Date.now() + INSPECT_EVERY_MS;
      const ended = await howItEnded(engine, id);
      if (ended) throw await startFailed(engine, { id, name, part }, ended);
    }
    if (Date.now() > deadline) throw await startTimeout(engine, { id, name, part }, last);
    await delay(LOOK_EVERY_MS);
  }
}

/** Why it will not become ready by itself; undefined: it may. */
async function howItEnded(engine: Engine, id: string): Promise<string | undefined> {
  const { State, RestartCount } = await engine.getContainer(id).inspect();
  if (State.OOMKilled) return 'was killed, for it took more memory than it may';
  if (State.Status === 'exited' || State.Status === 'dead') return `ended with ${State.ExitCode}`;
  if (RestartCount >= MOST_CRASHES) return `ended ${RestartCount} times`;
  // Of one that lives again the engine tells no exit code, and whoever stops it would put another one in its place.
  const between = State.Status === 'restarting' && RestartCount >= CRASHES;
  return between ? `ended ${RestartCount} times, last with ${State.ExitCode}` : undefined;
}

type Failing = Pick<Waiting, 'id' | 'name' | 'part'>;

async function startFailed(engine: Engine, { id, name, part }: Failing, ended: string): Promise<AuroraError> {
  return new AuroraError('start_failed', `${part} ${ended} before it was ready.`, {
    exit: 'startup',
    details: await lastLines(engine, id, LINES),
    next: `docker logs ${name}; the container is kept until the next aurora up or down`,
    facts: { service: part, container: name },
  });
}

async function startTimeout(engine: Engine, { id, name, part }: Failing, last: unknown): Promise<AuroraError> {
  const reason = last instanceof Error ? [`It was asked last: ${last.message}`] : [];
  return new AuroraError('start_timeout', `${part} was not ready within ${PATIENCE_MS / 1000} s.`, {
    exit: 'timeout',
    details: [...reason, ...(await lastLines(engine, id, LINES))],
    next: `docker logs ${name}; the container is kept until the next aurora up or down`,
    facts: { service: part, container: name },
  });
}
