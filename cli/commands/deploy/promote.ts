import { AuroraCommand, runtimeFlag } from '../../command.ts';

export default class DeployPromote extends AuroraCommand<typeof DeployPromote> {
  static override summary = 'Go on with a deploy that waits before its cutover';
  static override description =
    'What stands beside the versions that serve is looked at once more, then gets the requests. Exits 0 when it serves all of them; otherwise the versions of before do.';
  static override examples = ['<%= config.bin %> deploy promote', '<%= config.bin %> deploy promote --json'];
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ promote }, { abortable, withTerminalSignals }, { selectRunning }, { resultLines }] = await Promise.all([
      import('../../actions/deploy/carry-on.ts'),
      import('../../actions/terminal-signals.ts'),
      import('../../runtimes/select.ts'),
      import('../../deploy/lines.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const record = await withTerminalSignals((react) =>
      promote({ fleet, runtime, narrator: this.narrator, signal: abortable(react) }),
    );
    this.print(record, () => resultLines(record));
  }
}
