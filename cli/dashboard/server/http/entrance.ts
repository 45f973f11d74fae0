import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';
import { isSame, newSecret } from './secret.ts';

/**
 * Who may in. The address that is printed holds a token that is good for one visit, which gives the browser a cookie; what is left in
 * the history of a terminal or of a browser opens nothing.
 */
export class Entrance {
  /** For the `x-aurora-csrf` of every POST: a page of somebody else cannot read it. */
  readonly csrf = newSecret();
  readonly #cookie: string;
  readonly #session = newSecret();
  readonly #next: (token: string) => void;
  #token = newSecret();

  /**
   * @param port cookies know no ports: two dashboards of one machine would take each other's
   * @param next told the token that is good from now on, since the one before was used
   */
  constructor(port: number, next: (token: string) => void) {
    this.#cookie = `aurora-dashboard-${port}`;
    this.#next = next;
  }

  get token(): string {
    return this.#token;
  }

  /** The cookie for whoever brings the token, once. @throws Refusal 401 */
  exchange(given: string): string {
    if (!isSame(this.#token, given)) throw unknown();
    this.#token = newSecret();
    this.#next(this.#token);
    return `${this.#cookie}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** @throws Refusal 401 */
  requireSession(request: IncomingMessage): void {
    if (!this.isIn(request)) throw unknown();
  }

  isIn({ headers }: IncomingMessage): boolean {
    const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
    const given = pairs.find(([name]) => name === this.#cookie)?.[1];
    return isSame(this.#session, given);
  }
}

function unknown(): Refusal {
  const detail = 'Open the address that `aurora dashboard` has printed last: each is good for one visit.';
  return new Refusal(401, 'not_signed_in', detail, 'aurora dashboard');
}
