import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fleet } from '../../../../../cli/config/model.ts';
import { type Dashboard, startDashboard } from '../../../../../cli/dashboard/server/dashboard.ts';
import type { Sources } from '../../../../../cli/dashboard/server/sources.ts';
import type { FleetStatus } from '../../../../../cli/runtimes/contract.ts';
import { Visitor } from '../../../../support/visitor.ts';
import { knownOf, ownFleet } from './known.ts';

/** A dashboard of a fleet that is whatever the test makes of it: the sources are plain functions. */
export interface Desk extends AsyncDisposable {
  readonly dashboard: Dashboard;
  readonly fleet: Fleet;
  /** Addresses for later visits, the newest last. */
  readonly moved: readonly string[];
  /** What was asked of the sources, by name, with what was given. */
  readonly asked: readonly (readonly [source: string, ...given: unknown[]])[];
  enter(): Promise<Visitor>;
}

export interface DeskWish {
  readonly sources?: Partial<Sources>;
  readonly mayAct?: boolean;
  /** Answers in the place of every service; absent: the fleet is down. */
  readonly services?: (request: IncomingMessage, response: ServerResponse) => void;
}

export async function openDesk({ sources = {}, mayAct = true, services }: DeskWish = {}): Promise<Desk> {
  await using starting = new AsyncDisposableStack();
  const fleet = await ownFleet();
  const server = services && starting.use(await listen(services));
  const status = server ? statusAt(fleet, server.url) : null;
  const asked: [string, ...unknown[]][] = [];
  const all: Sources = {
    config: async () => ({ fleet, drift: false, mistake: undefined }),
    observe: async () => status && { status, runtime: { news: async () => undefined } },
    async *logs() {},
    token: async (scopes) => `token-for-${scopes.join('+')}`,
    metricsToken: async () => 'token-for-metrics',
    events: () => Promise.reject(new Error('nobody said what it is')),
    parked: async () => [],
    replay: async () => 0,
    migrations: async () => [],
    restart: async () => undefined,
    ...sources,
  };
  const noted = Object.fromEntries(
    Object.entries(all).map(([name, source]) => [
      name,
      (...given: unknown[]) => {
        asked.push([name, ...given]);
        return (source as (...given: unknown[]) => unknown)(...given);
      },
    ]),
  ) as unknown as Sources;

  const folder = await mkdtemp(join(tmpdir(), 'aurora-page-'));
  starting.defer(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>the page</title>');
  await writeFile(join(folder, 'app-ABCDEFGH.js'), 'export {};');
  await writeFile(join(folder, 'notes.txt'), 'not for the page');
  const moved: string[] = [];
  const options = { sources: noted, folder, port: 0, mayAct, moved: (url: string) => void moved.push(url) };
  const dashboard = starting.use(await startDashboard(options));
  const running = starting.move();
  return {
    dashboard,
    fleet,
    moved,
    asked,
    enter: () => Visitor.enter(dashboard.url),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function statusAt(fleet: Fleet, url: string): FleetStatus {
  const names = fleet.services.map(({ name }) => [name, { url, port: Number(new URL(url).port) }] as const);
  const { status } = knownOf(fleet, { status: Object.fromEntries(names) });
  if (!status) throw new Error('it is up');
  return status;
}

interface Listening extends AsyncDisposable {
  readonly url: string;
}

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Listening> {
  const server: Server = createServer(handler);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
