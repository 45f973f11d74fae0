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

/** What changes something comes from the page itself, which alone knows the word. @throws Refusal 403 */
export function requireOwnPage({ headers }: IncomingMessage, csrf: string): void {
  const site = headers['sec-fetch-site'];
  const word = headers['x-aurora-csrf'];
  const own = headers.origin === `http://${headers.host}` && (site === undefined || site === 'same-origin');
  if (own && isSame(csrf, typeof word === 'string' ? word : undefined)) return;
  throw new Refusal(403, 'not_from_the_page', 'Only the page of this dashboard may do that.');
}
