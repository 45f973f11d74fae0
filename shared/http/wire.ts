/// <reference path="./undici-parts.d.ts" />
import type { Dispatcher } from 'undici';
// The whole of undici brings fetch, WebSocket, caches and mocks: 14 MB more in every process of the fleet.
import request from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';

/** Of a larger answer the rest is not read: no answer between services comes near it. */
const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;

export interface WireRequest {
  readonly origin: string;
  readonly path: string;
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Record<string, string>;
  readonly body: string | null;
  readonly signal: AbortSignal;
}

export type Send = (request: WireRequest) => Promise<Dispatcher.ResponseData>;

export interface Wire {
  readonly send: Send;
  close(): Promise<void>;
}

/**
 * Connections to the instances of one target: a pool for each origin, dropped once nothing is connected there. Idle
 * ones are closed a second before the server would by its own hint, so that no request meets one that is just closing.
 */
export function openWire(): Wire {
  const agent = new Agent({
    connections: 64,
    connectTimeout: 3_000,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 60_000,
    allowH2: false,
    // The call's own timeout covers the whole exchange and aborts it.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: MAX_RESPONSE_BYTES,
  });
  return { send: (options) => request.call(agent, options), close: () => agent.destroy() };
}
