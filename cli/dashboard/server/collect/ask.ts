import type { IncomingMessage } from 'node:http';
import { http } from '../../../runtimes/http.ts';

/** What a page or a service of a developer's machine may be large. */
const MOST_BYTES = 8 * 1024 * 1024;

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Asks one part of the fleet; whoever does not answer in time fails alone. */
export function ask(url: string, options: { readonly timeoutMs: number; readonly token?: string }): Promise<Answer> {
  const { timeoutMs, token } = options;
  return new Promise((resolve, reject) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const signal = AbortSignal.timeout(timeoutMs);
    const request = http.get(url, { headers, signal, agent }, (response) => {
      textOf(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
    });
    request.once('error', (error) => {
      reject(signal.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error);
    });
  });
}

/** A connection a service is enough, and is kept: it is asked every second. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 4, timeout: 10_000 });

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`an answer of more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
