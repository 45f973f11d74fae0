import { AuroraCommand, Flags } from '../../command.ts';
import { participantsFlag, placeFlag, requirePlace } from '../../contracts-flags.ts';

export default class ContractsVerify extends AuroraCommand<typeof ContractsVerify> {
  static override summary = 'Hold every service to what others expect of it';
  static override description =
    'Runs the contract tests: consumers compare the pacts that they write with those in contracts/pacts, providers are held to them. A pair of the config without a pact, a pact that nobody verified and zero pacts are failures. What was found is kept for `contracts publish`.';
  static override examples = [
    '<%= config.bin %> contracts verify',
    '<%= config.bin %> contracts verify --service orders-service --interactions',
    '<%= config.bin %> contracts verify --deployed production --from /mnt/contracts --json',
  ];
  static override flags = {
    service: participantsFlag('only pacts in which it takes part; may be repeated [default: all]'),
    deployed: Flags.string({
      description: 'also hold providers to the pacts of what runs in this environment',
      helpValue: 'ENV',
    }),
    from: placeFlag('a folder or a Pact Broker that knows what runs there'),
    interactions: Flags.boolean({ description: 'list each interaction, also those that are well' }),
  };

  async run(): Promise<void> {
    const [{ verifyContracts }, { reportLines }, { openStore }] = await Promise.all([
      import('../../actions/contracts/verify.ts'),
      import('../../contracts/report-lines.ts'),
      import('../../contracts/store/open.ts'),
    ]);
    const { service: services = [], interactions, deployed: environment, from } = this.flags;
    const deployed =
      environment === undefined ? undefined : { environment, store: openStore(requirePlace(from, 'from')) };
    const report = await verifyContracts(
      await this.fleet(),
      { services, ...(deployed && { deployed }) },
      this.narrator,
    );
    this.print(report, () => reportLines(report, interactions));
    if (!report.ok) this.exitWith('failed');
  }
}
