import { AuroraError } from '../../errors.ts';
import { type Engine, engineAddress, statusOf } from '../docker/engine.ts';

/** Managers that have lost their leader notice it and choose another within some twenty seconds. */
const PATIENCE_MS = 30_000;
const AGAIN_AFTER_MS = 500;

/** Nobody has taken the request on. */
const LEADERLESS = /does not have a leader|no elected (cluster )?leader|not (a|the) leader/i;
/** Somebody may have, whose answer was lost: to read once more does no harm, and to change something whoever asks for that has to decide. */
const BROKEN_OFF = /code = (Unavailable|DeadlineExceeded|Canceled)|context deadline exceeded|lost leadership/i;

/**
 * The same engine, but what it cannot answer because its managers are choosing a leader is asked again for a while. What then still has none
 * is AuroraError `no_leader`, and so is at once what may have been changed or not.
 */
export function patient(engine: Engine, patienceMs = PATIENCE_MS): Engine {
  const { modem } = engine;
  const dial = modem.dial.bind(modem);
  modem.dial = (options, callback) => {
    const deadline = Date.now() + patienceMs;
    const ask = () =>
      dial(options, (error, answer) => {
        const lost = whatIsLost(error);
        if (lost === undefined) callback?.(error, answer);
        else if ((lost === 'answer' && options.method !== 'GET') || Date.now() > deadline) {
          callback?.(noLeader(error as EngineError, lost), answer);
        } else setTimeout(ask, AGAIN_AFTER_MS);
      });
    ask();
  };
  return engine;
}

interface EngineError extends Error {
  readonly json?: { readonly message?: string };
}

function whatIsLost(error: unknown): 'request' | 'answer' | undefined {
  if (!error || statusOf(error) === undefined) return undefined;
  const { message } = error as Error;
  if (LEADERLESS.test(message)) return 'request';
  return BROKEN_OFF.test(message) ? 'answer' : undefined;
}

function noLeader(cause: EngineError, lost: 'request' | 'answer'): AuroraError {
  return new AuroraError('no_leader', 'The swarm has no leader, so that nothing of it can be told or changed.', {
    exit: 'machine',
    details: [
      'More than half of its managers have to reach each other. What runs goes on running.',
      ...(lost === 'answer'
        ? ['What was asked for last may have been done: the same command once more finds out.']
        : []),
      `The engine at ${engineAddress()} says: ${(cause.json?.message ?? cause.message).trim()}`,
    ],
    next: 'aurora doctor; DOCKER_HOST=… with another manager, or start those that are down, and the same command again',
    cause,
  });
}
