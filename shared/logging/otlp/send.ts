import { setTimeout as sleep } from 'node:timers/promises';

export interface SendOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for all attempts with their pauses. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  readonly backoffMs?: number;
}

const ATTEMPT_MS = 10_000;
const BACKOFF_MS = 1_000;
/** https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes */
const RETRYABLE = new Set([429, 502, 503, 504]);

/** Posts to a collector, again as the protocol says where it could not take it for the moment. Returns why it did not; undefined: it did. */
export async function send(
  url: string,
  body: string,
  { headers, patienceMs, signal, backoffMs = BACKOFF_MS }: SendOptions,
): Promise<string | undefined> {
  const until = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    const { reason, retryAfterMs } = await post(url, body, headers, signal);
    if (reason === undefined || retryAfterMs === null) return reason;
    const pause = retryAfterMs ?? backoffMs * 2 ** attempt * (0.5 + Math.random());
    if (signal.aborted || performance.now() + pause > until) return reason;
    const passed = await sleep(pause, true, { signal, ref: false }).catch(() => false);
    if (!passed) return reason;
  }
}

interface Outcome {
  /** Absent: it was taken. */
  readonly reason?: string;
  /** When the collector wants to be asked again; null: not with this. */
  readonly retryAfterMs?: number | undefined | null;
}

async function post(url: string, body: string, headers: SendOptions['headers'], given: AbortSignal): Promise<Outcome> {
  try {
    const signal = AbortSignal.any([given, AbortSignal.timeout(ATTEMPT_MS)]);
    const all = { 'content-type': 'application/json', ...headers };
    const response = await fetch(url, { method: 'POST', headers: all, body, redirect: 'error', signal });
    await response.arrayBuffer();
    if (response.ok) return {};
    const reason = `it answers ${response.status}`;
    if (!RETRYABLE.has(response.status)) return { reason, retryAfterMs: null };
    return { reason, retryAfterMs: retryAfter(response.headers.get('retry-after')) };
  } catch (error) {
    const { message, cause } = error as Error;
    return { reason: cause instanceof Error ? cause.message || message : message };
  }
}

/** Seconds, or a date (RFC 9110, section 10.2.3); undefined where it says nothing that is understood. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,6}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
