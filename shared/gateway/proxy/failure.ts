import { Problem, type ProblemCode } from '../../errors/index.ts';
import type { Outcome } from '../upstream/instance.ts';

/** What a failed exchange means to the client, by the code of the error that undici or the system gave. */
const MEANING: Readonly<Record<string, ProblemCode>> = {
  UND_ERR_HEADERS_TIMEOUT: 'upstream_timeout',
  UND_ERR_BODY_TIMEOUT: 'upstream_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'upstream_timeout',
  ETIMEDOUT: 'upstream_timeout',
  ECONNREFUSED: 'unavailable',
  EHOSTUNREACH: 'unavailable',
  ENETUNREACH: 'unavailable',
  ENOTFOUND: 'unavailable',
  EAI_AGAIN: 'unavailable',
  UND_ERR_CLOSED: 'unavailable',
  UND_ERR_DESTROYED: 'unavailable',
  UND_ERR_INVALID_ARG: 'invalid_header',
};

const DETAIL: Partial<Record<ProblemCode, string>> = {
  upstream_timeout: 'did not answer in time',
  unavailable: 'cannot be reached',
  upstream_failed: 'broke the connection off before it answered',
};

/** Seconds after which a supervisor has usually brought an instance back. */
const RETRY_AFTER = '1';

/** The problem that a client sees when `service` gave no answer, or none that could be passed on. */
export function problemOf(error: Error, service: string): Problem {
  if (error instanceof Problem) return error;
  const code = MEANING[codeOf(error)] ?? 'upstream_failed';
  const detail = DETAIL[code];
  const again = code === 'unavailable' || code === 'upstream_failed';
  return new Problem(code, {
    cause: error,
    ...(detail !== undefined && { detail: `${service} ${detail}.` }),
    ...(again && { headers: { 'retry-after': RETRY_AFTER } }),
  });
}

/** Nobody is registered under this name. */
export function noInstance(service: string): Problem {
  return new Problem('unavailable', {
    detail: `No instance of ${service} is registered.`,
    headers: { 'retry-after': RETRY_AFTER },
  });
}

/** Every instance has failed of late. */
export function leftAlone(service: string): Problem {
  return new Problem('unavailable', {
    detail: `${service} has failed repeatedly and is left alone for a moment.`,
    headers: { 'retry-after': RETRY_AFTER },
  });
}

const NOT_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);
/** Said by what is here: a pool that was closed because its instance has gone, or a request that cannot be sent. */
const OURS: ReadonlySet<string> = new Set(['UND_ERR_CLOSED', 'UND_ERR_DESTROYED', 'UND_ERR_INVALID_ARG']);

/** What a failure says of the instance. */
export function outcomeOf(error: Error): Exclude<Outcome, 'answered'> {
  const code = codeOf(error);
  if (NOT_SENT.has(code)) return 'unreachable';
  if (OURS.has(code) || error instanceof Problem) return 'abandoned';
  return MEANING[code] === 'upstream_timeout' ? 'timeout' : 'failed';
}

/** Whether another attempt may succeed: not where the request itself is wrong, or the time is up. */
export function mayPass(error: Error): boolean {
  return !(error instanceof Problem) && codeOf(error) !== 'UND_ERR_INVALID_ARG';
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
