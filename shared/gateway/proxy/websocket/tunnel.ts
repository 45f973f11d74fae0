import type { Socket } from 'node:net';
import { Frames } from './frames.ts';

/** How long a client may take to answer a goodbye. */
const GOODBYE_MS = 1_000;
/** A close frame with the code 1001, going away (RFC 6455, sections 5.5.1 and 7.4.1). */
const GOING_AWAY = Buffer.from([0x88, 2, 0x03, 0xe9]);

/** Both sides have closed, either has broken off, nobody said anything, or the gateway closes. */
export type TunnelEnd = 'closed' | 'broken' | 'silent' | 'drained';

export interface TunnelOptions {
  /** Milliseconds without a byte in either direction after which it ends. */
  readonly silenceMs: number;
  /** Called when neither side is connected any more. */
  readonly onEnd: (end: TunnelEnd) => void;
}

/** An open WebSocket: passes on what client and service say, each at the pace of the other. */
export class Tunnel {
  readonly #client: Socket;
  readonly #service: Socket;
  /** Of what the service says. */
  readonly #frames = new Frames();
  #end: TunnelEnd | undefined;
  /** The client has been sent a close frame, after which no other may follow. */
  #saidGoodbye = false;
  #patience: NodeJS.Timeout | undefined;

  constructor(client: Socket, service: Socket, { silenceMs, onEnd }: TunnelOptions) {
    this.#client = client;
    this.#service = service;
    // What one side has still to say arrives, although the other has said all.
    service.allowHalfOpen = true;
    // All bytes pass here, in whichever direction.
    client.setTimeout(silenceMs, () => this.end('silent'));
    client.pipe(service);
    client.on('drain', () => service.resume());
    service.on('data', (chunk) => this.#toClient(chunk)).once('end', () => client.end());
    let open = 2;
    const closed = (side: Socket, other: Socket) => {
      // A side that has said all it had to say closes once the other has as well.
      if (!side.readableEnded) {
        this.#end ??= 'broken';
        other.destroy();
      }
      if (--open > 0) return;
      clearTimeout(this.#patience);
      onEnd(this.#end ?? 'closed');
    };
    client.on('error', ignore).once('close', () => closed(client, service));
    service.on('error', ignore).once('close', () => closed(service, client));
    service.resume();
  }

  /** Says goodbye to the client as soon as no frame is half sent, and cuts off whoever does not answer. */
  end(why: 'silent' | 'drained'): void {
    if (this.#end !== undefined) return;
    this.#end = why;
    this.#patience = setTimeout(() => {
      this.#client.destroy();
      this.#service.destroy();
    }, GOODBYE_MS);
    if (this.#frames.between) this.#sayGoodbye();
  }

  #toClient(chunk: Buffer): void {
    if (this.#saidGoodbye) return;
    const rest = this.#frames.advance(chunk, this.#end !== undefined);
    if (!this.#client.write(rest === chunk.length ? chunk : chunk.subarray(0, rest))) this.#service.pause();
    if (this.#end !== undefined && this.#frames.between) this.#sayGoodbye();
  }

  /** Its answer passes on to the service, which then closes as well. */
  #sayGoodbye(): void {
    this.#saidGoodbye = true;
    this.#client.write(GOING_AWAY);
    this.#service.resume();
  }
}

/** `close` follows, and says all there is to know. */
const ignore = () => undefined;
