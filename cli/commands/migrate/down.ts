import { Args, AuroraCommand, Flags, runtimeFlag } from '../../command.ts';
import { givenPace, paceFlags } from '../../pace-flags.ts';

export default class MigrateDown extends AuroraCommand<typeof MigrateDown> {
  static override summary = 'Revert the newest migration of a service';
  static override examples = [
    '<%= config.bin %> migrate down orders-service',
    '<%= config.bin %> migrate down orders-service --to 0002-create-orders',
    '<%= config.bin %> migrate down orders-service --dry-run',
  ];
  static override args = { service: Args.string({ description: 'whose migration', required: true }) };
  static override flags = {
    runtime: runtimeFlag(),
    to: Flags.string({ description: 'the last migration to revert [default: the newest]', helpValue: 'NAME' }),
    'dry-run': Flags.boolean({ description: 'print the SQL, and touch nothing' }),
    ...paceFlags(),
  };

  async run(): Promise<void> {
    const { selectRunning } = await import('../../runtimes/select.ts');
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const what = { service: this.args.service, to: this.flags.to };
    if (this.flags['dry-run']) {
      const { asSql, migrateDryRun } = await import('../../actions/migrate-dry-run.ts');
      const planned = await migrateDryRun(fleet, runtime, what, 'down');
      this.print(planned, () => asSql(planned));
      return;
    }
    const { migrateDown } = await import('../../actions/migrate.ts');
    const done = await migrateDown(fleet, runtime, { ...what, pace: givenPace(this.flags) }, this.narrator);
    this.print(done, () => [`${done.service}: ${done.migrations.join(', ') || 'nothing to revert'}`]);
  }
}
