import { AuroraError } from '../../errors.ts';
import type { Traffic } from '../../runtimes/stage.ts';
import type { Deployment } from '../deployment.ts';
import type { ServiceChange } from '../record.ts';
import { judge } from './judge.ts';

const LOOK_EVERY_MS = 500;
/** A service that is not ready for so long is not only being asked at a bad moment. */
const UNREADY_MS = 2_000;

/**
 * Watches the new versions for as long as the config says. Returns what they have had to do.
 * @throws AuroraError `too_many_errors`, `too_slow`, `unhealthy`
 */
export async function watchTraffic({ record, around }: Deployment): Promise<string> {
  const { stage, clock, settings, signal } = around;
  const { services } = record;
  const before = await traffic();
  const unready = new Map<string, number>();
  const until = clock.now() + settings.watchSeconds * 1000;
  for (;;) {
    const now = await traffic();
    for (const { service } of services) {
      const [since, current] = [before.get(service), now.get(service)];
      const baseline = record.baseline.find((each) => each.service === service);
      const limits = around.holdsRequests(service)
        ? { ...settings, maxLatencyRatio: Number.POSITIVE_INFINITY }
        : settings;
      const verdict = since && current && baseline && judge(since, current, baseline, limits);
      if (verdict) throw new AuroraError(verdict.code, verdict.message, { exit: 'failed', facts: { service } });
    }
    await Promise.all(services.map(requireReady));
    if (clock.now() >= until) return summary(before, now);
    await clock.sleep(Math.min(LOOK_EVERY_MS, until - clock.now()), signal);
  }

  async function traffic(): Promise<ReadonlyMap<string, Traffic>> {
    const all = await stage.traffic();
    const isNew = ({ service, colour }: Traffic) =>
      services.some(({ service: name, to }) => name === service && to.colour === colour);
    return new Map(all.filter(isNew).map((each) => [each.service, each]));
  }

  async function requireReady({ service, to }: ServiceChange): Promise<void> {
    const { ready, reason } = await stage.condition(service, to.colour);
    const since = ready ? undefined : (unready.get(service) ?? clock.now());
    if (since === undefined) unready.delete(service);
    else unready.set(service, since);
    if (since === undefined || clock.now() - since < UNREADY_MS) return;
    throw new AuroraError('unhealthy', `${service} is not ready any more.`, {
      exit: 'failed',
      details: reason === undefined ? [] : [reason],
      facts: { service },
    });
  }
}

function summary(before: ReadonlyMap<string, Traffic>, now: ReadonlyMap<string, Traffic>): string {
  const sum = (of: (each: Traffic) => number, all: ReadonlyMap<string, Traffic>) =>
    [...all.values()].reduce((total, each) => total + of(each), 0);
  const grown = (of: (each: Traffic) => number) => Math.max(0, sum(of, now) - sum(of, before));
  return `${grown(({ requests }) => requests)} requests, ${grown(({ failed }) => failed)} failed`;
}
