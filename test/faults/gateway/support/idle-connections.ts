import { RawClient } from '../../../support/raw-client.ts';

/** How many are opened at once. */
const STEP = 100;

/** Connections that have asked once and stay open. */
export class IdleConnections implements Disposable {
  readonly #clients: RawClient[] = [];
  readonly #head: string;

  private constructor(head: string) {
    this.#head = head;
  }

  static async open(url: string, path: string, authorization: string, count: number): Promise<IdleConnections> {
    const head = [`GET ${path} HTTP/1.1`, 'Host: gateway', `Authorization: ${authorization}`, '', ''].join('\r\n');
    const idle = new IdleConnections(head);
    while (idle.#clients.length < count) {
      const next = Math.min(STEP, count - idle.#clients.length);
      idle.#clients.push(...(await Promise.all(Array.from({ length: next }, () => RawClient.to(url)))));
      await idle.#ask(idle.#clients.slice(-next), 1);
    }
    return idle;
  }

  /** Whether each still answers. */
  async answer(): Promise<void> {
    for (let from = 0; from < this.#clients.length; from += STEP) {
      await this.#ask(this.#clients.slice(from, from + STEP), 2);
    }
  }

  /** @param times how often each has been answered then */
  async #ask(clients: readonly RawClient[], times: number): Promise<void> {
    await Promise.all(
      clients.map(async (client) => {
        client.send(this.#head);
        await client.until(new RegExp(`^(?:HTTP/1\\.1 200 [^]*?\\r\\n\\r\\n[^]*?){${times}}$`));
      }),
    );
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients) client[Symbol.dispose]();
  }
}
