import type { Interfaces } from '@oclif/core';
import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import type { Fleet } from './config/model.ts';
import { type ExitName, exitCodes } from './errors.ts';
import type { Narrator } from './narrator.ts';
import { selectNarrator } from './narrators/select.ts';

export { Args, Flags };

/** For the commands that act on a runtime: `static override flags = { runtime: runtimeFlag() }`. */
export const runtimeFlag = Flags.option({
  options: ['auto', 'process', 'docker', 'swarm'] as const,
  description: 'where the fleet runs',
  env: 'AURORA_RUNTIME',
  helpGroup: 'GLOBAL',
});

type FlagsOf<T extends typeof Command> = Interfaces.InferredFlags<(typeof AuroraCommand)['baseFlags'] & T['flags']>;
type ArgsOf<T extends typeof Command> = Interfaces.InferredArgs<T['args']>;

/**
 * What every command is made of: flags in, one action called, a result out.
 * Import the action inside `run()` (`await import('../actions/up.ts')`): help and completion read every command, and need none of the actions.
 *
 *     export default class Status extends AuroraCommand<typeof Status> {
 *       static override summary = 'Show what is running';
 *       static override examples = ['<%= config.bin %> status --json'];
 *       static override flags = { runtime: runtimeFlag() };
 *       async run(): Promise<void> { … this.flags.runtime … }
 *     }
 */
export abstract class AuroraCommand<T extends typeof Command> extends Command {
  static override baseFlags = {
    json: Flags.boolean({ description: 'print JSON on stdout and no progress', helpGroup: 'GLOBAL' }),
    config: Flags.string({
      description: 'the config file [default: aurora.config.yaml here or above]',
      env: 'AURORA_CONFIG',
      helpGroup: 'GLOBAL',
      helpValue: 'FILE',
    }),
    env: Flags.string({
      description: 'the environment whose overlay applies [default: development]',
      env: 'AURORA_ENV',
      helpGroup: 'GLOBAL',
      helpValue: 'NAME',
    }),
  };

  protected flags!: FlagsOf<T>;
  protected args!: ArgsOf<T>;
  #narrator: Narrator | undefined;

  override async init(): Promise<void> {
    await super.init();
    const { flags, args } = await this.parse({
      flags: this.ctor.flags,
      baseFlags: (super.ctor as typeof AuroraCommand).baseFlags,
      args: this.ctor.args,
      strict: this.ctor.strict,
    }).catch(async (cause: Error) => {
      const { usageError } = await import('./usage-error.ts');
      throw usageError(cause, this.id);
    });
    this.flags = flags as FlagsOf<T>;
    this.args = args as ArgsOf<T>;
  }

  /** Errors go to bin/run.js as they are: the one place that prints them. */
  override async catch(error: Error): Promise<never> {
    throw error;
  }

  /** Where the action tells what it is doing. */
  protected get narrator(): Narrator {
    this.#narrator ??= selectNarrator({ json: this.flags.json });
    return this.#narrator;
  }

  /** The fleet of the config file that the flags, the environment or the current folder name. */
  protected async fleet(): Promise<Fleet> {
    const { loadFleet } = await import('./config/load.ts');
    return loadFleet({ file: this.flags.config, environment: this.flags.env });
  }

  /** The result, once: one JSON document with `--json`, else the lines, which are only made when they are shown. */
  protected print(result: unknown, lines: () => readonly string[]): void {
    const text = this.flags.json ? JSON.stringify(result, null, 2) : lines().join('\n');
    if (text !== '') process.stdout.write(`${text}\n`);
  }

  /** One of many results, as they come: a line of JSON each with `--json`, so that pipes can follow. */
  protected emit(record: unknown, line: () => string): void {
    process.stdout.write(`${this.flags.json ? JSON.stringify(record) : line()}\n`);
  }

  /** For a check that says no without an error: what it found is already printed. */
  protected exitWith(name: ExitName): void {
    process.exitCode = exitCodes[name].code;
  }
}
