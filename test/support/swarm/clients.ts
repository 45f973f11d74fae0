import { Agent, request } from 'node:http';

export interface Met {
  readonly requests: number;
  readonly failed: number;
  /** Why requests failed, with how many did so. */
  readonly reasons: Readonly<Record<string, number>>;
  /** From the beginning of the first one that failed to that of the last. */
  readonly failingMs: number;
  readonly p99: number;
}

const TICK_MS = 5;
/** Longer than anybody holds an answer back. */
const PATIENCE_MS = 15_000;

/** Clients who ask several hosts in turns, on kept connections and on new ones, at a rate that nothing slows down, and try nothing twice. */
export class Clients {
  readonly #urls: readonly string[];
  readonly #headers: Readonly<Record<string, string>>;
  readonly #kept = new Agent({ keepAlive: true });
  readonly #timer: NodeJS.Timeout;
  readonly #underWay = new Set<Promise<void>>();
  readonly #times: number[] = [];
  readonly #failures: { readonly at: number; readonly why: string }[] = [];
  #begun = 0;

  /** @param rate requests a second, over all of the URLs */
  constructor(urls: readonly string[], token: string, rate: number) {
    this.#urls = urls;
    this.#headers = { authorization: `Bearer ${token}` };
    const began = performance.now();
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - began) * rate) / 1000);
      for (; this.#begun < due; this.#begun++) this.#begin(this.#begun);
    }, TICK_MS);
  }

  /** No more is begun; what they have met, once all is answered. */
  async stop(): Promise<Met> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay);
    this.#kept.destroy();
    const reasons: Record<string, number> = {};
    for (const { why } of this.#failures) reasons[why] = (reasons[why] ?? 0) + 1;
    // They are known in the order in which they end: one that waited in vain long after one that was refused.
    const failedAt = this.#failures.map(({ at }) => at);
    const times = this.#times.toSorted((one, other) => one - other);
    return {
      requests: this.#begun,
      failed: this.#failures.length,
      reasons,
      failingMs: failedAt.length === 0 ? 0 : Math.round(Math.max(...failedAt) - Math.min(...failedAt)),
      p99: Math.round(times[Math.floor(times.length * 0.99)] ?? 0),
    };
  }

  #begin(number: number): void {
    const url = this.#urls[number % this.#urls.length] as string;
    const at = performance.now();
    const done = this.#ask(url, number % 2 === 0)
      .then(
        (status) => {
          this.#times.push(performance.now() - at);
          if (status !== 200) this.#failures.push({ at, why: `${status} from ${url}` });
        },
        (error: Error) => void this.#failures.push({ at, why: `${error.message} from ${url}` }),
      )
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  #ask(url: string, kept: boolean): Promise<number> {
    return new Promise((resolve, reject) => {
      const asked = request(url, { agent: kept ? this.#kept : false, headers: this.#headers }, (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0)).once('error', reject);
      });
      asked.setTimeout(PATIENCE_MS, () => asked.destroy(new Error('no answer')));
      asked.once('error', reject);
      asked.end();
    });
  }
}
