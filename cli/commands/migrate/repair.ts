import { Args, AuroraCommand, Flags, runtimeFlag } from '../../command.ts';
import { AuroraError } from '../../errors.ts';

export default class MigrateRepair extends AuroraCommand<typeof MigrateRepair> {
  static override summary = 'Say what is wrong with the log of migrations, and mend what you name';
  static override description =
    'Without flags it changes nothing, and exits 1 if something is wrong. With them it changes the log alone, under the lock, and writes down who did it; it runs no migration.';
  static override examples = [
    '<%= config.bin %> migrate repair',
    '<%= config.bin %> migrate repair orders-service --accept 0003-add-price',
    '<%= config.bin %> migrate repair orders-service --forget 0004-add-discount',
  ];
  static override args = { service: Args.string({ description: 'only this service [default: all]' }) };
  static override flags = {
    runtime: runtimeFlag(),
    accept: Flags.string({
      description: 'one that was edited after it was applied: take its file, as it is now, for what was applied',
      helpValue: 'NAME',
      multiple: true,
    }),
    forget: Flags.string({
      description: 'one whose file is gone: forget that it was applied',
      helpValue: 'NAME',
      multiple: true,
    }),
  };

  async run(): Promise<void> {
    const [{ migrateDiagnose, migrateRepair }, { selectRunning }] = await Promise.all([
      import('../../actions/migrate-repair.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { accept = [], forget = [] } = this.flags;
    const { service } = this.args;
    if (accept.length + forget.length === 0) {
      const broken = await migrateDiagnose(fleet, runtime, service);
      this.print(broken, () =>
        broken.length === 0 ? ['nothing to repair'] : broken.flatMap(({ explanation }) => explanation),
      );
      if (broken.length > 0) this.exitWith('failed');
      return;
    }
    if (service === undefined) {
      throw new AuroraError('service_missing', '--accept and --forget need the service that has this migration.', {
        exit: 'usage',
        next: 'aurora migrate repair',
      });
    }
    await migrateRepair(fleet, runtime, { service, accept, forget }, this.narrator);
    this.print({ service, accepted: accept, forgotten: forget }, () => [
      ...accept.map((name) => `${service}/${name}: its file is taken for what was applied; nothing was run`),
      ...forget.map((name) => `${service}/${name}: forgotten; what it made is still in the database`),
    ]);
  }
}
