import { setTimeout as sleep } from 'node:timers/promises';
import type { Send } from '../http/index.ts';

export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Patience {
  /** Milliseconds for all attempts with their pauses. */
  readonly sendMs: number;
  /** Of the first pause, in milliseconds, where the collector does not name one. */
  readonly backoffMs: number;
}

export interface Sent {
  /** Why it was not taken; undefined: it was. */
  readonly reason?: string;
  /** Of what was taken, how many records the collector threw away. */
  readonly rejected?: number;
}

const ATTEMPT_MS = 10_000;
/** https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes */
const RETRYABLE = new Set([429, 502, 503, 504]);

/**
 * Posts to a collector, again as the protocol says where it could not take it for the moment. Never ends before the pause that the
 * collector asked for is over, or all patience: whoever sends the next thing does not press it either.
 */
export async function send(
  wire: Send,
  post: Post,
  { sendMs, backoffMs }: Patience,
  signal: AbortSignal,
): Promise<Sent> {
  const until = performance.now() + sendMs;
  for (let attempt = 0; ; attempt++) {
    const answer = await once(wire, post, signal);
    if (answer.retryAfterMs === null) return answer;
    const pause = answer.retryAfterMs ?? backoffMs * 2 ** attempt * (0.5 + Math.random());
    const left = Math.max(0, until - performance.now());
    await sleep(Math.min(pause, left), undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted || pause >= left) return answer;
  }
}

interface Answer extends Sent {
  /** When the collector wants to be asked again; undefined: it does not say, null: not with this. */
  readonly retryAfterMs: number | undefined | null;
}

async function once(wire: Send, { url, headers, body }: Post, given: AbortSignal): Promise<Answer> {
  try {
    const { statusCode, ...answer } = await wire({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.any([given, AbortSignal.timeout(ATTEMPT_MS)]),
    });
    const text = await answer.body.text();
    if (statusCode >= 200 && statusCode < 300) return { rejected: rejectedIn(text), retryAfterMs: null };
    const retryAfterMs = RETRYABLE.has(statusCode) ? retryAfter(answer.headers['retry-after']) : null;
    return { reason: `it answers ${statusCode}`, retryAfterMs };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return { reason: message || code || 'it cannot be reached', retryAfterMs: undefined };
  }
}

/** https://opentelemetry.io/docs/specs/otlp/#partial-success-1 */
function rejectedIn(text: string): number {
  if (!text.includes('partialSuccess')) return 0;
  try {
    const { rejectedSpans, rejectedLogRecords } = JSON.parse(text).partialSuccess;
    return Number(rejectedSpans ?? rejectedLogRecords) || 0;
  } catch {
    return 0; // it took it, whatever it says of that
  }
}

/** Seconds, or a date (RFC 9110, section 10.2.3); undefined where it says nothing that is understood. */
function retryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const ms = /^\d{1,6}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
