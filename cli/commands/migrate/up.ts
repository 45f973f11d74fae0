import { Args, AuroraCommand, Flags, runtimeFlag } from '../../command.ts';

export default class MigrateUp extends AuroraCommand<typeof MigrateUp> {
  static override summary = 'Apply pending migrations';
  static override description =
    'Each migration is one transaction, under a lock per database. Starts the database for the purpose if the fleet is down.';
  static override examples = [
    '<%= config.bin %> migrate up',
    '<%= config.bin %> migrate up orders-service',
    '<%= config.bin %> migrate up orders-service --to 0003-add-price',
  ];
  static override args = { service: Args.string({ description: 'only this service [default: all]' }) };
  static override flags = {
    runtime: runtimeFlag(),
    to: Flags.string({ description: 'the last migration to apply; needs a service', helpValue: 'NAME' }),
  };

  async run(): Promise<void> {
    const [{ migrateUp }, { selectRunning }] = await Promise.all([
      import('../../actions/migrate.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const done = await migrateUp(fleet, runtime, { service: this.args.service, to: this.flags.to }, this.narrator);
    this.print(done, () =>
      done.map(({ service, migrations }) => `${service}: ${migrations.join(', ') || 'nothing was pending'}`),
    );
  }
}
