import { AuroraCommand } from '../../command.ts';

export default class SecretList extends AuroraCommand<typeof SecretList> {
  static override summary = 'Show what secrets the fleet has';
  static override description = 'Tells of which kind each is, whose, and since when; never a value.';
  static override examples = ['<%= config.bin %> secret list', '<%= config.bin %> secret list --json'];

  async run(): Promise<void> {
    const [{ listSecrets }, { table }] = await Promise.all([
      import('../../actions/secret.ts'),
      import('../../table.ts'),
    ]);
    const secrets = await listSecrets(await this.fleet());
    this.print(secrets, () =>
      table(
        ['KIND', 'OF', 'WHAT', 'RUNTIME', 'MADE'],
        secrets.map(({ kind, of, what, runtime, madeAt }) => [kind, of, what, runtime ?? 'both', madeAt]),
      ),
    );
  }
}
