import { AuroraCommand, Flags } from '../../command.ts';

export default class DeployHistory extends AuroraCommand<typeof DeployHistory> {
  static override summary = 'List the deploys and rollbacks of this fleet';
  static override description = 'The newest first: who, when, how long, which versions, and what has come of it.';
  static override examples = ['<%= config.bin %> deploy history', '<%= config.bin %> deploy history --limit 50 --json'];
  static override flags = {
    limit: Flags.integer({ description: 'so many', min: 1, max: 10_000, default: 20, helpValue: 'N' }),
  };

  async run(): Promise<void> {
    const [{ deployHistory }, { historyLines }] = await Promise.all([
      import('../../actions/deploy/history.ts'),
      import('../../deploy/lines.ts'),
    ]);
    const records = deployHistory(await this.fleet()).slice(0, this.flags.limit);
    this.print(records, () => historyLines(records));
  }
}
