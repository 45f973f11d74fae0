import { Args, AuroraCommand, runtimeFlag } from '../../command.ts';

export default class MigrateVerify extends AuroraCommand<typeof MigrateVerify> {
  static override summary = 'Compare databases with the models of their services';
  static override description =
    'Tables, columns, keys, indexes, checks, triggers, enums and what the login of the service may do. Exits 1 if anything is missing or differs; what is there beyond that is a warning. Changes nothing.';
  static override examples = [
    '<%= config.bin %> migrate verify',
    '<%= config.bin %> migrate verify orders-service',
    '<%= config.bin %> migrate verify --json',
  ];
  static override args = { service: Args.string({ description: 'only this service [default: all]' }) };
  static override flags = { runtime: runtimeFlag() };

  async run(): Promise<void> {
    const [{ migrateVerify }, { selectRunning }, { printFindings }] = await Promise.all([
      import('../../actions/migrate-verify.ts'),
      import('../../runtimes/select.ts'),
      import('../../migrate/verify/print.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const services = await migrateVerify(fleet, runtime, this.args.service, this.narrator);
    this.print(services, () => printFindings(services));
    const isWrong = services.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
    if (isWrong) this.exitWith('failed');
  }
}
