import type { MigrationsView, RegistryView } from '../../api.ts';
import { ask } from '../collect/ask.ts';
import { type Desk, requireUp, urlOf } from '../desk.ts';
import { Refusal } from '../http/refusal.ts';
import type { Routes } from '../http/router.ts';
import { allDeploys, LoggedDeploys } from '../picture/deploys.ts';

const TIMEOUT_MS = 5_000;
const WEEK_MS = 7 * 86_400_000;
const MOST_DEPLOYS = 200;

/** What config-service, the databases and the gateway tell of themselves. */
export function stateRoutes(desk: Desk): Routes {
  const { sources } = desk;
  const logged = new LoggedDeploys();
  let reading: ReturnType<typeof logged.read> | undefined;
  const readDeploys = () => {
    const since = logged.readTo === undefined ? new Date(Date.now() - WEEK_MS) : new Date(logged.readTo);
    const wish = { services: [], since, follow: false, signal: AbortSignal.timeout(TIMEOUT_MS) };
    return logged.read(sources.logs(wish)).finally(() => {
      reading = undefined;
    });
  };
  return {
    'GET /api/registry': async (): Promise<RegistryView> => {
      try {
        const url = await urlOf(desk, 'config');
        const token = await sources.token(['registry:read']);
        const { status, text } = await ask(`${url}/registry/services`, { timeoutMs: TIMEOUT_MS, token });
        if (status !== 200) return { away: `It answers ${status}.`, services: [] };
        return { services: (JSON.parse(text) as { items: RegistryView['services'] }).items };
      } catch (error) {
        return { away: (error as Error).message, services: [] };
      }
    },

    'GET /api/migrations': async (): Promise<MigrationsView[]> => {
      await requireUp(desk);
      return sources.migrations();
    },

    'GET /api/openapi': async () => {
      const { status, text } = await ask(`${await urlOf(desk, 'gateway')}/openapi.json`, { timeoutMs: TIMEOUT_MS });
      if (status === 200) return JSON.parse(text);
      throw new Refusal(
        502,
        'no_openapi',
        `The gateway of ${desk.fleet.name} answers ${status} for its OpenAPI document.`,
      );
    },

    'GET /api/deploys': async () => {
      reading ??= readDeploys();
      return allDeploys(desk.collector.deploys(), await reading).slice(0, MOST_DEPLOYS);
    },
  };
}
