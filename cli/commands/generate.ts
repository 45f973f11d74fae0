import type { Generation } from '../actions/generate.ts';
import { describeChange, describePreview, describeRun } from '../actions/generate-told.ts';
import { AuroraCommand, Flags } from '../command.ts';

export default class Generate extends AuroraCommand<typeof Generate> {
  static override summary = 'Write the code that the config asks for, and keep your edits';
  static override description =
    'The code is the same in every environment, so --env has no say in it. Exits 1 if edits and output collide.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --check',
    '<%= config.bin %> <%= command.id %> --diff',
    '<%= config.bin %> <%= command.id %> --dry-run --json',
    '<%= config.bin %> <%= command.id %> --allow-destructive',
  ];
  static override flags = {
    check: Flags.boolean({
      description: 'write nothing; exit 1 and list what drifted',
      exclusive: ['diff', 'dry-run'],
    }),
    diff: Flags.boolean({ description: 'write nothing; show the changes as a diff', exclusive: ['check', 'dry-run'] }),
    'dry-run': Flags.boolean({ description: 'write nothing; list what would be written and removed, and why' }),
    'allow-destructive': Flags.boolean({
      description: 'write migrations too that drop columns and tables with what is in them',
    }),
  };

  async run(): Promise<void> {
    const actions = await import('../actions/generate.ts');
    const config = { file: this.flags.config };
    const options = { allowDestructive: this.flags['allow-destructive'] };
    if (this.flags.check) return this.#check(await actions.findDrift(config));
    if (this.flags['dry-run']) {
      const preview = await actions.previewGeneration(config);
      return this.print(preview, () => describePreview(preview));
    }
    if (this.flags.diff) {
      const diff = await actions.diffGeneration(config, { colour: !this.flags.json && process.stdout.hasColors?.() });
      return this.print({ diff }, () => diff.trimEnd().split('\n'));
    }
    const result = await actions.generate(config, this.narrator, options);
    this.print(result, () => describeRun(result));
  }

  #check(drift: Generation): void {
    this.print(drift, () =>
      drift.changes.length === 0
        ? ['nothing drifted']
        : [
            ...drift.changes.map(describeChange),
            `${drift.changes.length} drifted: aurora generate brings them in line`,
          ],
    );
    if (drift.changes.length > 0) this.exitWith('failed');
  }
}
