import type { Release } from '../runtimes/stage.ts';
import type { Deployment } from './deployment.ts';

export interface Ending {
  /** What the schema has kept for the versions of before goes as well. */
  readonly contract: boolean;
  /** Images of a service that nobody goes back to. */
  readonly spent: (service: string) => readonly string[];
}

/**
 * Ends what a deploy has left: the versions of before go, and images that no rollback would take any more. May be begun again at any moment.
 */
export async function finish(deployment: Deployment, { contract, spent }: Ending): Promise<void> {
  const { stage, narrator } = deployment.around;
  const { services, kind, migrating } = deployment.record;
  deployment.begin('finish');
  const standings = await stage.observe();
  const isLive = ({ service, image }: Release) =>
    standings.some((each) => each.live && each.service === service && each.release.image === image);
  const old = services.filter(({ service, from }) =>
    standings.some((each) => each.service === service && each.colour === from.colour && !each.live),
  );
  await Promise.all(
    old.map(({ service, from }) =>
      narrator.step(`remove ${service} (${from.colour}, ${from.version})`, () => stage.withdraw(service, from.colour)),
    ),
  );
  // What was rolled back since has brought nothing that stays.
  const lasting = contract && kind === 'deploy' ? services.filter(({ to }) => isLive(to)) : [];
  const waiting = lasting.filter(({ service }) => migrating?.includes(service) ?? true);
  for (const release of await deployment.around.migrating(waiting.map(({ to }) => to))) {
    const { service } = release;
    const names = await narrator.step(`contract migrations of ${service}`, (step) =>
      stage.migrate(release, 'contract', step),
    );
    if (names.length === 0) continue;
    deployment.note({ migrations: [...deployment.record.migrations, { service, phase: 'contract', names }] });
  }
  const removed = await Promise.all(services.map(({ service }) => stage.prune(service, spent(service))));
  deployment.end('finish', 'done', removed.flat());
  deployment.note({ warm: false });
}
