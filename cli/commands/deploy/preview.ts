import { AuroraCommand, runtimeFlag } from '../../command.ts';
import { table } from '../../table.ts';

export default class DeployPreview extends AuroraCommand<typeof DeployPreview> {
  static override summary = 'Look at the versions that stand beside those that serve';
  static override description =
    'Prints an address on this machine for each, and keeps them open until Ctrl-C; until then nobody else changes the fleet.';
  static override examples = ['<%= config.bin %> deploy preview', '<%= config.bin %> deploy preview --json'];
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ preview }, { abortable, withTerminalSignals }, { selectRunning }] = await Promise.all([
      import('../../actions/deploy/preview.ts'),
      import('../../actions/terminal-signals.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    await withTerminalSignals((react) =>
      preview({ fleet, runtime, narrator: this.narrator, signal: abortable(react) }, (previews) =>
        this.print(previews, () =>
          table(
            ['SERVICE', 'VERSION', 'LOOK AT IT HERE'],
            previews.map(({ service, colour, version, url }) => [service, `${colour} ${version}`, url]),
          ),
        ),
      ),
    );
  }
}
