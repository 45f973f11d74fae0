import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { lookBeside } from '../load/beside.ts';
import { firstScenario } from '../load/first-scenario.ts';
import { readBaseline, writeReport } from '../load/result/baseline.ts';
import { compare } from '../load/result/compare.ts';
import type { Machine, Report } from '../load/result/report.ts';
import type { Phase, Scenario } from '../load/scenario/contract.ts';
import { folderOf, readScenario } from '../load/scenario/read.ts';
import { startLoad } from '../load/start.ts';
import type { Narrator } from '../narrator.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { lastsMs, loadPlan, requireDevelopment } from './load-plan.ts';
import { requireRunning } from './running.ts';

export interface LoadWish {
  readonly scenario: string;
  /** Instead of the scenario's phases: arrivals a second, and how long. */
  readonly rate?: number | undefined;
  readonly durationMs?: number | undefined;
  readonly out?: string | undefined;
  readonly baseline?: string | undefined;
  readonly saveBaseline?: string | undefined;
  readonly tolerance: number;
  readonly allowEnvironment: boolean;
}

/** Puts the running fleet under the load of a scenario, and says what came of it. @throws AuroraError `not_development`, `interrupted` … */
export async function load(
  fleet: Fleet,
  runtime: Runtime,
  wish: LoadWish,
  narrator: Narrator,
  signal: AbortSignal,
): Promise<Report> {
  if (!wish.allowEnvironment) requireDevelopment(fleet);
  const scenario = wished(readScenario(fleet, wish.scenario), wish);
  const about = {
    scenario: scenario.name,
    fingerprint: createHash('sha256').update(JSON.stringify(scenario)).digest('hex').slice(0, 16),
    machine: machineOf(runtime),
  };
  const before = wish.baseline === undefined ? undefined : readBaseline(wish.baseline, about);
  const status = await requireRunning(fleet, runtime);
  const plan = await loadPlan(fleet, status, scenario);
  const { origin } = plan;
  const lasts = lastsMs(scenario);
  const done = lookBeside(fleet, runtime);
  const measured = await narrator.step(`load ${scenario.name} on ${origin}`, (step) =>
    startLoad(plan, signal, {
      healed: (count) => narrator.warn(`Removed ${count} things that a run that was killed had left.`),
      second: ({ second, phase, asked, finished, errors, dropped, p99 }) =>
        step.note(
          `${second + 1} of ${Math.round(lasts / 1000)} s, ${phase}: ${asked}/s asked, ${finished} done, p99 ${p99 === null ? '–' : `${p99.toFixed(1)} ms`}, ${errors} errors${dropped > 0 ? `, ${dropped} dropped` : ''}`,
        ),
    }),
  );
  const comparison = before ? compare(wish.baseline as string, before, measured, wish.tolerance) : null;
  const passed =
    measured.generator.failed === null &&
    measured.total.count > 0 &&
    measured.data.left.length === 0 &&
    measured.thresholds.every(({ held }) => held) &&
    !comparison?.worse;
  const report: Report = { ...about, target: origin, ...measured, services: await done(), comparison, passed };
  if (wish.out) await writeReport(join(wish.out, `${scenario.name}.json`), report);
  if (wish.saveBaseline && (measured.stopped ?? measured.generator.failed) !== null) {
    narrator.warn(`${wish.saveBaseline} is not written: a run that did not keep to its schedule is no baseline.`);
  } else if (wish.saveBaseline) await writeReport(wish.saveBaseline, report);
  return report;
}

/** Writes a first scenario. @throws AuroraError `scenario_there` */
export async function initLoad(fleet: Fleet, name: string): Promise<string> {
  const file = join(folderOf(fleet), `${name}.yaml`);
  await mkdir(folderOf(fleet), { recursive: true });
  try {
    await writeFile(file, firstScenario(fleet), { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new AuroraError('scenario_there', `${file} is there already.`, {
      exit: 'usage',
      next: `aurora load ${name}`,
      cause,
    });
  }
  return file;
}

/** A rate takes the place of all phases, a duration that of theirs. */
function wished(scenario: Scenario, { rate, durationMs }: LoadWish): Scenario {
  if (rate === undefined && durationMs === undefined) return scenario;
  const last = scenario.phases.at(-1) as Phase;
  const phase = rate === undefined ? last : { ...last, from: rate, to: rate, steps: 0 };
  return { ...scenario, phases: [{ ...phase, name: 'asked', durationMs: durationMs ?? last.durationMs }] };
}

/** What a run was measured on. */
export function machineOf(runtime: Runtime): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    runtime: runtime.name,
  };
}
