import { silentNarrator } from '../../../narrators/silent.ts';
import { packageJson } from '../../../package.ts';
import type { Session, Snapshot } from '../../api.ts';
import { type Desk, requireActing, requireService, requireUp } from '../desk.ts';
import { numberIn, textIn } from '../http/query.ts';
import type { Routes } from '../http/router.ts';

/** The fleet as it is, and as it was. */
export function fleetRoutes(desk: Desk): Routes {
  const { fleet, collector, streams, sources, mayAct } = desk;
  const session: Session = {
    fleet: fleet.name,
    environment: fleet.environment,
    version: packageJson().version,
    mayAct,
  };
  return {
    'GET /api/session': () => session,

    'GET /api/stream': async ({ response }) => {
      const stream = streams.open(response);
      const leave = desk.watch();
      const show = (snapshot: Snapshot) => void stream.sendNewest('snapshot', snapshot);
      const unlisten = collector.listen(show);
      if (collector.latest) show(collector.latest);
      await stream.closed;
      unlisten();
      leave();
    },

    'GET /api/series': ({ query }) => {
      const service = requireService(desk, textIn(query, 'service') ?? '');
      return collector.series(service, numberIn(query, 'minutes', { least: 1, most: 360, fallback: 15 }));
    },

    'POST /api/services/:name/restart': async ({ params: { name = '' }, response }) => {
      requireActing(desk);
      requireService(desk, name);
      await requireUp(desk);
      sources.restart(name, silentNarrator).catch((error: Error) => {
        collector.failed({
          about: name,
          text: `${name} could not be restarted: ${error.message}`,
          next: `aurora logs --service ${name}`,
        });
      });
      response.writeHead(202).end();
    },
  };
}
