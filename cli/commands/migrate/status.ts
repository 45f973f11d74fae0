import { AuroraCommand, runtimeFlag } from '../../command.ts';

export default class MigrateStatus extends AuroraCommand<typeof MigrateStatus> {
  static override summary = 'Show which migrations have been applied';
  static override description =
    'Exits 1 if one is pending, was cut off on its way or edited after it was applied, or has lost its file.';
  static override examples = ['<%= config.bin %> migrate status', '<%= config.bin %> migrate status --json'];
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ migrateStatus }, { explain }, { selectRunning }, { table }] = await Promise.all([
      import('../../actions/migrate-status.ts'),
      import('../../migrate/interrupted.ts'),
      import('../../runtimes/select.ts'),
      import('../../table.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const services = await migrateStatus(fleet, runtime);
    const rows = services.flatMap(({ service, migrations }) =>
      migrations.map((migration) => ({ service, ...migration })),
    );
    this.print(services, () => [
      ...table(
        ['SERVICE', 'MIGRATION', 'PHASE', 'STATE', 'APPLIED', 'BY'],
        rows.map((row) => [
          ...[row.service, row.name, row.phase ?? '-', row.state],
          ...(row.state === 'pending' ? ['-', '-'] : [row.appliedAt ?? '-', row.appliedBy ?? '-']),
        ]),
      ),
      ...rows.flatMap(({ service, name, interrupted }) => (interrupted ? explain(service, name, interrupted) : [])),
    ]);
    if (rows.some(({ state }) => state !== 'applied')) this.exitWith('failed');
  }
}
