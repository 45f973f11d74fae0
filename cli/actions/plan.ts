import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { firstScenario } from '../load/first-scenario.ts';
import type { Scenario } from '../load/scenario/contract.ts';
import { folderOf, parseScenario, readScenario } from '../load/scenario/read.ts';
import { startLoad } from '../load/start.ts';
import type { Narrator } from '../narrator.ts';
import { planCapacity } from '../plan/capacity.ts';
import type { Capacity } from '../plan/contract.ts';
import type { Figures } from '../plan/figures/contract.ts';
import { everyAction } from '../plan/figures/every-action.ts';
import { measure } from '../plan/figures/measure.ts';
import { type Counted, countedIn } from '../plan/figures/metrics.ts';
import { notMeasured } from '../plan/figures/not-measured.ts';
import { readFigures } from '../plan/figures/read.ts';
import { mixOfScenario, mixOfWeights, parseMix, type Share } from '../plan/mix.ts';
import type { FleetStatus, Runtime } from '../runtimes/contract.ts';
import { machineOf } from './load.ts';
import { loadPlan, requireDevelopment } from './load-plan.ts';
import { requireRunning } from './running.ts';

export interface PlanWish {
  readonly rps: number;
  /** What the arrivals are: a scenario of `aurora load`, or weights such as `read=80,create=20`. Neither: the first scenario. */
  readonly scenario?: string | undefined;
  readonly mix?: string | undefined;
  /** A file that `--measure` has written; absent: Aurora's own figures. */
  readonly figures?: string | undefined;
  readonly busy: number;
  readonly spare: number;
  readonly databaseCores: number;
}

/** A plan, and what it was made from. */
export interface PlanReport extends Capacity {
  readonly figures: Omit<Figures, 'actions' | 'memoryMb'>;
}

/** How many replicas of what carry a rate of arrivals, and what gives first. @throws AuroraError `bad_mix`, `bad_figures`, `unmeasured_action` … */
export function plan(fleet: Fleet, wish: PlanWish): PlanReport {
  const mix = mixOf(fleet, wish);
  const figures = readFigures(wish.figures);
  const { actions: _, memoryMb: __, ...about } = figures;
  return { ...planCapacity(fleet, { ...wish, mix }, figures), figures: about };
}

function mixOf(fleet: Fleet, { mix, scenario }: PlanWish): readonly Share[] {
  if (mix === undefined) return mixOfScenario(scenarioOf(fleet, scenario), fleet);
  const weights = parseMix(mix);
  if (weights) return mixOfWeights(weights, fleet);
  throw new AuroraError('bad_mix', `${mix} is no mix of actions.`, {
    exit: 'usage',
    details: ['It has a weight for each, and commas between them.'],
    next: 'aurora plan --mix read=80,page=15,create=5 --rps …',
  });
}

/** What people do by the first scenario where none is named, written or not. */
function scenarioOf(fleet: Fleet, name: string | undefined): Scenario {
  if (name !== undefined || existsSync(join(folderOf(fleet), 'first.yaml')))
    return readScenario(fleet, name ?? 'first');
  return parseScenario(firstScenario(fleet), join(folderOf(fleet), 'first.yaml'), fleet);
}

/** The share of arrivals without an answer that makes figures those of something else. */
const TOO_MANY = 0.02;

export interface MeasureWish {
  readonly scenario?: string | undefined;
  readonly rate: number;
  readonly seconds: number;
  readonly out: string;
  readonly allowEnvironment: boolean;
}

/** Measures what a replica of each kind takes for each kind of action. @throws AuroraError `several_replicas`, `not_measured` … */
export async function measureReplicas(
  fleet: Fleet,
  runtime: Runtime,
  wish: MeasureWish,
  narrator: Narrator,
  signal: AbortSignal,
): Promise<Figures> {
  if (!wish.allowEnvironment) requireDevelopment(fleet);
  const status = await requireRunning(fleet, runtime);
  requireOneOfEach(status);
  const scenario =
    wish.scenario === undefined
      ? parseScenario(everyAction(fleet), 'every action', fleet)
      : readScenario(fleet, wish.scenario);
  const { rate, seconds, out } = wish;
  const load = Number(((loadavg()[0] ?? 0) / availableParallelism()).toFixed(1));
  if (load > 1)
    narrator.warn(`The machine is busy otherwise (load ${load} of each processor): the figures will be too high.`);
  const found = await narrator.step('measure', (step) =>
    measure({
      services: fleet.services,
      scenario,
      rate,
      seconds,
      count: () => countsOf(status),
      pause: (ms) => pause(ms, undefined, { signal }),
      began: (action) => step.note(action),
      send: async (one, hear) => {
        const action = one.actions[0]?.name ?? one.name;
        const { generator, total, stopped, errors } = await startLoad(await loadPlan(fleet, status, one), signal, {
          second: hear,
          healed: () => undefined,
        });
        if (stopped) throw new AuroraError('interrupted', 'The measurement was stopped.', { exit: 'interrupted' });
        // That arrivals came late does not matter: it is counted what they took, not how long.
        const lost = total.errors + generator.dropped;
        if (lost > TOO_MANY * total.count) {
          throw notMeasured(action, rate, `${lost} of ${total.count} failed, ${errors[0]?.kind ?? 'not sent'}`);
        }
      },
    }),
  );
  const { database, broker } = fleet.infrastructure;
  const machine = { ...machineOf(runtime), database: database.engine, broker: broker.engine };
  const figures: Figures = {
    version: 1,
    measuredAt: new Date().toISOString(),
    fleet: fleet.name,
    machine,
    rate,
    seconds,
    traces: fleet.observability.traces.sample,
    load,
    ...found,
  };
  await writeFile(out, `${JSON.stringify(figures, null, 2)}\n`);
  return figures;
}

async function countsOf({ services }: FleetStatus): Promise<ReadonlyMap<string, Counted>> {
  const all = services.map(async ({ name, url }): Promise<[string, Counted]> => {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) });
    const counted = countedIn(response.ok ? await response.text() : '');
    if (counted) return [name, counted];
    throw new AuroraError(
      'no_metrics',
      `${name} does not tell its metrics: ${url}/metrics answers ${response.status}.`,
      {
        exit: 'failed',
        next: 'measure on the machine where the fleet runs',
      },
    );
  });
  return new Map(await Promise.all(all));
}

/** One would be counted, and all would have worked. */
function requireOneOfEach({ services }: FleetStatus): void {
  const several = services.filter(({ instances }) => instances.filter(({ live = true }) => live).length > 1);
  if (several.length === 0) return;
  throw new AuroraError(
    'several_replicas',
    `Figures are of one replica: ${several.map(({ name }) => name).join(', ')} has several.`,
    {
      exit: 'usage',
      next: 'measure on the process runtime: aurora up -d --isolated --runtime process',
    },
  );
}
