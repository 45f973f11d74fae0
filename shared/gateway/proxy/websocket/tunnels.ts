import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { Counter, Gauge, type Registry } from 'prom-client';
import { runInContext } from '../../../context/index.ts';
import type { RouteSpec } from '../../table/specs.ts';
import { Tunnel } from './tunnel.ts';

const LABELS = ['route', 'service'] as const;

/** All WebSockets that are open now. */
export class Tunnels {
  readonly #tunnels = new Set<Tunnel>();
  readonly #open: Gauge<'route' | 'service'>;
  readonly #ended: Counter<'route' | 'service' | 'outcome'>;
  #ending = false;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#open = new Gauge({
      name: 'gateway_websockets_open',
      help: 'WebSockets that are open.',
      labelNames: LABELS,
      registers,
    });
    this.#ended = new Counter({
      name: 'gateway_websockets_ended_total',
      help: 'WebSockets that have ended, by how: closed by either side, broken off, silent for too long, drained, or sent away on standby.',
      labelNames: [...LABELS, 'outcome'],
      registers,
    });
  }

  get open(): Iterable<Tunnel> {
    return this.#tunnels;
  }

  /** @param silenceMs milliseconds without a byte after which it ends */
  add(request: FastifyRequest, { path: route, service }: RouteSpec, upstream: Socket, silenceMs: number): void {
    const labels = { route, service };
    const began = performance.now();
    this.#open.inc(labels);
    const { socket } = request.raw;
    const tunnel = new Tunnel(socket, upstream, {
      silenceMs,
      onEnd: (outcome) => {
        this.#tunnels.delete(tunnel);
        this.#open.dec(labels);
        this.#ended.inc({ ...labels, outcome });
        const durationMs = Math.round(performance.now() - began);
        const { context, log } = request;
        const bytes = { sent: upstream.bytesRead, received: upstream.bytesWritten };
        runInContext(context, () =>
          log.info({ route, target: service, outcome, durationMs, ...bytes }, 'WebSocket ended'),
        );
      },
    });
    this.#tunnels.add(tunnel);
    if (this.#ending) tunnel.end('drained');
  }

  /** Ends all of them, and those that come late. */
  end(): void {
    this.#ending = true;
    for (const tunnel of this.#tunnels) tunnel.end('drained');
  }
}
