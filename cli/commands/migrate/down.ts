import { Args, AuroraCommand, Flags, runtimeFlag } from '../../command.ts';

export default class MigrateDown extends AuroraCommand<typeof MigrateDown> {
  static override summary = 'Revert the newest migration of a service';
  static override examples = [
    '<%= config.bin %> migrate down orders-service',
    '<%= config.bin %> migrate down orders-service --to 0002-create-orders',
  ];
  static override args = { service: Args.string({ description: 'whose migration', required: true }) };
  static override flags = {
    runtime: runtimeFlag(),
    to: Flags.string({ description: 'the last migration to revert [default: the newest]', helpValue: 'NAME' }),
  };

  async run(): Promise<void> {
    const [{ migrateDown }, { selectRunning }] = await Promise.all([
      import('../../actions/migrate.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const done = await migrateDown(fleet, runtime, { service: this.args.service, to: this.flags.to }, this.narrator);
    this.print(done, () => [`${done.service}: ${done.migrations.join(', ') || 'nothing to revert'}`]);
  }
}
