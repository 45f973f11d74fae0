import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection that sends exactly the bytes it is told to, and shows exactly those that come back. */
export class RawClient implements Disposable {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
    socket.once('close', () => {
      this.#closed = true;
    });
    // A reset is an end like any other: `closed` tells of both.
    socket.on('error', () => undefined);
  }

  /** @param from an address of this machine, e.g. `127.0.0.2`; absent: any */
  static async to(url: string, from?: string): Promise<RawClient> {
    const { hostname, port } = new URL(url);
    const socket = connect({ port: Number(port), host: hostname, ...(from && { localAddress: from }) });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  get received(): string {
    return this.#received.toString('latin1');
  }

  send(...lines: string[]): void {
    this.socket.write(lines.join('\r\n'), 'latin1');
  }

  /** Waits until the bytes that came back match. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.received)) {
      if (this.#closed) throw new Error(`closed after ${JSON.stringify(this.received)}`);
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')]);
    }
    return this.received;
  }

  /** Waits until the other side has closed; everything that came back. */
  async closed(): Promise<string> {
    if (!this.#closed) await new Promise((closed) => this.socket.once('close', closed));
    return this.received;
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}
