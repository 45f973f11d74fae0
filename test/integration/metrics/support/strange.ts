import { randomBytes, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** In all that a client may choose: where it shows up, something of it is kept. */
export const MARK = 'zq';

export const strange = (): string => `${MARK}${randomBytes(6).toString('hex')}`;

export interface Shape {
  readonly method?: string;
  readonly path: () => string;
  readonly headers?: () => Record<string, string>;
  readonly body?: () => string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Sends a request of a shape, every value of it another each time. Resolves with the status of the answer, which has been read. */
export async function send(url: string, { method = 'GET', path, headers, body }: Shape): Promise<number> {
  const id = randomBytes(16).toString('hex');
  const asked = request(url + path(), {
    method,
    agent,
    headers: {
      host: `${strange()}.example.org`,
      'user-agent': strange(),
      'x-correlation-id': strange(),
      traceparent: `00-${id}-${id.slice(16)}-00`,
      [`x-${strange()}`]: strange(),
      ...(body && { 'content-type': 'application/json' }),
      ...headers?.(),
    },
  });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  asked.once('error', reject);
  asked.once('response', (answer) => text(answer).then(() => resolve(answer.statusCode ?? 0), reject));
  asked.end(body?.());
  return promise;
}

/** One of each, then so many of any, eight at a time. */
export async function sendMany(url: string, shapes: readonly Shape[], count: number): Promise<void> {
  let left = count;
  const sender = async () => {
    while (left-- > 0) await send(url, shapes[Math.floor(Math.random() * shapes.length)] as Shape);
  };
  await Promise.all(Array.from({ length: 8 }, sender));
}

/** Below a collection: found or not, well-formed or not, allowed or not. */
export function shapesBelow(collection: string, authorization: string): Shape[] {
  const token = () => ({ authorization });
  const one = () => `${collection}/${randomUUID()}`;
  return [
    { path: () => `/${strange()}` },
    { path: () => `/${strange()}/${strange()}?${strange()}=${strange()}` },
    { path: () => `/api/v1/${strange()}/${randomUUID()}` },
    { path: () => `/health?${strange()}=${strange()}` },
    { path: () => `/health/${strange()}` },
    { path: () => `/metrics?${strange()}` },
    { path: () => `/metrics/${strange()}` },
    { path: () => collection },
    { path: () => collection, headers: () => ({ authorization: `Bearer ${strange()}` }) },
    { path: () => collection, headers: () => ({ ...token(), 'x-request-deadline': strange() }) },
    { path: () => `${collection}?q=${strange()}`, headers: token },
    { path: () => `${collection}?filter[${strange()}]=${strange()}`, headers: token },
    { path: () => `${collection}?cursor=${strange()}`, headers: token },
    { path: one, headers: token },
    { path: one, headers: () => ({ ...token(), 'if-none-match': `"${strange()}"` }) },
    { path: () => `${collection}/${strange()}`, headers: token },
    { path: () => `${one()}/${strange()}`, headers: token },
    { method: 'POST', path: () => collection, headers: token, body: () => `{"${strange()}` },
    { method: 'POST', path: () => collection, headers: token, body: () => JSON.stringify({ [strange()]: strange() }) },
    {
      method: 'POST',
      path: () => collection,
      headers: () => ({ ...token(), 'idempotency-key': strange() }),
      body: () => JSON.stringify({ title: strange(), academicYear: '2030/2031', subjectId: randomUUID() }),
    },
    { method: 'PATCH', path: one, headers: token, body: () => JSON.stringify({ title: strange() }) },
    { method: 'DELETE', path: one, headers: () => ({ ...token(), 'if-match': `"${strange()}"` }) },
    { method: 'PUT', path: one, headers: token, body: () => '{}' },
    { method: 'PROPFIND', path: () => `/${strange()}` },
    { method: 'PURGE', path: one },
    { method: 'OPTIONS', path: one },
    { method: 'HEAD', path: () => `/${strange()}` },
  ];
}
