import { http } from '../../http.ts';
import { type Entry, type Page, pageIn } from './state.ts';

/** One that does not answer for so long is somewhere else, or has died. */
const ANSWER_WITHIN_MS = 3_000;

/** An edge, as it can be asked from here. */
export class EdgeMember {
  readonly #url: string;
  readonly #token: string;
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  async page(): Promise<Page> {
    return pageIn(await this.#ask('GET', '/state'));
  }

  /** HAProxy's counters of all that it passes requests to. */
  counters(): Promise<string> {
    return this.#ask('GET', '/stats;csv;no-maint');
  }

  /** It keeps an entry, unless it has a newer one. */
  async put(key: string, { stamp, value }: Entry): Promise<void> {
    await this.#ask('PUT', `/state/${key}/${stamp}/${value}`);
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask(method: string, path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${this.#token}` };
      const request = http.request(`${this.#url}${path}`, { method, headers, agent: this.#agent }, (answer) => {
        answer.toArray().then((pieces) => {
          const text = Buffer.concat(pieces).toString();
          const { statusCode = 0 } = answer;
          // 409: it has a newer one, which the next look shows.
          if (statusCode === 200 || statusCode === 409) resolve(text);
          else reject(new Error(`it answers ${method} ${path} with ${statusCode}`));
        }, reject);
      });
      request.setTimeout(ANSWER_WITHIN_MS, () => request.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
      request.once('error', reject);
      request.end();
    });
  }
}
