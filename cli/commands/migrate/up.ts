import { Args, AuroraCommand, Flags, runtimeFlag } from '../../command.ts';
import { givenPace, paceFlags } from '../../pace-flags.ts';

export default class MigrateUp extends AuroraCommand<typeof MigrateUp> {
  static override summary = 'Apply pending migrations';
  static override description =
    'Under a lock per database, each migration in one transaction or, where that cannot be, from statement to statement. Starts the database for the purpose if the fleet is down.';
  static override examples = [
    '<%= config.bin %> migrate up',
    '<%= config.bin %> migrate up orders-service',
    '<%= config.bin %> migrate up orders-service --to 0003-add-price',
    '<%= config.bin %> migrate up --dry-run',
    '<%= config.bin %> migrate up --phase expand',
  ];
  static override args = { service: Args.string({ description: 'only this service [default: all]' }) };
  static override flags = {
    runtime: runtimeFlag(),
    to: Flags.string({ description: 'the last migration to apply; needs a service', helpValue: 'NAME' }),
    phase: Flags.option({
      options: ['expand', 'contract'] as const,
      description: 'only what the version before can live with, or only what it cannot [default: both]',
    })(),
    'dry-run': Flags.boolean({ description: 'print the SQL, and touch nothing' }),
    ...paceFlags(),
  };

  async run(): Promise<void> {
    const { selectRunning } = await import('../../runtimes/select.ts');
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { to, phase } = this.flags;
    const what = { service: this.args.service, to, phase };
    if (this.flags['dry-run']) {
      const { asSql, migrateDryRun } = await import('../../actions/migrate-dry-run.ts');
      const planned = await migrateDryRun(fleet, runtime, what, 'up');
      this.print(planned, () => asSql(planned));
      return;
    }
    const { migrateUp } = await import('../../actions/migrate.ts');
    const done = await migrateUp(fleet, runtime, { ...what, pace: givenPace(this.flags) }, this.narrator);
    this.print(done, () =>
      done.map(({ service, migrations }) => `${service}: ${migrations.join(', ') || 'nothing was pending'}`),
    );
  }
}
