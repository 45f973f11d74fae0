import { DEFAULT_ENVIRONMENT } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { Narrator } from '../narrator.ts';
import { webhookSetAt } from '../runtimes/alert-webhook.ts';
import type { FleetStatus, Runtime } from '../runtimes/contract.ts';
import { headersSetAt } from '../runtimes/observability.ts';
import { type FoundSecret, SECRET_KINDS, type Secret, type SecretKind, secretsOf } from '../runtimes/secrets.ts';
import { findRunning } from '../runtimes/select.ts';
import { upJobs } from './up-jobs.ts';

/** What may be told of a secret. */
export interface SecretFacts extends Pick<Secret, 'of' | 'what' | 'runtime'> {
  readonly kind: SecretKind | (typeof GIVEN)[number]['kind'];
  /** ISO 8601. */
  readonly madeAt: string;
}

export interface Rotated {
  readonly rotated: readonly Omit<SecretFacts, 'madeAt'>[];
  /** False: the fleet is down, and its next `up` puts them into force. */
  readonly inForce: boolean;
}

export async function listSecrets(fleet: Fleet): Promise<readonly SecretFacts[]> {
  const made = (await secretsOf(fleet)).map((secret) => ({
    ...factsOf(secret),
    madeAt: secret.madeAt.toISOString(),
  }));
  const given = await Promise.all(
    GIVEN.map(async ({ setAt, ...facts }) => {
      const madeAt = (await setAt(fleet))?.toISOString();
      return madeAt === undefined ? [] : [{ ...facts, madeAt }];
    }),
  );
  return [...made, ...given.flat()];
}

/** What somebody else has made, and Aurora is only told. */
const GIVEN = [
  { kind: 'otlp-headers', of: 'collector', what: 'headers', runtime: null, setAt: headersSetAt },
  { kind: 'alert-webhook', of: 'alertmanager', what: 'where alerts go', runtime: null, setAt: webhookSetAt },
] as const;

/**
 * Replaces secrets and brings whoever uses them to the new ones. Only files say what ought to be, and `up` does the rest: killed at any
 * moment, the next `up` goes on.
 *
 * @param names kinds or services; none: all
 */
export async function rotateSecrets(
  fleet: Fleet,
  names: readonly string[],
  { atOnce }: { readonly atOnce: boolean },
  narrator: Narrator,
): Promise<Rotated> {
  const chosen = choose(fleet, await secretsOf(fleet), names);
  const found = await findRunning(fleet);
  // Of a fleet whose containers have all ended there is nobody to bring to the new ones.
  const running = found?.status.services.some(({ status }) => status !== 'down') ? found : null;
  if (running) await requireNothingPending(fleet, running.runtime);
  await narrator.step('write new secrets', async () => {
    for (const secret of chosen) await secret.replace(!atOnce);
  });
  if (running) {
    await putIntoForce(fleet, running.runtime, running.status, narrator);
    tellGiven(running.status, chosen, narrator);
  }
  return { rotated: chosen.map(factsOf), inForce: running !== null };
}

function choose(fleet: Fleet, secrets: readonly FoundSecret[], names: readonly string[]): readonly FoundSecret[] {
  const known = [...SECRET_KINDS, ...fleet.services.map(({ name }) => name)];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new AuroraError('no_such_secret', `${unknown.join(', ')} is neither a kind of secret nor a service.`, {
      exit: 'usage',
      details: [`Kinds: ${SECRET_KINDS.join(', ')}`, `Services: ${fleet.services.map(({ name }) => name).join(', ')}`],
      next: 'aurora secret list',
    });
  }
  const chosen = secrets.filter(({ kind, of }) => names.length === 0 || names.includes(kind) || names.includes(of));
  if (chosen.length > 0) return chosen;
  throw new AuroraError('no_secrets', `${fleet.name} has no secrets ${names.join(', ')} yet.`, {
    exit: 'notRunning',
    details: ['They are made by the first up.'],
    next: 'aurora up -d',
  });
}

/** Where `up` refuses to migrate it would stop halfway, with services that hold old passwords. */
async function requireNothingPending(fleet: Fleet, runtime: Runtime): Promise<void> {
  if (fleet.environment === DEFAULT_ENVIRONMENT) return;
  const { readMigrations } = await import('../migrate/state.ts');
  const services = await runtime.withDatabases(fleet, (databases) => readMigrations(fleet, databases));
  const behind = services.filter(({ migrations }) => migrations.some(({ state }) => state === 'pending'));
  if (behind.length === 0) return;
  const names = behind.map(({ service }) => service).join(', ');
  throw new AuroraError('migrations_pending', `The databases of ${names} are behind the code that would be started.`, {
    exit: 'failed',
    next: 'aurora up -d --migrate, then aurora secret rotate',
  });
}

/** What runs now is brought to the new secrets, each service after those it depends on. */
async function putIntoForce(fleet: Fleet, runtime: Runtime, status: FleetStatus, narrator: Narrator): Promise<void> {
  const services = status.services.filter(({ status: health }) => health !== 'down').map(({ name }) => name);
  const options = {
    services,
    detach: false,
    watch: false,
    seed: false,
    migrate: fleet.environment === DEFAULT_ENVIRONMENT,
  };
  const joined = await runtime.up(fleet, options, upJobs(runtime), narrator);
  await joined.stop();
}

/** Their own passwords are not ours to change. */
function tellGiven({ infrastructure }: FleetStatus, chosen: readonly Secret[], narrator: Narrator): void {
  if (!chosen.some(({ kind }) => kind === 'databases' || kind === 'broker' || kind === 'cache')) return;
  for (const { name, detail = '' } of infrastructure) {
    if (detail.includes('given by')) narrator.warn(`not rotated: the login of the ${name} at ${detail}`);
  }
}

function factsOf({ kind, of, what, runtime }: Secret): Omit<SecretFacts, 'madeAt'> {
  return { kind, of, what, runtime };
}
