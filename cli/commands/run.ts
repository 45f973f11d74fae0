import { Args, AuroraCommand, Flags, runtimeFlag } from '../command.ts';

export default class Run extends AuroraCommand<typeof Run> {
  static override summary = 'Run one service in front, with the databases it needs';
  static override description =
    'Its output is on this terminal, Ctrl-C ends it. In a running fleet it takes the place of the supervised one for as long. Exits as the service does.';
  static override examples = ['<%= config.bin %> run orders-service'];
  static override args = { service: Args.string({ description: 'which', required: true }) };
  static override flags = {
    runtime: runtimeFlag(),
    migrate: Flags.boolean({ description: 'apply its pending migrations; in development they always are' }),
  };

  async run(): Promise<void> {
    const [{ requireServices }, { upJobs }, { selectRunning }] = await Promise.all([
      import('../actions/running.ts'),
      import('../actions/up-jobs.ts'),
      import('../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { service } = this.args;
    requireServices(fleet, [service]);
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const migrate = this.flags.migrate || fleet.environment === 'development';
    process.exitCode = await runtime.run(fleet, service, { migrate }, upJobs(runtime), this.narrator);
  }
}
