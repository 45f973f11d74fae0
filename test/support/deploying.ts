import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openJournal } from '../../cli/deploy/journal.ts';
import type { DeployRecord, PhaseRecord } from '../../cli/deploy/record.ts';
import { layoutOf } from '../../cli/runtimes/layout.ts';
import { until } from '../../shared/testing/index.ts';
import { withoutAurora } from './aurora.ts';
import type { Clone } from './clone.ts';

const PATIENT = { withinMs: 600_000 };

export interface Outcome {
  readonly exitCode: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: a record, or an error with its facts
  readonly said: any;
  readonly stderr: string;
}

/** A fleet that can be deployed, with a way to be there while it is. */
export interface Deploying {
  /** The CLI to its end, its JSON read. */
  aurora(...args: string[]): Promise<Outcome>;
  /** The same, exiting 0. @throws Error with all that it said */
  well(...args: string[]): Promise<DeployRecord>;
  /** The CLI, while it runs. */
  start(...args: string[]): { readonly process: ChildProcess; readonly ended: Promise<Outcome> };
  /** Resolves once the newest deploy is at a phase. */
  at(phase: PhaseRecord['name']): Promise<DeployRecord>;
  /** Newest first. */
  history(): readonly DeployRecord[];
}

export function deployingIn(clone: Clone): Deploying {
  const journal = openJournal(layoutOf(clone.root).deploys);
  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [join(clone.root, 'bin/run.js'), ...args, '--json'], {
      cwd: clone.root,
      env: { ...withoutAurora(process.env), ...clone.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
    const ended = said.then(([[exitCode], stdout, stderr]): Outcome => ({ exitCode, said: parse(stdout), stderr }));
    return { process: child, ended };
  };
  const aurora = (...args: string[]) => start(...args).ended;
  return {
    aurora,
    start,
    history: () => journal.all(),
    async well(...args) {
      const { exitCode, said, stderr } = await aurora(...args);
      if (exitCode === 0) return said;
      throw new Error(`aurora ${args.join(' ')} ended with ${exitCode}: ${JSON.stringify(said)} ${stderr}`);
    },
    at: (phase) =>
      until(async () => {
        const [record] = journal.all();
        return record?.phases.at(-1)?.name === phase && record.phases.at(-1)?.endedAt === null ? record : undefined;
      }, PATIENT),
  };
}

function parse(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    return stdout;
  }
}
