import { Args, AuroraCommand, Flags } from '../../command.ts';

export default class MigrateLint extends AuroraCommand<typeof MigrateLint> {
  static override summary = 'Find what migrations would lock, break or lose';
  static override description =
    'Looks at the SQL that they give, both ways, on each engine that the config names. Needs no database. Exits 1 on errors; docs/migrations-lint.md has all rules.';
  static override examples = [
    '<%= config.bin %> migrate lint',
    '<%= config.bin %> migrate lint orders-service --engine mysql',
    '<%= config.bin %> migrate lint --since origin/main',
    '<%= config.bin %> migrate lint --json',
  ];
  static override args = { service: Args.string({ description: 'only this service [default: all]' }) };
  static override flags = {
    engine: Flags.option({
      options: ['postgres', 'mysql', 'mariadb'] as const,
      description: 'only this engine [default: those of all environments]',
    })(),
    since: Flags.string({ description: 'only what this commit of git does not have', helpValue: 'REF' }),
  };

  async run(): Promise<void> {
    const [{ migrateLint }, { linesOf }] = await Promise.all([
      import('../../actions/migrate-lint.ts'),
      import('../../migrate/lint/lines.ts'),
    ]);
    const fleet = await this.fleet();
    const { engine, since } = this.flags;
    const result = await migrateLint(fleet, {
      service: this.args.service,
      engine: engine === 'mariadb' ? 'mysql' : engine,
      since,
    });
    this.print(result, () => linesOf(result.findings, result));
    if (process.env.GITHUB_ACTIONS === 'true' && !this.flags.json) {
      const { annotations } = await import('../../migrate/lint/annotations.ts');
      const workspace = process.env.GITHUB_WORKSPACE ?? process.cwd();
      for (const line of annotations(result.findings, fleet.root, workspace)) this.emit(undefined, () => line);
    }
    if (result.errors > 0) this.exitWith('failed');
  }
}
