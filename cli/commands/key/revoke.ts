import { Args, AuroraCommand, runtimeFlag } from '../../command.ts';

export default class KeyRevoke extends AuroraCommand<typeof KeyRevoke> {
  static override summary = 'Take an API key away';
  static override description = 'The gateway accepts it no more from now on, without a restart.';
  static override examples = ['<%= config.bin %> key revoke 3f9c21a07b'];
  static override args = { id: Args.string({ description: 'its id, as key list shows it', required: true }) };
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ revokeKey }, { requireRunning }, { selectRunning }] = await Promise.all([
      import('../../actions/api-keys.ts'),
      import('../../actions/running.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const revoked = await revokeKey(fleet, await requireRunning(fleet, runtime), this.args.id);
    this.print(revoked, () => [`revoked ${revoked.id}, which spoke for ${revoked.subject}`]);
  }
}
