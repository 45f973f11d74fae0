import type { FastifyInstance } from 'fastify';
import type { GatewaySettings } from '../settings/index.ts';
import type { Admission } from './admission.ts';
import { limitConnectionsOfWorker } from './connections.ts';
import { EventLoopLag } from './event-loop-lag.ts';
import { PlacesByRule } from './places-by-rule.ts';
import { countRefusals, type Refused } from './refusals.ts';
import { limitServer, watchServer } from './server-limits.ts';
import { shedLoad } from './shed-load.ts';
import { limitUrl } from './url-size.ts';

/** What limits have to remember beside the settings, which may change. */
export interface Limiting {
  readonly refused: Refused;
  readonly places: PlacesByRule;
  /** What every request has to pass first of all, as settings are now. */
  readonly entrance: () => readonly Admission[];
}

/** Puts the limits of connections into force, now and whenever settings change. */
export function createLimiting(app: FastifyInstance, settings: () => GatewaySettings): Limiting {
  const { server } = app;
  const refused = countRefusals(app.metrics);
  const lag = new EventLoopLag();
  app.addHook('onClose', async () => lag.watch(false));
  watchServer(server, refused);
  const follow = () => {
    limitServer(server, settings());
    if (app.workers) server.maxConnections = Number.POSITIVE_INFINITY;
  };
  if (app.workers) limitConnectionsOfWorker(server, () => settings().limits.connections);
  follow();
  app.settings.onChange(follow);

  return {
    refused,
    places: new PlacesByRule(app.metrics),
    entrance() {
      const {
        shedding: { lagMs },
        limits: { urlBytes },
      } = settings();
      lag.watch(lagMs > 0);
      return [
        ...(lagMs > 0 ? [shedLoad(lag, lagMs, refused)] : []),
        ...(urlBytes > 0 ? [limitUrl(urlBytes, refused)] : []),
      ];
    },
  };
}
