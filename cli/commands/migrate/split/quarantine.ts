import { Args, AuroraCommand, Flags, runtimeFlag } from '../../../command.ts';

export default class MigrateSplitQuarantine extends AuroraCommand<typeof MigrateSplitQuarantine> {
  static override summary = 'Show rows of the old database that did not fit';
  static override examples = [
    '<%= config.bin %> migrate split quarantine',
    '<%= config.bin %> migrate split quarantine orders --limit 5 --json',
  ];
  static override args = { mapping: Args.string({ description: 'only of this mapping [default: all]' }) };
  static override flags = {
    runtime: runtimeFlag(),
    limit: Flags.integer({ description: 'rows of each mapping', default: 20, min: 1 }),
  };

  async run(): Promise<void> {
    const [{ splitQuarantine }, { keptLines }, { selectRunning }] = await Promise.all([
      import('../../../actions/split-quarantine.ts'),
      import('../../../split/report/lines.ts'),
      import('../../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const rows = await splitQuarantine(fleet, runtime, { mapping: this.args.mapping, limit: this.flags.limit });
    this.print(rows, () => keptLines(rows));
  }
}
