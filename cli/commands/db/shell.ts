import { Args, AuroraCommand, Flags, runtimeFlag } from '../../command.ts';

export default class DbShell extends AuroraCommand<typeof DbShell> {
  static override summary = "Open the shell of a service's database";
  static override description =
    'psql or mariadb, with the login that the service has: it may read and write rows, and change no table. What is piped in is run. Exits as the shell does.';
  static override examples = [
    '<%= config.bin %> db shell orders-service',
    'echo "SELECT count(*) FROM orders" | <%= config.bin %> db shell orders-service',
    '<%= config.bin %> db shell orders-service --owner',
  ];
  static override args = { service: Args.string({ description: 'whose database', required: true }) };
  static override flags = {
    runtime: runtimeFlag(),
    owner: Flags.boolean({ description: 'with the login that may change tables' }),
  };

  async run(): Promise<void> {
    const [{ requireDatabase }, { selectRunning }] = await Promise.all([
      import('../../actions/running.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { service } = this.args;
    requireDatabase(fleet, service);
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    process.exitCode = await runtime.shell(fleet, service, this.flags.owner ? 'owner' : 'user');
  }
}
