import { AsyncLocalStorage } from 'node:async_hooks';
import { CheckFailed } from '../outcome.ts';
import { objectionTo, type Rules } from './guard.ts';
import type { Making } from './making.ts';

/** A request as failures tell it. */
export interface Seen {
  readonly request: string;
  /** None yet, or none came. */
  status: number | undefined;
}

interface TrafficOptions {
  readonly rules: Omit<Rules, 'made'>;
  readonly making: Making;
  /** That of the whole journey. */
  readonly correlationId: string;
}

/** What sends the requests of a journey: it may refuse to, knows the last one, and notes what is made before it is. */
export class Traffic {
  readonly #options: TrafficOptions;
  readonly #undoing = new AsyncLocalStorage<true>();
  #last: Seen | undefined;
  #ended = false;
  #count = 0;

  constructor(options: TrafficOptions) {
    this.#options = options;
  }

  get last(): Seen | undefined {
    return this.#last;
  }

  /** From now on nothing may be sent, but by what undoes. */
  end(): void {
    this.#ended = true;
  }

  undoing<T>(work: () => Promise<T>): Promise<T> {
    return this.#undoing.run(true, work);
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const { rules, making, correlationId } = this.#options;
    const url = new URL(input instanceof Request ? input.url : input);
    const method = init.method ?? 'GET';
    const headers = new Headers(init.headers);
    const body = typeof init.body === 'string' ? init.body : undefined;
    const seen: Seen = { request: `${method} ${url.pathname}${url.search}`, status: undefined };
    this.#last = seen;
    if (this.#ended && !this.#undoing.getStore()) throw new CheckFailed(`${seen.request}: the journey has ended`);
    const wanted = { method, url, known: headers.has('authorization'), body };
    const objection = objectionTo(wanted, { ...rules, made: making.ids });
    if (objection !== undefined) throw new CheckFailed(`${seen.request} was not sent: ${objection}`);
    headers.set('x-correlation-id', correlationId);

    const makes = method === 'POST' && rules.kinds.some(({ collection }) => collection === url.pathname);
    if (!makes) return this.#send(seen, input, { ...init, headers });
    this.#count += 1;
    const key = headers.get('idempotency-key') ?? `${rules.mark}-${this.#count}`;
    if (body !== undefined) headers.set('idempotency-key', key);
    const sent = body === undefined ? undefined : { key, body };
    const settle = making.begin({ is: 'begun', collection: url.pathname, sent, mark: rules.mark });
    const answer = await this.#send(seen, input, { ...init, headers });
    // What failed there may have been made all the same.
    if (answer.status < 500) settle(answer.status === 201 ? await idOf(answer) : null);
    return answer;
  };

  async #send(seen: Seen, input: Parameters<typeof fetch>[0], init: RequestInit): Promise<Response> {
    const answer = await fetch(input, init);
    seen.status = answer.status;
    return answer;
  }
}

/** Of what was made, by where it is. */
async function idOf(answer: Response): Promise<string> {
  const location = answer.headers.get('location')?.split('/').at(-1);
  return location ?? ((await answer.clone().json()) as { id: string }).id;
}
