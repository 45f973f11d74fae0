import type { IncomingMessage } from 'node:http';
import { http } from '../../../runtimes/http.ts';
import type { TryRequest, TryResponse } from '../../api.ts';
import { type Desk, requireActing, urlOf } from '../desk.ts';
import { bodyOf } from '../http/body.ts';
import { Refusal } from '../http/refusal.ts';
import type { Routes } from '../http/router.ts';

const TIMEOUT_MS = 30_000;
/** That a page shows of an answer. */
const MOST_BYTES = 512 * 1024;
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** What belongs to the connection, or says who somebody is: the token is ours to give, and the session stays here. */
const WITHHELD =
  /^(?:host|connection|content-length|transfer-encoding|te|trailer|upgrade|keep-alive|expect|cookie|authorization|origin|referer|forwarded|x-forwarded-.*|x-real-ip|proxy-.*|sec-.*|x-aurora-word)$/i;
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Sends a request to the gateway of the fleet and nowhere else, as a client with a token of these scopes. */
export function tryRoutes(desk: Desk): Routes {
  return {
    'POST /api/try': async ({ request, response }): Promise<TryResponse> => {
      requireActing(desk);
      const wish = requestIn(await bodyOf(request));
      const url = await urlOf(desk, 'gateway');
      const token = wish.scopes.length > 0 ? await desk.sources.token(wish.scopes) : undefined;
      const leaving = new AbortController();
      response.once('close', () => leaving.abort());
      const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(TIMEOUT_MS)]);
      return send(url, wish, token, signal);
    },
  };
}

/** @throws Refusal 422 */
function requestIn({ method, path, headers = {}, body, scopes = [] }: Record<string, unknown>): TryRequest {
  const refused = (detail: string) => new Refusal(422, 'bad_request', detail);
  if (typeof method !== 'string' || !METHODS.has(method)) throw refused(`method is one of ${[...METHODS].join(', ')}.`);
  if (typeof path !== 'string' || !isPath(path))
    throw refused('path begins with one / and has no spaces or control characters.');
  if (!isTexts(headers)) throw refused('headers are texts by name.');
  if (body !== undefined && typeof body !== 'string') throw refused('body is a text.');
  if (!Array.isArray(scopes) || scopes.length > 100 || !scopes.every((scope) => typeof scope === 'string')) {
    throw refused('scopes are a list of texts.');
  }
  const kept = Object.entries(headers).filter(([name]) => NAME.test(name) && !WITHHELD.test(name));
  if (kept.some(([, value]) => /[^\t\x20-\x7e\x80-\xff]/.test(value)))
    throw refused('headers have no control characters.');
  return { method, path, headers: Object.fromEntries(kept), ...(body !== undefined && { body }), scopes };
}

/** `//host` and `\` lead elsewhere in some parsers. */
function isPath(path: string): boolean {
  return path.length <= 8_000 && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) && !path.includes('\\') && !path.includes('#');
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length <= 100 &&
    Object.values(value).every((each) => typeof each === 'string' && each.length <= 8_000)
  );
}

async function send(
  url: string,
  wish: TryRequest,
  token: string | undefined,
  signal: AbortSignal,
): Promise<TryResponse> {
  const { method, path, headers, body } = wish;
  const { hostname, port } = new URL(url);
  const started = performance.now();
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
      // Host and port apart from the path: nothing in the path can change where it goes.
      const request = http.request(
        { host: hostname, port, method, path, headers: sent, signal, agent: false },
        resolve,
      );
      request.once('error', reject);
      request.end(body);
    });
    const { content, truncated } = await contentOf(answer);
    return {
      status: answer.statusCode ?? 0,
      headers: headersOf(answer),
      body: content,
      truncated,
      durationMs: Math.round((performance.now() - started) * 10) / 10,
      correlationId: textOf(answer.headers['x-correlation-id']),
    };
  } catch (error) {
    throw new Refusal(504, 'no_answer', `The gateway gave no answer: ${(error as Error).message}.`, 'aurora status');
  }
}

async function contentOf(answer: IncomingMessage): Promise<{ content: string; truncated: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, MOST_BYTES - size));
    size += chunk.length;
    // Leaving the loop ends the answer.
    if (size > MOST_BYTES) break;
  }
  return { content: Buffer.concat(chunks).toString('utf8'), truncated: size > MOST_BYTES };
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, textOf(value) ?? '']));
}

function textOf(value: string | string[] | undefined): string | null {
  return value === undefined ? null : String(value);
}
