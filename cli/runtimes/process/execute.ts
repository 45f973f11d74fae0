import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import type { UpOptions } from '../contract.ts';
import type { Databases } from '../databases.ts';
import type { UpJobs } from '../jobs.ts';
import { requireFreePorts } from '../ports/require-free.ts';
import { bundle } from './bundles/bundle.ts';
import type { Control } from './control/client.ts';
import { lent, provision } from './databases/provision.ts';
import { migrate } from './migrate.ts';
import type { UpStep } from './plan.ts';
import type { Prepared } from './prepare.ts';

export interface Execution {
  readonly fleet: Fleet;
  readonly options: Pick<UpOptions, 'migrate'>;
  readonly jobs: UpJobs;
  readonly narrator: Narrator;
  readonly control: Control;
  readonly prepared: Prepared;
  /** Services that were started, to be stopped again if something else fails. */
  readonly begun: Set<string>;
}

/** Carries out the steps of a plan, one at a time or several at once. */
export function executor(execution: Execution): (step: UpStep) => Promise<void> {
  const { fleet, options, jobs, narrator, control, prepared, begun } = execution;
  const { load, databases } = prepared;
  const own = new Set(load.services.map(({ name }) => name));
  const services = databases.flatMap(({ service }) => (service !== null && own.has(service) ? [service] : []));
  let owners: Promise<Databases> | undefined;
  const lend = () => {
    owners ??= lent(databases);
    return owners;
  };

  return async ({ title, action }) => {
    switch (action.kind) {
      case 'bundle':
        return narrator.step(title, () => bundle(fleet, narrator));
      case 'load':
        return control.order('POST /load', load);
      case 'postgres':
        return narrator.step(title, () => control.order('POST /postgres', load.postgres));
      case 'databases':
        return narrator.step(title, () => provision(databases, load.postgres));
      case 'migrate':
        return migrate({ fleet, services, databases: await lend(), allowed: options.migrate, jobs, narrator });
      case 'start':
        begun.add(action.service);
        return narrator.step(title, () => start(execution, action.service));
      case 'replace': {
        const spec = specOf(prepared, action.service);
        return narrator.step(title, () => control.order('POST /replace', { name: action.service, spec }));
      }
      case 'stop':
        return narrator.step(title, () => control.order('POST /remove', { name: action.service }));
      case 'seed': {
        const job = await jobs.seeds(fleet, action.service, await lend());
        return job?.run(narrator);
      }
    }
  };
}

async function start({ control, prepared }: Execution, name: string): Promise<void> {
  try {
    await control.order('POST /start', { name });
  } catch (error) {
    // Somebody may have taken the port since it was looked at: that says more than the service's last words.
    await requireFreePorts([specOf(prepared, name)]);
    throw error;
  }
}

function specOf({ load }: Prepared, name: string) {
  const spec = load.services.find((each) => each.name === name);
  if (!spec) throw new RangeError(`${name} is not in the plan`);
  return spec;
}
