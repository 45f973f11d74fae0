import { Problem, type ProblemCode } from '../../errors/index.ts';

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

/** Whether the connection was refused, so that not one byte of the request has left. */
export function wasRefused(error: Error): boolean {
  return codeOf(error) === 'ECONNREFUSED';
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
