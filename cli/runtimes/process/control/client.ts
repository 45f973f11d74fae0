import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { AuroraError } from '../../../errors.ts';
import { readableLine } from '../../../observe/readable-line.ts';
import { readLink } from '../../claim/path.ts';
import { http } from '../../http.ts';
import { identityOf } from '../../identity.ts';
import { untilGone } from '../process-group.ts';
import { type FleetEvent, type Orders, type Questions, type Refusal, STREAMS } from './protocol.ts';

/** The CLI's end of the control socket. */
export class Control {
  readonly #socket: string;

  private constructor(socket: string) {
    this.#socket = socket;
  }

  /** The supervisor of a checkout; null where there is none. One that was killed is found out by talking to it. */
  static find(link: string): Control | null {
    const socket = readLink(link);
    return socket === null ? null : new Control(socket);
  }

  async ask<Q extends keyof Questions>(question: Q): Promise<Questions[Q]> {
    return (await this.#exchange(question)) as Questions[Q];
  }

  /** @throws AuroraError when what was ordered could not be done, with the last lines of what did not start */
  async order<O extends keyof Orders>(order: O, body: Orders[O]): Promise<void> {
    await this.#exchange(order, body);
  }

  /**
   * Listens, and holds the fleet for as long.
   * @param opened called when the supervisor knows that it is held
   * @returns when the supervisor is gone, as a process too, or `signal` aborts
   */
  async follow(listen: (event: FleetEvent) => void, opened: () => void, signal: AbortSignal): Promise<void> {
    let gone: () => Promise<void> = async () => undefined;
    const receive = (line: string) => {
      const event: FleetEvent = JSON.parse(line);
      if (event.type === 'hello') {
        const { pid } = event;
        const identity = identityOf(pid);
        if (identity !== null) gone = () => untilGone(pid, identity);
        opened();
      }
      listen(event);
    };
    await this.#stream(STREAMS.events, receive, signal);
    if (!signal.aborted) await gone();
  }

  /** Listens without holding the fleet, until the supervisor is gone or `signal` aborts. */
  async hear(listen: () => void, signal: AbortSignal): Promise<void> {
    await this.#stream(STREAMS.news, listen, signal);
  }

  /** Borrows a service: `lent` is called when it has stopped; it comes back when `signal` aborts. */
  async borrow(name: string, lent: () => void, signal: AbortSignal): Promise<void> {
    await this.#stream(`${STREAMS.lend}?name=${encodeURIComponent(name)}`, lent, signal);
  }

  async #stream(path: string, line: (text: string) => void, signal: AbortSignal): Promise<void> {
    const response = await this.#send('GET', path, undefined, signal);
    if (response.statusCode !== 200) throw refusal(response.statusCode, await textOf(response));
    try {
      for await (const text of createInterface({ input: response })) line(text);
    } catch (error) {
      // The end of the supervisor, or of our interest.
      if (!signal.aborted && !isGone(error)) throw error;
    }
  }

  async #exchange(route: string, body?: unknown): Promise<unknown> {
    const [method = '', path = ''] = route.split(' ');
    const response = await this.#send(method, path, body);
    const text = await textOf(response);
    if (response.statusCode !== 200) throw refusal(response.statusCode, text);
    return JSON.parse(text);
  }

  #send(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = http.request({
        socketPath: this.#socket,
        method,
        path,
        agent: false,
        ...(signal && { signal }),
      });
      outgoing.once('response', resolve);
      outgoing.once('error', reject);
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

/** What a checkout's supervisor answers; null where none does. */
export async function askIfRunning<Q extends keyof Questions>(link: string, question: Q): Promise<Questions[Q] | null> {
  try {
    return (await Control.find(link)?.ask(question)) ?? null;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Whether an error says that there is no supervisor (any more). */
export function isGone(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown };
  return (
    typeof code === 'string' &&
    ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(code)
  );
}

async function textOf(response: IncomingMessage): Promise<string> {
  return Buffer.concat(await response.toArray()).toString('utf8');
}

/** Whether an error says that the supervisor is ending the fleet. */
export function isStopping(error: unknown): boolean {
  return error instanceof AuroraError && error.code === 'fleet_stopping';
}

function refusal(status: number | undefined, text: string): AuroraError {
  const { message, failure }: Refusal = JSON.parse(text);
  if (status === 404) return new AuroraError('service_down', message, { exit: 'notRunning', next: 'aurora up -d' });
  if (status === 409) return new AuroraError('fleet_stopping', message, { exit: 'notRunning', next: 'aurora up' });
  if (!failure) return new AuroraError('not_started', message, { exit: 'startup', next: 'aurora logs' });
  return new AuroraError('not_started', `${message}.`, {
    exit: 'startup',
    details: failure.lines.flatMap((line) => readableLine(line).split('\n')),
    next: failure.name === 'postgres' ? 'see .aurora/run/logs/postgres.log' : `aurora logs --service ${failure.name}`,
    facts: { failure },
  });
}
