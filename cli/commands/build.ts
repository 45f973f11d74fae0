import { AuroraCommand, Flags } from '../command.ts';
import { table } from '../table.ts';

export default class Build extends AuroraCommand<typeof Build> {
  static override summary = 'Build the images of services, where their sources have changed';
  static override description =
    'A tag is the hash of all that goes into its image, so what is unchanged is not built again. `aurora up` on Docker builds by itself what it needs.';
  static override examples = [
    '<%= config.bin %> build',
    '<%= config.bin %> build api-gateway',
    '<%= config.bin %> build --push',
  ];
  static override strict = false;
  static override usage = 'build [SERVICE...] [flags]';
  static override flags = {
    push: Flags.boolean({ description: 'push them to the registry that the config names' }),
  };

  async run(): Promise<void> {
    const [{ build }, { abortable, withTerminalSignals }] = await Promise.all([
      import('../actions/build.ts'),
      import('../actions/terminal-signals.ts'),
    ]);
    const fleet = await this.fleet();
    const { argv } = await this.parse(Build);
    const built = await withTerminalSignals((react) =>
      build(fleet, { services: argv as string[], push: this.flags.push, signal: abortable(react) }, this.narrator),
    );
    const rows = built.map(({ service, tag, state, pushed }) => [service, pushed ? `${state}, pushed` : state, tag]);
    this.print({ images: built }, () => table(['SERVICE', 'STATE', 'IMAGE'], rows));
  }
}
