import { AuroraCommand, Flags, runtimeFlag } from '../command.ts';

export default class Status extends AuroraCommand<typeof Status> {
  static override summary = 'Show what is running';
  static override description = 'Exits 0 when every service is ready, 1 when one is not, 4 when nothing runs here.';
  static override examples = ['<%= config.bin %> status', '<%= config.bin %> status --json --usage'];
  static override flags = {
    runtime: runtimeFlag(),
    usage: Flags.boolean({
      description: 'measure what containers take for a second; people are always told, programs when they ask',
      allowNo: true,
    }),
  };

  async run(): Promise<void> {
    const [{ requireRunning }, { selectRunning }, { statusTable }] = await Promise.all([
      import('../actions/running.ts'),
      import('../runtimes/select.ts'),
      import('../observe/status-table.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const status = await requireRunning(fleet, runtime, { usage: this.flags.usage ?? !this.flags.json });
    this.print(status, () => [`${status.fleet} on ${status.runtime}`, ...statusTable(status)]);
    if (status.services.some(({ status: health }) => health !== 'ready')) this.exitWith('failed');
  }
}
