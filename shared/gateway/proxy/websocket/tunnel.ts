import type { Socket } from 'node:net';
import { Frames } from './frames.ts';

/** How long a client may take to answer a goodbye. */
const GOODBYE_MS = 1_000;
/** Close frames (RFC 6455, section 5.5.1): 1001, going away (section 7.4.1), and 1012, service restart (IANA's registry of such codes). */
const GOING_AWAY = Buffer.from([0x88, 2, 0x03, 0xe9]);
const SERVICE_RESTART = Buffer.from([0x88, 2, 0x03, 0xf4]);

/** Both sides have closed, either has broken off, nobody said anything, the gateway closes, or another one is live. */
export type TunnelEnd = 'closed' | 'broken' | 'silent' | 'drained' | 'standby';

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
  /** Sides that are connected. */
  #open = 2;
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
    const closed = (side: Socket, other: Socket) => {
      // A side that has said all it had to say closes once the other has as well.
      if (!side.readableEnded) {
        this.#end ??= 'broken';
        other.destroy();
      }
      if (--this.#open > 0) return;
      clearTimeout(this.#patience);
      onEnd(this.#end ?? 'closed');
    };
    client.on('error', ignore).once('close', () => closed(client, service));
    service.on('error', ignore).once('close', () => closed(service, client));
    service.resume();
  }

  /** Says goodbye to the client as soon as no frame is half sent, and cuts off whoever does not answer. */
  end(why: 'silent' | 'drained' | 'standby'): void {
    if (this.#end !== undefined || this.#open === 0) return;
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
    this.#client.write(this.#end === 'standby' ? SERVICE_RESTART : GOING_AWAY);
    this.#service.resume();
  }
}

/** `close` follows, and says all there is to know. */
const ignore = () => undefined;
