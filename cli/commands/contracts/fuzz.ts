import { AuroraCommand, Flags, runtimeFlag } from '../../command.ts';
import { timeSpanFlag } from '../../time-span.ts';

export default class ContractsFuzz extends AuroraCommand<typeof ContractsFuzz> {
  static override summary =
    'Ask a running fleet for all that its OpenAPI documents allow, and for much that they do not';
  static override description =
    'Good data has to be accepted and to read back, bad data to be refused, nothing may answer with 5xx or otherwise than declared. What it finds is made small, and told with a line for curl. Undoes what it did, also after Ctrl-C.';
  static override examples = [
    '<%= config.bin %> contracts fuzz',
    '<%= config.bin %> contracts fuzz --service orders-service --runs 1000',
    "<%= config.bin %> contracts fuzz --operation 'POST /api/v1/orders' --seed 7 --json",
    '<%= config.bin %> contracts fuzz --time 30s --direct',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    service: Flags.string({ description: 'only the operations of these', helpValue: 'NAME', multiple: true }),
    operation: Flags.string({ description: 'only these', helpValue: "'METHOD PATH'", multiple: true }),
    runs: Flags.integer({ description: 'requests of each operation, about', default: 100, min: 1, max: 1_000_000 }),
    seed: Flags.integer({ description: 'makes the same requests again', min: 0, max: 2 ** 31 - 1 }),
    only: Flags.string({
      description: 'one part alone: good, life, or what is wrong, as a find tells it',
      helpValue: 'PART',
    }),
    path: Flags.string({ description: 'where in that part a find is', dependsOn: ['seed', 'only', 'operation'] }),
    time: timeSpanFlag({ description: 'at most for so long, shared by all operations' }),
    direct: Flags.boolean({ description: 'at the services themselves, past the gateway' }),
    'allow-any-environment': Flags.boolean({ description: 'also outside development' }),
  };

  async run(): Promise<void> {
    const [{ fuzzFleet }, { fuzzSummary }, { selectRunning }] = await Promise.all([
      import('../../actions/contracts/fuzz.ts'),
      import('../../contracts/fuzz/summary.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { service: services = [], operation: operations = [], runs, seed, only, path, time, direct } = this.flags;
    const anywhere = this.flags['allow-any-environment'];
    const asked = { services, operations, runs, seed, only, path, timeMs: time, direct, anywhere };
    const report = await fuzzFleet(fleet, runtime, asked, this.narrator);
    this.print(report, () => fuzzSummary(report));
    if (report.finds.length > 0 || report.left.length > 0) this.exitWith('failed');
  }
}
