import type { Command } from '@oclif/core/command';
import type { Edited, PlannedEdit } from './actions/edit-config.ts';
import type { Ask } from './ask.ts';
import { AuroraCommand, Flags } from './command.ts';
import type { Config } from './edit/add/addition.ts';

/** Flags of every command that changes the config. */
export const editFlags = {
  'dry-run': Flags.boolean({ description: 'write nothing; show the change of the config as a diff' }),
  generate: Flags.boolean({
    description: 'generate the code afterwards',
    default: true,
    allowNo: true,
  }),
  'allow-destructive': Flags.boolean({
    description: 'write migrations too that drop columns and tables with what is in them',
  }),
};

type Shared = { json: boolean; config?: string; 'dry-run': boolean; generate: boolean; 'allow-destructive': boolean };

/** A command that changes the config, and then the code. */
export abstract class EditCommand<T extends typeof Command> extends AuroraCommand<T> {
  /** Makes the change that `plan` thinks out, and prints what came of it after `verb`: `added`. */
  protected async edit(
    verb: string,
    plan: (config: Config, ask: Ask | undefined) => PlannedEdit | Promise<PlannedEdit>,
  ) {
    const [{ editConfig }, { describeEdit }, { askOn, isWatched }] = await Promise.all([
      import('./actions/edit-config.ts'),
      import('./actions/edit-told.ts'),
      import('./ask.ts'),
    ]);
    const flags = this.flags as Shared;
    const ask = isWatched(flags) ? askOn() : undefined;
    const edited: Edited = await editConfig(
      {
        file: flags.config,
        dryRun: flags['dry-run'],
        generate: flags.generate,
        allowDestructive: flags['allow-destructive'],
        diff: flags['dry-run'] || flags.json,
        colour: !flags.json && process.stdout.hasColors?.(),
      },
      (config) => plan(config, ask),
      this.narrator,
    );
    this.print(edited, () => describeEdit(verb, edited));
  }
}
