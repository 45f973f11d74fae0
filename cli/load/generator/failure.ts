import type { Answer } from './requester.ts';

/** An answer, or none, that is no success; counted by its kind. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: string;
  readonly correlationId: string | null;
  readonly request: string;

  constructor(kind: string, request: string, correlationId: string | null = null) {
    super(`${request}: ${kind}`);
    this.kind = kind;
    this.request = request;
    this.correlationId = correlationId;
  }
}

/** `503 overloaded`. */
export function failureOf({ status, headers, body }: Answer, request: string): Failure {
  const id = headers['x-correlation-id'];
  return new Failure([status, codeOf(body)].filter(Boolean).join(' '), request, typeof id === 'string' ? id : null);
}

/** `ECONNREFUSED`, or in words that it took too long. */
export function failureWithout(error: unknown, request: string): Failure {
  if (error instanceof Failure) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const late = code !== undefined && /^UND_ERR_(?:HEADERS|BODY|CONNECT)_TIMEOUT$/.test(code);
  return new Failure(late ? 'no answer in time' : (code ?? message), request);
}

function codeOf(body: string): string | undefined {
  try {
    return JSON.parse(body).code;
  } catch {
    return undefined;
  }
}
