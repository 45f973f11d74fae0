import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';
import { isSame, newSecret } from './secret.ts';

/**
 * Who may in. The address that is printed holds a token that is good for one visit, which gives the browser a cookie, and
 * the page a word; what is left in the history of a terminal or of a browser opens nothing.
 */
export class Entrance {
  /** Which the page says with each request. */
  readonly word = newSecret();
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

  /** What leads whoever brings the token to the page, once; who is in already may follow an old address. @throws Refusal 401 */
  letIn(request: IncomingMessage, given: string): Readonly<Record<string, string>> {
    if (!isSame(this.#token, given)) {
      this.requireSession(request);
      return { location: '/' };
    }
    this.#token = newSecret();
    this.#next(this.#token);
    const cookie = `${this.#cookie}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`;
    // What follows the # is sent to nobody.
    return { location: `/#word=${this.word}`, 'set-cookie': cookie };
  }

  /** @throws Refusal 401 */
  requireSession(request: IncomingMessage): void {
    if (!this.#isIn(request)) throw unknown();
  }

  #isIn({ headers }: IncomingMessage): boolean {
    const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
    // Whoever serves another port of this machine may have set one of the same name, which would come first.
    return pairs.some(([name, given]) => name === this.#cookie && isSame(this.#session, given));
  }
}

function unknown(): Refusal {
  const detail = 'Open the address that `aurora dashboard` has printed last: each is good for one visit.';
  return new Refusal(401, 'not_signed_in', detail, 'aurora dashboard');
}
