import type { Fleet, RuntimeName } from '../config/model.ts';
import { type Dashboard, startDashboard } from '../dashboard/server/dashboard.ts';
import type { Sources } from '../dashboard/server/sources.ts';
import { keyFiles, METRICS_KEY } from '../runtimes/keys.ts';
import { layoutOf } from '../runtimes/layout.ts';
import { metricsToken } from '../runtimes/metrics-token.ts';
import { readSecret } from '../runtimes/secret-file.ts';
import { findRunning, selectLogged, selectRunning } from '../runtimes/select.ts';
import { configFollower } from './config-follower.ts';
import { parkedEvents } from './events/parked.ts';
import { replayEvents } from './events/replay.ts';
import { eventsStatus } from './events/status.ts';
import { logs } from './logs.ts';
import { migrateStatus } from './migrate-status.ts';
import { signToken } from './token.ts';

export interface DashboardWish {
  /** As `--runtime` says. */
  readonly runtime: RuntimeName | 'auto' | undefined;
  readonly port: number;
  readonly mayAct: boolean;
  /** The built page. */
  readonly folder: string;
  /** Told the address for the next visit, since the one before was used. */
  readonly moved: (url: string) => void;
}

/** Serves the dashboard of a fleet, whether it runs or not. */
export function openDashboard(fleet: Fleet, wish: DashboardWish): Promise<Dashboard> {
  return startDashboard({ ...wish, sources: sourcesOf(fleet, wish.runtime) });
}

/** What the dashboard shows and does, as the other commands do it. */
function sourcesOf(begin: Fleet, flag: RuntimeName | 'auto' | undefined): Sources {
  const follow = configFollower(begin);
  let fleet = begin;
  // It may have gone down, or come up elsewhere, since somebody asked last.
  const runtime = async () => (await selectRunning(fleet, flag)).runtime;
  const logged = async () => (await selectLogged(fleet, flag)).runtime;
  return {
    async config() {
      const now = await follow();
      fleet = now.fleet;
      return now;
    },
    observe: () => findRunning(fleet, flag),
    async *logs(wish) {
      yield* logs(fleet, await logged(), wish);
    },
    token: async (scopes) => (await signToken(fleet, { subject: 'dashboard', scopes })).token,
    async metricsToken() {
      const { secrets } = layoutOf(fleet.root);
      // A fleet that an earlier version has started has no key for it yet.
      const isThere = (await readSecret(keyFiles(secrets).signingKey(METRICS_KEY))) !== undefined;
      return isThere ? metricsToken(fleet.name, secrets) : undefined;
    },
    events: async () => eventsStatus(fleet, await runtime()),
    async parked(consumer, limit) {
      const letters = await parkedEvents(fleet, await runtime(), consumer === undefined ? undefined : { consumer }, {
        ids: [],
        sinceMs: undefined,
        limit,
      });
      return letters.flatMap((letter) => {
        if (!('consumer' in letter)) return [];
        const { event, parkedAt, reason, attempts } = letter;
        const { id, type, time } = event;
        return {
          consumer: letter.consumer,
          id,
          type,
          subject: event.subject ?? '',
          time,
          parkedAt,
          reason,
          attempts,
          event,
        };
      });
    },
    async replay(consumer, ids) {
      const all = { forgotten: false, dryRun: false, perSecond: undefined, sinceMs: undefined };
      const wish = { ...all, ids, limit: Math.max(ids.length, MOST_REPLAYED) };
      return (await replayEvents(fleet, await runtime(), { consumer }, wish)).replayed;
    },
    async migrations() {
      return (await migrateStatus(fleet, await runtime())).map(({ service, migrations }) => ({
        service,
        migrations: migrations.map(({ phase, appliedAt, durationMs, ...rest }) => ({
          ...rest,
          ...(phase && { phase }),
          ...(appliedAt && { appliedAt }),
          ...(durationMs !== null && { durationMs }),
        })),
      }));
    },
    restart: async (service, narrator) => (await runtime()).restart(fleet, [service], narrator),
  };
}

/** At once; the page says how many went. */
const MOST_REPLAYED = 1_000;
