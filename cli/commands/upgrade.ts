import { describeChange, describeRun } from '../actions/generate-told.ts';
import type { Upgrade as Result } from '../actions/upgrade.ts';
import { AuroraCommand, Flags } from '../command.ts';

export default class Upgrade extends AuroraCommand<typeof Upgrade> {
  static override summary = 'Bring the fleet what a newer Aurora has, and keep your edits';
  static override description =
    'Install the newer package first. Templates, shared/, the launcher and the files of the root are merged with what you wrote; exits 1 if both meet in the same lines.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --check',
    '<%= config.bin %> <%= command.id %> --diff',
    '<%= config.bin %> <%= command.id %> --dry-run --json',
  ];
  static override flags = {
    check: Flags.boolean({
      description: 'write nothing; exit 1 if there is something to upgrade',
      exclusive: ['diff', 'dry-run'],
    }),
    diff: Flags.boolean({ description: 'write nothing; show the changes as a diff', exclusive: ['check', 'dry-run'] }),
    'dry-run': Flags.boolean({ description: 'write nothing; list what would be written and removed, and why' }),
    force: Flags.boolean({ description: 'even if changes are in no commit, or there is no git repository' }),
  };

  async run(): Promise<void> {
    const actions = await import('../actions/upgrade.ts');
    const config = { file: this.flags.config };
    if (this.flags.diff) {
      const diff = await actions.diffUpgrade(config, { colour: !this.flags.json && process.stdout.hasColors?.() });
      return this.print({ diff }, () => diff.trimEnd().split('\n'));
    }
    if (this.flags.check || this.flags['dry-run']) {
      const preview = await actions.previewUpgrade(config);
      const open = preview.changes.length > 0;
      this.print(preview, () => [
        versions(preview),
        ...preview.changes.map(describeChange),
        ...preview.notes,
        ...(open ? ['next: aurora upgrade'] : []),
      ]);
      if (this.flags.check && open) this.exitWith('failed');
      return;
    }
    const done = await actions.upgrade(config, { force: this.flags.force }, this.narrator);
    this.print(done, () => [versions(done), ...describeRun(done), ...done.todo.map((line) => `next: ${line}`)]);
  }
}

function versions({ from, to, changes }: Result): string {
  if (from === to) return changes.length > 0 ? `${to}, with changes` : `${to}: up to date`;
  return from === null ? to : `${from} → ${to}`;
}
