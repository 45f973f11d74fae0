import type { Fleet, Service } from '../../config/model.ts';
import type { PlannedFile } from '../contract.ts';
import type { KnownOutputs, Output } from '../known-outputs.ts';
import type { Template } from '../templates/load.ts';
import { planClient } from './client.ts';
import { viewAsyncApi } from './contracts/async-api.ts';
import { type Break, type Contracts, contractsOf } from './contracts/contracts.ts';
import { planContracts } from './contracts/plan.ts';
import { assertDistinctPaths } from './distinct.ts';
import { type History, planMigrations } from './migrations.ts';
import { planOutput } from './output.ts';
import { renderedFile } from './planned-file.ts';
import { scopesOf } from './scopes.ts';
import { fillTarget, variablesOf } from './target.ts';
import { viewFirstJourney } from './view/first-journey.ts';
import { viewWholeFleet } from './view/fleet.ts';
import { viewPackage } from './view/package.ts';

export interface FleetPlan {
  /** Sorted by path. */
  readonly files: readonly PlannedFile[];
  readonly notes: readonly string[];
  /** What of it would break those who listen to events: then none of it may be written. */
  readonly breaks: readonly Break[];
  /** What of databases goes with all that is in it: only who allows it may have it written. */
  readonly losses: readonly Loss[];
  /** What came of each service, for the next run to know. */
  readonly outputs: readonly Output[];
}

/** What a service's migrations take away. */
export interface Loss {
  readonly service: string;
  /** `column orders.total`, `table orders`. */
  readonly what: string;
  /** How many rows lose what. */
  readonly from: string;
}

/** Pure: the same fleet, templates and history give the same bytes. */
export function planFleet(
  fleet: Fleet,
  templates: readonly Template[],
  history: History,
  known?: KnownOutputs,
): FleetPlan {
  const contracts = contractsOf(fleet, history);
  const plans = fleet.services.map((service) => planService(fleet, service, templates, contracts, history, known));
  const client = planClient(fleet, templates, known);
  const whole = [...planWhole(fleet, templates, contracts, history), ...client.flatMap((output) => output.files)];
  const files = [...whole, ...plans.flatMap((plan) => plan.files)].sort((a, b) => (a.path < b.path ? -1 : 1));
  assertDistinctPaths(files);
  const outputs = [...plans.map(({ output }) => output), ...client];
  const notes = [...plans.flatMap((plan) => plan.notes), ...notesOnGone(fleet, history)];
  return {
    files,
    notes,
    breaks: plans.flatMap(({ breaks }) => breaks),
    losses: plans.flatMap(({ losses }) => losses),
    outputs,
  };
}

/** Databases are nobody's to drop but whoever runs them. */
function notesOnGone({ services }: Fleet, { model }: History): string[] {
  const gone = model?.services.filter(({ kind, name }) => {
    return (kind === 'domain' || kind === 'file') && !services.some((service) => service.name === name);
  });
  return (gone ?? []).map(
    ({ name }) => `${name} is gone: its migrations stay in migrations/${name}, its data in its database`,
  );
}

/** Where a fleet that owns something has a first journey. */
const JOURNEYS = 'test/e2e/journeys/';

/** Files of the fleet as a whole. */
function planWhole(
  fleet: Fleet,
  templates: readonly Template[],
  contracts: Contracts,
  { dependency }: History,
): PlannedFile[] {
  const view = {
    fleet: viewWholeFleet(fleet),
    package: viewPackage(dependency),
    asyncapi: viewAsyncApi(fleet, contracts),
    journey: viewFirstJourney(fleet),
  };
  return templates
    .filter(({ set, target }) => set === 'fleet' && (view.journey || !target.startsWith(JOURNEYS)))
    .map(({ id, target, render }) => renderedFile(target, id, render(view)));
}

interface ServicePlan {
  readonly files: readonly PlannedFile[];
  readonly notes: readonly string[];
  readonly breaks: readonly Break[];
  readonly losses: readonly Loss[];
  readonly output: Output;
}

function planService(
  fleet: Fleet,
  service: Service,
  all: readonly Template[],
  contracts: Contracts,
  history: History,
  known: KnownOutputs | undefined,
): ServicePlan {
  const templates = all.filter(({ set }) => set === 'service' || set === service.kind);
  const migrations = templates.filter(({ target }) => target.startsWith('migrations/'));
  const ofEvents = templates.filter(({ target }) => variablesOf(target).includes('event'));
  const sources = templates.filter((template) => !migrations.includes(template) && !ofEvents.includes(template));
  const { view, scopes } = scopesOf(fleet, service, contracts);
  const renderings = sources.flatMap((template) =>
    scopes(template.target).map(({ values, view }) => ({ template, path: fillTarget(template.target, values), view })),
  );
  const output = planOutput(service.name, view, renderings, known);
  const told = planContracts(contracts.by(service.name), ofEvents);
  const files = [...output.files, ...told.files];
  // What the last run saw of the service is what there is now, so it has no migrations to begin with, nor to be told of.
  if (output.isKnown) return { ...told, files, notes: [], losses: [], output };
  const { files: emitted, notes, losses } = planMigrations(service, scopes, migrations, history);
  return {
    ...told,
    files: [...files, ...emitted],
    notes,
    losses: losses.map((loss) => ({ service: service.name, ...loss })),
    output,
  };
}
