import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logging/index.ts';
import type { Role, ServiceRole } from './role.ts';

/** An `import` of the module would read every export, and one of them is a getter that loads a second undici for nothing. */
const { Agent, request } = process.getBuiltinModule('node:http');

interface Pace {
  readonly everyMs: number;
  /** Whoever answers may be replaced, or moved to another host, for so long without a word about it in the log. */
  readonly silenceMs: number;
}

const PACE: Pace = { everyMs: 500, silenceMs: 5_000 };
/** Who answers is in the same network, and has nothing to work out. */
const ANSWER_WITHIN_MS = 2_000;
const ROLE_BYTES = 100;

/**
 * Asks again and again at an address which role the service has. On standby until that has been heard once, for an event that two take is
 * worse than one that is taken late; from there on it is what was heard last. Where several answer, one that has missed something does not
 * count: an `ETag` is a number then that grows with each change.
 */
export class RoleUrl {
  readonly #url: string;
  readonly #role: ServiceRole;
  readonly #log: Logger;
  readonly #pace: Pace;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #over = new AbortController();
  #stamp = 0;
  #heardAt = performance.now();
  #isTold = false;

  /** Resolves once it has been asked, whatever became of that. */
  static async follow(url: string, role: ServiceRole, log: Logger, pace: Pace = PACE): Promise<RoleUrl> {
    role.set('standby');
    const followed = new RoleUrl(url, role, log, pace);
    await followed.#look();
    void followed.#poll();
    return followed;
  }

  private constructor(url: string, role: ServiceRole, log: Logger, pace: Pace) {
    this.#url = url;
    this.#role = role;
    this.#log = log;
    this.#pace = pace;
  }

  close(): void {
    this.#over.abort();
    this.#agent.destroy();
  }

  async #poll(): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      await sleep(this.#pace.everyMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (!signal.aborted) await this.#look();
    }
  }

  async #look(): Promise<void> {
    try {
      const { role, stamp } = await this.#ask();
      if (this.#over.signal.aborted) return;
      this.#heardAt = performance.now();
      this.#isTold = false;
      if (stamp < this.#stamp) return;
      this.#stamp = stamp;
      if (role !== this.#role.current) this.#log.info({ role }, 'role changed');
      this.#role.set(role);
    } catch (error) {
      if (this.#over.signal.aborted || this.#isTold || performance.now() - this.#heardAt < this.#pace.silenceMs) return;
      this.#isTold = true;
      const about = { reason: (error as Error).message, url: this.#url, role: this.#role.current };
      this.#log.error(about, 'nobody says which role this service has: it stays');
    }
  }

  #ask(): Promise<{ readonly role: Role; readonly stamp: number }> {
    return new Promise((resolve, reject) => {
      const asked = request(this.#url, { agent: this.#agent }, (answer) => roleIn(answer).then(resolve, reject));
      asked.setTimeout(ANSWER_WITHIN_MS, () => asked.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)));
      asked.once('error', reject);
      asked.end();
    });
  }
}

async function roleIn(answer: IncomingMessage): Promise<{ readonly role: Role; readonly stamp: number }> {
  let text = '';
  for await (const piece of answer.setEncoding('utf8')) {
    text += piece;
    // Leaving the loop ends the connection.
    if (text.length > ROLE_BYTES) break;
  }
  const role = text.trim();
  if (answer.statusCode !== 200) throw new Error(`it answers ${answer.statusCode}`);
  if (role !== 'live' && role !== 'standby') {
    throw new Error(`it says ${JSON.stringify(role.slice(0, 40))}, not live or standby`);
  }
  return { role, stamp: Number(/^"(\d+)"$/.exec(answer.headers.etag ?? '')?.[1] ?? 0) };
}
