import type { Fleet } from '../../config/model.ts';
import { contractStates } from '../../contracts/states.ts';
import { openStore } from '../../contracts/store/open.ts';
import { type DeployRecord, namesOf } from '../../deploy/record.ts';
import { disk } from '../../doctor/disk.ts';
import { AuroraError } from '../../errors.ts';
import { needsDatabase } from '../../runtimes/needs.ts';
import { canDeploy } from '../contracts/can-deploy.ts';
import { migrateLint } from '../migrate-lint.ts';

/**
 * Whether anything speaks against a deploy, before anything is touched.
 * @throws AuroraError `machine_unfit`, `migrations_unsafe`, `contracts_broken`
 */
export async function requireDeployable(fleet: Fleet, record: DeployRecord): Promise<readonly string[]> {
  const { skip } = record;
  const skipped = skip.map((name) => `${name} not checked`);
  // An old version was checked when it came.
  if (record.kind === 'rollback') return ['checked when it came'];
  if (!skip.includes('disk')) await requireRoom(fleet);
  if (!skip.includes('migrations')) await requireSafeMigrations(fleet, record);
  const told = skip.includes('contracts') ? [] : await requireContracts(fleet, record);
  return [...told, ...skipped];
}

async function requireRoom(fleet: Fleet): Promise<void> {
  const { status, found, next } = await disk(fleet.root).look();
  if (status !== 'fail') return;
  throw new AuroraError('machine_unfit', `There is too little room for another version: ${found}.`, {
    exit: 'machine',
    ...(next && { next }),
  });
}

async function requireSafeMigrations(fleet: Fleet, { services }: DeployRecord): Promise<void> {
  const migrated = fleet.services.filter(needsDatabase).map(({ name }) => name);
  for (const { service } of services.filter((change) => migrated.includes(change.service))) {
    const { findings } = await migrateLint(fleet, { service });
    const errors = findings.filter(({ severity }) => severity === 'error');
    if (errors.length === 0) continue;
    throw new AuroraError('migrations_unsafe', `Migrations of ${service} would lock, break or lose something.`, {
      exit: 'failed',
      details: errors.map(({ file, line, rule, subject }) => `${file}:${line}  ${rule}  ${subject}`),
      next: `aurora migrate lint ${service}`,
      facts: { service },
    });
  }
}

async function requireContracts(
  fleet: Fleet,
  { environment, services, tag, contracts: place }: DeployRecord,
): Promise<readonly string[]> {
  const names = namesOf({ services });
  if (place !== null) {
    const store = openStore(place);
    const version = tag ?? undefined;
    const { deployable, rows } = await canDeploy(fleet, store, { environment, services: names, version });
    if (deployable) return [`${rows.length} contracts kept`];
    const bad = rows.filter(({ status }) => status !== 'verified');
    throw contractsBroken(
      bad.map(({ consumer, provider, status }) => `${[consumer, provider].filter(Boolean).join(' → ')}: ${status}`),
      [
        `aurora contracts can-deploy --to ${environment} --from ${place} ${names.map((name) => `--service ${name}`).join(' ')}`,
      ],
    );
  }
  // Of an image that was built before, the files here say nothing.
  if (tag !== null) return ['contracts not known of a tag: --contracts names who does'];
  const states = (await contractStates(fleet)).filter(({ consumer, provider }) =>
    names.some((name) => name === consumer || name === provider),
  );
  const failed = states.filter(({ state }) => state === 'failed');
  if (failed.length > 0) {
    throw contractsBroken(
      failed.map(({ consumer, provider, reason }) => `${consumer} → ${provider}: ${reason}`),
      ['aurora contracts verify'],
    );
  }
  const verified = states.filter(({ state }) => state === 'verified').length;
  return [`${verified} of ${states.length} contracts verified, none broken`];
}

function contractsBroken(details: readonly string[], [next]: readonly [string]): AuroraError {
  return new AuroraError('contracts_broken', 'What the services have promised each other would not hold.', {
    exit: 'failed',
    details,
    next,
  });
}
