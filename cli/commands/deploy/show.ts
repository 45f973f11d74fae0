import { Args, AuroraCommand } from '../../command.ts';

export default class DeployShow extends AuroraCommand<typeof DeployShow> {
  static override summary = 'Tell everything about one deploy';
  static override description =
    'Its versions with their digests, migrations, phases with how long each took, requests that were drained, and why it failed, if it did.';
  static override examples = [
    '<%= config.bin %> deploy show',
    '<%= config.bin %> deploy show 20261127-103000-3fa9 --json',
  ];
  static override args = { id: Args.string({ description: 'of the deploy [default: the last one]' }) };

  async run(): Promise<void> {
    const [{ oneDeploy }, { showLines }] = await Promise.all([
      import('../../actions/deploy/history.ts'),
      import('../../deploy/lines.ts'),
    ]);
    const record = oneDeploy(await this.fleet(), this.args.id);
    this.print(record, () => showLines(record));
  }
}
