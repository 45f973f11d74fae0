import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { json } from 'node:stream/consumers';
import { resolveDeploy } from '../../../../cli/config/deploy.ts';
import type { Entity, Fleet } from '../../../../cli/config/model.ts';
import { resolveSwarm } from '../../../../cli/config/swarm.ts';
import type { ServiceStatus } from '../../../../cli/runtimes/contract.ts';
import { CheckSkipped } from '../../../../cli/verify/outcome.ts';
import type { Ground } from '../../../../cli/verify/run.ts';
import { SECURITY_HEADERS } from '../../../../shared/app/security-headers.ts';

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** Beside those that every answer has; undefined takes one of them away. */
  readonly headers?: Record<string, string | undefined>;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  /** The scopes of its token; undefined without one. */
  readonly scopes: readonly string[] | undefined;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}

/** Answers in the place of a service; undefined: as usual; `silence`: not at all. */
export type Defect = (service: string, request: Request) => Answer | 'silence' | undefined;

/** A fleet as its clients see it: three real HTTP servers, of which each can be made to misbehave. */
export interface Shop extends AsyncDisposable {
  readonly ground: Ground;
  /** Requests so far, e.g. `POST api-gateway /api/v1/orders`. */
  readonly requests: readonly string[];
  /** Resources that are there. */
  readonly stored: Map<string, unknown>;
  /** Ends one server, as a crash would. */
  stop(service: string): Promise<void>;
}

const ORDER: Entity = {
  name: 'Order',
  singular: 'order',
  plural: 'orders',
  path: 'orders',
  table: 'orders',
  fields: [
    { type: 'string', name: 'title', column: 'title', required: true, unique: true, maxLength: 40 },
    { type: 'integer', name: 'amount', column: 'amount', required: false, unique: false, min: 1 },
  ],
};

export const FLEET: Fleet = {
  name: 'shop',
  root: '/nowhere',
  file: '/nowhere/aurora.config.yaml',
  environment: 'development',
  runtime: 'auto',
  infrastructure: { database: { engine: 'postgres' }, broker: { engine: 'rabbitmq' }, cache: { engine: 'none' } },
  defaults: { timeoutMs: 2000, retries: 2, logLevel: 'info' },
  images: {},
  deploy: resolveDeploy(),
  observability: { traces: { sample: 0, log: true }, otlp: null },
  swarm: resolveSwarm(),
  enums: {},
  services: [
    {
      kind: 'gateway',
      name: 'api-gateway',
      port: 1,
      replicas: 1,
      dependsOn: [],
      workers: 1,
      settings: {},
    },
    { kind: 'config', name: 'config-service', port: 2, replicas: 1, dependsOn: [] },
    { kind: 'domain', name: 'orders-service', port: 3, replicas: 1, dependsOn: [], entities: [ORDER] },
  ],
};

export async function shop(defect: Defect = () => undefined, fleet: Fleet = FLEET): Promise<Shop> {
  const folder = fleet.root === FLEET.root ? mkdtempSync(join(tmpdir(), 'aurora-shop-')) : undefined;
  const requests: string[] = [];
  const stored = new Map<string, unknown>();
  const serve = async (service: string, incoming: IncomingMessage, response: ServerResponse) => {
    const request = await read(incoming);
    requests.push(`${request.method} ${service} ${request.path}`);
    const answer = defect(service, request) ?? usual(service, request, stored);
    if (answer !== 'silence') send(response, answer, usualHeaders(service, request));
  };

  const servers = new Map<string, Server>();
  const services: ServiceStatus[] = [];
  for (const { name, port } of fleet.services) {
    const server = createServer((incoming, response) => void serve(name, incoming, response)).listen(0, '127.0.0.1');
    server.on('clientError', (_error, socket) => {
      const unread: Request = { method: 'UNREAD', path: '', scopes: undefined, body: undefined, headers: {} };
      const answer = defect(name, unread) ?? problem(400, 'malformed_request');
      if (answer !== 'silence') sendRaw(socket, answer);
    });
    await once(server, 'listening');
    servers.set(name, server);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    services.push({ name, status: 'ready', port, url, instances: [] });
  }
  const stop = async (service: string) => {
    const server = servers.get(service);
    if (!server?.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };

  return {
    requests,
    stored,
    stop,
    ground: {
      fleet: { ...fleet, root: folder ?? fleet.root },
      status: {
        fleet: fleet.name,
        runtime: 'process',
        services,
        infrastructure: [],
        supervisor: null,
      },
      token: unsigned,
      journeyToken: unsigned,
      databases: async () => {
        throw new Error('this fleet has no databases');
      },
      broker: async () => {
        throw new Error('this fleet has no broker');
      },
      events: {
        open: noBroker,
        expect: noBroker,
      },
    },
    async [Symbol.asyncDispose]() {
      for (const name of servers.keys()) await stop(name);
      if (folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function read(incoming: IncomingMessage): Promise<Request> {
  const { method = '', url = '', headers } = incoming;
  const body = method === 'POST' || method === 'PATCH' ? await json(incoming) : undefined;
  return { method, path: url, scopes: scopesOf(headers.authorization), body, headers };
}

/** Of a JWT, without a look at its signature. */
function scopesOf(authorization = ''): string[] | undefined {
  const claims = authorization.split('.')[1] ?? '';
  try {
    return JSON.parse(Buffer.from(claims, 'base64url').toString()).scope.split(' ');
  } catch {
    return undefined; // no token, or none that can be read
  }
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer, usual: Record<string, string>): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const all = { ...(body !== undefined && { 'content-type': 'application/json' }), ...usual, ...headers };
  response.writeHead(status, Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
  response.end(body === undefined ? undefined : text);
}

function sendRaw(socket: Duplex, { status, body, headers = {} }: Answer): void {
  const all = Object.entries({ ...SECURITY_HEADERS, ...headers }).filter(([, value]) => value !== undefined);
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} No\r\n${lines.join('')}connection: close\r\n\r\n${JSON.stringify(body)}`);
}

/** Those that every answer has: a gateway says more. */
function usualHeaders(service: string, { headers }: Request): Record<string, string> {
  return {
    ...(service === 'api-gateway' ? SECURITY_HEADERS : { 'x-content-type-options': 'nosniff' }),
    'x-correlation-id': String(headers['x-correlation-id']),
  };
}

function usual(service: string, { method, path, scopes, body }: Request, stored: Map<string, unknown>): Answer {
  if (path === '/health') return { status: 200, body: { status: 'alive' } };
  if (path === '/health/ready') {
    return { status: 200, body: { status: 'ready', dependencies: [{ name: 'database', status: 'up' }] } };
  }
  if (path === '/docs') return { status: 200, body: '<!doctype html>', headers: { 'content-type': 'text/html' } };
  if (path === '/%zz') return problem(400, 'malformed_request');
  if (path === '/api/v1/config/api-gateway' && service === 'config-service') {
    return { status: 200, body: { values: { securityHeaders: true, cors: { origins: [] }, routes: [] } } };
  }
  if (path === '/registry/services' && service === 'config-service') {
    const items = FLEET.services.map(({ name }) => ({ name, instances: [{ id: `${name}-1` }] }));
    return { status: 200, body: { items } };
  }
  if (!path.startsWith('/api/v1/orders')) return problem(404, 'not_found');
  if (scopes === undefined) return problem(401, 'unauthenticated');
  if (!scopes.includes(method === 'GET' ? 'orders:read' : 'orders:write')) return problem(403, 'forbidden');
  return orders(method, path.slice('/api/v1/orders'.length), body as Record<string, unknown>, stored);
}

function orders(method: string, rest: string, body: Record<string, unknown>, stored: Map<string, unknown>): Answer {
  if (method === 'POST') {
    const resource = { id: randomUUID(), amount: null, ...body, version: 1 };
    stored.set(resource.id, resource);
    return { status: 201, body: resource, headers: { location: `/api/v1/orders/${resource.id}` } };
  }
  if (!rest.startsWith('/')) {
    const id = new URLSearchParams(rest).get('filter[id]');
    return { status: 200, body: { items: id === null ? [...stored.values()] : [stored.get(id)], nextCursor: null } };
  }
  const id = rest.slice(1);
  const found = stored.get(id) as { version: number } | undefined;
  if (!found) return problem(404, 'not_found');
  if (method === 'DELETE') {
    stored.delete(id);
    return { status: 204 };
  }
  if (method === 'PATCH') stored.set(id, { ...found, ...body, version: found.version + 1 });
  return { status: 200, body: stored.get(id) };
}

export function problem(status: number, code: string, detail?: string): Answer {
  return { status, body: { code, detail }, headers: { 'content-type': 'application/problem+json' } };
}

async function noBroker(): Promise<never> {
  throw new CheckSkipped('this fleet has no broker');
}

async function unsigned(...scopes: string[]): Promise<string> {
  return `unsigned.${btoa(JSON.stringify({ scope: scopes.join(' ') }))}.`;
}
