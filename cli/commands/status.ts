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
    const [{ notRunning }, { findRunning, selectRuntime }, { statusTable }] = await Promise.all([
      import('../runtimes/not-running.ts'),
      import('../runtimes/select.ts'),
      import('../observe/status-table.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime, usage = !this.flags.json } = this.flags;
    // Asked once: a service that hangs lets each who asks wait.
    const running = await findRunning(fleet, runtime, { usage });
    if (!running) {
      // That it could not run here comes first.
      await selectRuntime(fleet, runtime);
      throw notRunning(fleet);
    }
    const { status } = running;
    this.print(status, () => [`${status.fleet} on ${status.runtime}`, ...statusTable(status)]);
    if (status.services.some(({ status: health }) => health !== 'ready')) this.exitWith('failed');
  }
}
