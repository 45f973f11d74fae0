import type { Fleet } from './model.ts';

/** How long each waits for what it stands around: every one longer than the one before, so that none is cut off by the next. */
export interface TimeoutChain {
  /** A call from one service to another. */
  readonly requestMs: number;
  /** What has begun on a version that serves no more. */
  readonly drainMs: number;
  /** From SIGTERM until a service ends itself, whatever is left. */
  readonly stopMs: number;
  /** From SIGTERM until the engine kills it. */
  readonly killMs: number;
}

const CLOSING_MS = 2_000;
const ENDING_MS = 5_000;

export function timeoutChain({ defaults, deploy }: Pick<Fleet, 'defaults' | 'deploy'>): TimeoutChain {
  const drainMs = deploy.drainSeconds * 1000;
  const stopMs = drainMs + CLOSING_MS;
  return { requestMs: defaults.timeoutMs, drainMs, stopMs, killMs: stopMs + ENDING_MS };
}
