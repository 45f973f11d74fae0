import { AuroraError } from '../errors.ts';
import type { Release, Standing } from '../runtimes/stage.ts';
import type { DeployRecord } from './record.ts';

/**
 * What a rollback brings back of a service: the version that was before the one that serves, or the one that is named.
 * @param records newest first
 * @param to a version, or a deploy with which it came
 * @throws AuroraError `no_version_before`, `no_such_version`, `contract_applied`
 */
export function rollbackTarget(records: readonly DeployRecord[], live: Standing, to?: string): Release {
  const { service } = live;
  const known = versionsOf(records, service);
  const wanted =
    to === undefined
      ? before(records, live)
      : known.find(({ release, deploy }) => release.version === to || deploy === to)?.release;
  if (!wanted)
    throw to === undefined
      ? nothingBefore(service)
      : unknown(
          service,
          to,
          known.map(({ release }) => release.version),
        );
  requireLivable(records, wanted);
  const { service: name, version, image, digest, environment } = wanted;
  return { service: name, version, image, digest, ...(environment && { environment }) };
}

interface Known {
  readonly release: Release;
  readonly deploy: string;
}

function versionsOf(records: readonly DeployRecord[], service: string): readonly Known[] {
  return changesOf(records, service).flatMap(({ id, change }) => [
    { release: change.to, deploy: id },
    { release: change.from, deploy: id },
  ]);
}

function changesOf(records: readonly DeployRecord[], service: string) {
  return records
    .filter(({ state }) => state === 'done')
    .flatMap(({ id, services }) => {
      const change = services.find((each) => each.service === service);
      return change ? [{ id, change }] : [];
    });
}

/** The one that the serving one has replaced when it came. */
function before(records: readonly DeployRecord[], { service, release }: Standing): Release | undefined {
  return changesOf(records, service).find(({ change }) => isSame(change.to, release))?.change.from;
}

function isSame(one: Release, other: Release): boolean {
  return one.image === other.image;
}

/**
 * What a version used must still be there: a contract migration is applied when its deploy ends, and takes away what all versions that came
 * before that deploy may use.
 * @param records newest first
 * @throws AuroraError `contract_applied`
 */
export function requireLivable(records: readonly DeployRecord[], wanted: Release): void {
  const { service } = wanted;
  // What was never here is as a rule newer than all that was.
  if (!versionsOf(records, service).some(({ release }) => isSame(release, wanted))) return;
  const came = records.findLastIndex(
    ({ kind, services }) =>
      kind === 'deploy' && services.some((change) => change.service === service && isSame(change.to, wanted)),
  );
  const since = came === -1 ? records : records.slice(0, came);
  const contracts = since.flatMap(({ migrations }) =>
    migrations.filter((each) => each.service === service && each.phase === 'contract').flatMap(({ names }) => names),
  );
  if (contracts.length === 0) return;
  throw new AuroraError(
    'contract_applied',
    `${service} cannot go back to ${wanted.version}: what that version used is gone.`,
    {
      exit: 'failed',
      details: [`Contract migrations since: ${contracts.join(', ')}.`],
      next: 'mend what is wrong in a new version: aurora deploy --blue-green',
    },
  );
}

function nothingBefore(service: string): AuroraError {
  return new AuroraError('no_version_before', `Nobody knows of a version of ${service} before the one that serves.`, {
    exit: 'failed',
    next: 'aurora deploy history',
  });
}

function unknown(service: string, to: string, known: readonly string[]): AuroraError {
  return new AuroraError('no_such_version', `Nobody has deployed ${service} as ${to}.`, {
    exit: 'usage',
    details: [
      known.length === 0
        ? 'There is no deploy of it.'
        : `Its versions, the newest first: ${[...new Set(known)].join(', ')}`,
    ],
    next: 'aurora deploy history',
  });
}
