import { AuroraError } from '../errors.ts';
import { otherThan } from '../runtimes/colours.ts';
import type { Release, Standing } from '../runtimes/stage.ts';
import type { ServiceChange } from './record.ts';

/**
 * What puts releases in the place of what serves: each into the place that its service has beside the live one.
 * @throws AuroraError `not_running` of a service that has nothing to take the place of
 */
export function changesOf(releases: readonly Release[], standings: readonly Standing[]): readonly ServiceChange[] {
  return releases.map((to) => {
    const live = standings.find(({ service, live }) => service === to.service && live);
    if (!live) throw notThere(to.service);
    return {
      service: to.service,
      from: { ...live.release, colour: live.colour },
      to: { ...to, colour: otherThan(live.colour) },
    };
  });
}

function notThere(service: string): AuroraError {
  return new AuroraError('not_running', `${service} does not run yet, so that nothing is there to be replaced.`, {
    exit: 'notRunning',
    next: `aurora up -d ${service}`,
  });
}
