import { AuroraCommand, runtimeFlag } from '../../command.ts';

export default class KeyList extends AuroraCommand<typeof KeyList> {
  static override summary = 'Show the API keys that the gateway knows';
  static override description = 'Tells of each whom it speaks for, what it grants and when it ends; never the key.';
  static override examples = ['<%= config.bin %> key list', '<%= config.bin %> key list --json'];
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ listKeys }, { requireRunning }, { selectRunning }, { table }] = await Promise.all([
      import('../../actions/api-keys.ts'),
      import('../../actions/running.ts'),
      import('../../runtimes/select.ts'),
      import('../../table.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const keys = await listKeys(fleet, await requireRunning(fleet, runtime));
    this.print(keys, () => {
      if (keys.length === 0) return ['there are none'];
      return table(
        ['ID', 'SUBJECT', 'SCOPES', 'ROLES', 'ENDS'],
        keys.map(({ id, subject, scopes, roles, expiresAt }) => [
          id,
          subject,
          scopes.join(' '),
          roles.join(', '),
          expiresAt ?? 'never',
        ]),
      );
    });
  }
}
