import { Agent, request } from 'undici';

/** A request as it goes over the line. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

export interface Reply {
  /** 0: there was no answer. */
  readonly status: number;
  /** By their names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Parsed where it is JSON; undefined where it cannot be read, or is none. */
  readonly body: unknown;
  /** What answers and log lines of this request bear. */
  readonly correlationId: string;
}

export interface Wire extends AsyncDisposable {
  send(sent: Sent): Promise<Reply>;
}

/** For the whole of an answer: one that goes on and on, such as a feed, is none. */
const PATIENCE_MS = 20_000;
const TRIES_WHEN_LIMITED = 5;
const LONGEST_PAUSE_MS = 5_000;

/** @param name begins the correlation id of each request */
export function openWire(name: string): Wire {
  const agent = new Agent();
  let count = 0;
  const once = async (sent: Sent): Promise<Reply> => {
    count += 1;
    const correlationId = `${name}-${count}`;
    const headers = { ...sent.headers, 'x-correlation-id': correlationId };
    try {
      const answer = await request(sent.url, {
        method: sent.method as 'GET',
        headers,
        ...(sent.body && { body: sent.body }),
        dispatcher: agent,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const text = await answer.body.text();
      const told = Object.entries(answer.headers).map(([header, value]) => [header, String(value)]);
      const all: Record<string, string> = Object.fromEntries(told);
      return { status: answer.statusCode, headers: all, text, body: parsed(all, text), correlationId };
    } catch (error) {
      const { message, code = '' } = error as Error & { code?: string };
      return { status: 0, headers: {}, text: `${code} ${message}`.trim(), body: undefined, correlationId };
    }
  };
  return {
    async send(sent) {
      let reply = await once(sent);
      for (let tries = 0; reply.status === 429 && tries < TRIES_WHEN_LIMITED; tries += 1) {
        const seconds = Number(reply.headers['retry-after'] ?? 1) || 1;
        await new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_PAUSE_MS, seconds * 1000)));
        reply = await once(sent);
      }
      return reply;
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

function parsed(headers: Readonly<Record<string, string>>, text: string): unknown {
  if (!/[/+]json/.test(headers['content-type'] ?? '')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
