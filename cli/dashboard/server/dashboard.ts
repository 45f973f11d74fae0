import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { http } from '../../runtimes/http.ts';
import { Collector } from './collect/collector.ts';
import { Watchers } from './collect/watchers.ts';
import type { Desk } from './desk.ts';
import { followed } from './followed.ts';
import { Entrance } from './http/entrance.ts';
import { StreamPlaces } from './http/event-stream.ts';
import { pageOf } from './http/page.ts';
import { serve } from './serve.ts';
import type { ConfigNow, Sources } from './sources.ts';
import { TraceIndex } from './traces/trace-index.ts';

/** Pages that listen at once, each by two streams at most. */
const MOST_STREAMS = 20;
const MOST_CONNECTIONS = 200;

export interface DashboardOptions {
  readonly sources: Sources;
  /** Of the built page. */
  readonly folder: string;
  /** 0: any. */
  readonly port: number;
  readonly mayAct: boolean;
  /** Told the address for the next visit, since the one before was used. */
  readonly moved: (url: string) => void;
}

export interface Dashboard extends AsyncDisposable {
  /** Without the token. */
  readonly origin: string;
  /** For one visit. */
  readonly url: string;
}

/** Serves the page and what it asks for, on loopback alone, to whoever has the address that is printed. */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { sources, folder, mayAct, moved } = options;
  const config = await sources.config();
  const server = http.createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000 });
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const urlWith = (token: string) => `${origin}/?token=${token}`;
  const entrance = new Entrance(port, (token) => moved(urlWith(token)));
  const collector = new Collector({ config, sources, now: Date.now });
  const watchers = new Watchers((signal) => collector.run(signal));
  const streams = new StreamPlaces(MOST_STREAMS);
  const traces = new TraceIndex({
    follow: (since, signal) => followed(sources, collector, { services: [], since, signal }),
    isChatter: ({ service, subject }) =>
      typeof subject === 'string' && subject.startsWith('service:') && kindOf(collector.config, service) === 'config',
  });
  const desk: Desk = {
    sources,
    collector,
    streams,
    traces,
    mayAct,
    watch: () => watchers.join(),
    get fleet() {
      return collector.config.fleet;
    },
  };
  serve(server, desk, entrance, pageOf(folder), port);
  return {
    origin,
    get url() {
      return urlWith(entrance.token);
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await Promise.all([watchers.stop(), traces.stop()]);
    },
  };
}

function kindOf({ fleet }: ConfigNow, name: string): string | undefined {
  return fleet.services.find((service) => service.name === name)?.kind;
}
