import { AuroraCommand, runtimeFlag } from '../../command.ts';

export default class DeployFinish extends AuroraCommand<typeof DeployFinish> {
  static override summary = 'Take away the versions that a deploy has replaced';
  static override description =
    'Until then they stand beside the new ones, for a rollback at once. After them goes what the schema has kept for them (contract migrations), and images beyond the ones that are kept. The next deploy does the same once its own images are there.';
  static override examples = ['<%= config.bin %> deploy finish', '<%= config.bin %> deploy finish --json'];
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ finishDeploys }, { abortable, withTerminalSignals }, { selectRunning }] = await Promise.all([
      import('../../actions/deploy/finish.ts'),
      import('../../actions/terminal-signals.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const finished = await withTerminalSignals((react) =>
      finishDeploys({ fleet, runtime, narrator: this.narrator, signal: abortable(react) }),
    );
    this.print(finished, () =>
      finished.length === 0 ? ['nothing is left of a deploy'] : finished.map(({ id }) => `${id}: finished`),
    );
  }
}
