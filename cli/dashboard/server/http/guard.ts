import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';
import { isSame } from './secret.ts';

/**
 * A name that leads to this machine is not this page: a page of somebody else can make one (DNS rebinding), and would then be of the same
 * origin. @throws Refusal 421
 */
export function requireHost({ headers }: IncomingMessage, port: number): void {
  if (headers.host === `127.0.0.1:${port}` || headers.host === `localhost:${port}`) return;
  throw new Refusal(421, 'wrong_host', `This is http://127.0.0.1:${port}/, and answers to no other name.`);
}

/**
 * Cookies know no ports: any server of this machine is sent that of the page, and may use it. So it is not enough: the page says a word
 * that it keeps for its own origin, with what changes something in a request of that origin. @throws Refusal 403
 */
export function requireOwnPage({ method, headers }: IncomingMessage, query: URLSearchParams, word: string): void {
  const site = headers['sec-fetch-site'] ?? 'same-origin';
  const reads = method === 'GET';
  // The streams of a browser take no headers along.
  const given = headers['x-aurora-word'] ?? (reads ? query.get('word') : null);
  const isOwn = site === 'same-origin' && (reads || headers.origin === `http://${headers.host}`);
  if (isOwn && isSame(word, given?.toString())) return;
  throw new Refusal(403, 'not_from_the_page', 'Only the page of this dashboard may ask for that.', 'aurora dashboard');
}
