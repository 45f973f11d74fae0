import type { FileChange, Generation } from '../actions/generate.ts';
import { AuroraCommand, Flags } from '../command.ts';
import type { ChangeAction } from '../generate/contract.ts';

export default class Generate extends AuroraCommand<typeof Generate> {
  static override summary = 'Write the code that the config asks for, and keep your edits';
  static override description =
    'The code is the same in every environment, so --env has no say in it. Exits 1 if edits and output collide.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --check',
    '<%= config.bin %> <%= command.id %> --diff',
    '<%= config.bin %> <%= command.id %> --dry-run --json',
  ];
  static override flags = {
    check: Flags.boolean({
      description: 'write nothing; exit 1 and list what drifted',
      exclusive: ['diff', 'dry-run'],
    }),
    diff: Flags.boolean({ description: 'write nothing; show the changes as a diff', exclusive: ['check', 'dry-run'] }),
    'dry-run': Flags.boolean({ description: 'write nothing; list what would be written and removed, and why' }),
  };

  async run(): Promise<void> {
    const actions = await import('../actions/generate.ts');
    const config = { file: this.flags.config };
    if (this.flags.check) return this.#check(await actions.findDrift(config));
    if (this.flags['dry-run']) return this.#list(await actions.previewGeneration(config));
    if (this.flags.diff) {
      const diff = await actions.diffGeneration(config, { colour: !this.flags.json && process.stdout.hasColors?.() });
      return this.print({ diff }, () => diff.trimEnd().split('\n'));
    }
    const result = await actions.generate(config, this.narrator);
    this.print(result, () => [
      ...result.changes.filter(({ action }) => NOTEWORTHY.has(action)).map(line),
      ...result.notes,
      summary(result),
    ]);
  }

  #check(drift: Generation): void {
    this.print(drift, () =>
      drift.changes.length === 0
        ? ['nothing drifted']
        : [...drift.changes.map(line), `${drift.changes.length} drifted: aurora generate brings them in line`],
    );
    if (drift.changes.length > 0) this.exitWith('failed');
  }

  #list(preview: Generation): void {
    this.print(preview, () => [...preview.changes.map(line), ...preview.notes, summary(preview)]);
  }
}

function line({ path, action, because }: FileChange): string {
  return `${action.padEnd(9)}  ${path}  (${because})`;
}

/** What a developer would want to look at after a run; `--dry-run` lists everything. */
const NOTEWORTHY = new Set<ChangeAction>(['overwrite', 'merge', 'orphan', 'absent']);

function summary({ changes, unchanged }: Generation): string {
  const counts = Map.groupBy(changes, ({ action }) => action);
  const parts = [...counts].map(([action, files]) => `${files.length} ${PAST[action]}`);
  return [...parts, `${unchanged} unchanged`].join(', ');
}

const PAST = {
  create: 'created',
  update: 'updated',
  overwrite: 'overwritten',
  merge: 'merged',
  remove: 'removed',
  conflict: 'in conflict',
  orphan: 'left behind with edits',
  absent: 'deleted by you',
} as const;
