import type { Readable, Writable } from 'node:stream';

/** @throws Error that the browser answers with, or its end */
export type Call = (method: string, params: object, sessionId?: string) => Promise<Record<string, unknown>>;

interface Answer {
  readonly id?: number;
  readonly result?: Record<string, unknown>;
  readonly error?: unknown;
}

/** The DevTools protocol over a pair of pipes: JSON with a NUL after each message (https://chromedevtools.github.io/devtools-protocol). */
export function devTools(to: Writable, from: Readable): Call {
  const waiting = new Map<number, (answer: Answer) => void>();
  let rest = '';
  from.setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (rest + chunk).split('\0');
    rest = messages.pop() ?? '';
    for (const message of messages) {
      const answer: Answer = JSON.parse(message);
      waiting.get(answer.id ?? 0)?.(answer);
    }
  });
  from.on('close', () => {
    for (const answer of waiting.values()) answer({ error: 'the browser has ended' });
  });
  let last = 0;
  return async (method, params, sessionId) => {
    const id = ++last;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    waiting.set(id, resolve);
    to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const { result = {}, error } = await promise;
    waiting.delete(id);
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  };
}
