import { type Layout, logFile } from '../../layout.ts';
import { readiness } from '../../readiness.ts';
import { bundleFinder } from '../bundles/manifest.ts';
import type { ServiceSpec } from '../control/protocol.ts';
import { ENDING_OF_SERVICE } from '../process-group.ts';
import type { ProcessRecord } from '../record.ts';
import { Child, type Command } from './child.ts';
import { Gate } from './gate.ts';
import type { Guardian } from './guardian.ts';
import type { Launched, Recipe } from './launched.ts';
import type { Spare } from './spare.ts';

/** How often a service is asked whether it is ready, once it has said that it listens. */
const ASK_EVERY_MS = 15;
/** One that has said nothing yet mostly still loads, and that is what the processor is for. */
const ASK_SILENT_EVERY_MS = 50;

/** What every process of the fleet shares. */
export interface Surroundings {
  readonly guardian: Guardian;
  readonly record: ProcessRecord;
  readonly layout: Layout;
}

/** Megabytes of each half of the young generation. Node takes up to 16, and keeps them when a busy moment is over. */
const FRUGAL = '--max-semi-space-size=2';
/** A gateway under load needs a tenth less of a processor so, and as much memory (docs/benchmarks.md). */
const GENEROUS = '--max-semi-space-size=16';

/** How a service is begun: Node on its code, waiting at its gate. */
export function serviceRecipe(spec: ServiceSpec, surroundings: Surroundings, spare: Spare): Recipe {
  const launch = async (): Promise<Launched> => {
    const command = serviceCommand(spec, surroundings.layout);
    const child = spare.take(command) ?? new Child(command, surroundings);
    const gate = new Gate(child);
    return {
      child,
      open: () => gate.open(),
      untilReady: (signal) => untilReady(spec.port, gate, signal),
      get gated() {
        return gate.loaded;
      },
      loaded: gate.untilLoaded,
    };
  };
  return { name: spec.name, launch };
}

/** What runs where no bundle does: the next change may come at any moment, so no hash tells it apart. */
const SOURCES = 'sources';

export function serviceCommand(spec: ServiceSpec, layout: Layout): Command {
  // Its bundle, or its sources as long as they are newer.
  const bundle = bundleFinder(layout)(spec.name);
  const program = bundle === undefined ? [spec.main] : ['--enable-source-maps', bundle.file];
  return {
    name: spec.name,
    file: process.execPath,
    arguments: [spec.isBusy ? GENEROUS : FRUGAL, ...program],
    folder: spec.folder,
    environment: {
      ...process.env,
      NODE_COMPILE_CACHE: layout.compileCache,
      ...spec.environment,
      SERVICE_BUILD: bundle?.build ?? SOURCES,
      AURORA_START_GATE: '1',
    },
    log: logFile(layout.logs, spec.name),
    ending: ENDING_OF_SERVICE,
    channel: true,
  };
}

async function untilReady(port: number, gate: Gate, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    if (gate.mayAnswer && (await readiness(port)).accepting) break;
    await gate.pause(gate.listening ? ASK_EVERY_MS : ASK_SILENT_EVERY_MS, signal);
  }
  signal.throwIfAborted();
}
