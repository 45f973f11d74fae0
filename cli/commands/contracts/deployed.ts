import { AuroraCommand, Flags } from '../../command.ts';
import { participantsFlag, placeFlag, requirePlace, versionFlag } from '../../contracts-flags.ts';

export default class ContractsDeployed extends AuroraCommand<typeof ContractsDeployed> {
  static override summary = 'Record which version runs in an environment';
  static override description =
    'From now on `contracts can-deploy` compares others with it, and no longer with what ran there before.';
  static override examples = [
    '<%= config.bin %> contracts deployed --to production --in /mnt/contracts',
    '<%= config.bin %> contracts deployed --service orders-service --version 3f2a1b4c5d6e --to production --in https://broker.example.org',
  ];
  static override flags = {
    to: Flags.string({ description: 'the environment', required: true, helpValue: 'ENV' }),
    in: placeFlag('a folder, or the address of a Pact Broker'),
    service: participantsFlag('who runs there; may be repeated [default: all]'),
    version: versionFlag(),
  };

  async run(): Promise<void> {
    const [{ recordDeployed }, { openStore }] = await Promise.all([
      import('../../actions/contracts/deployed.ts'),
      import('../../contracts/store/open.ts'),
    ]);
    const { to: environment, service: services = [], version } = this.flags;
    const store = openStore(requirePlace(this.flags.in, 'in'));
    const result = await recordDeployed(await this.fleet(), store, { environment, services, version });
    this.print(result, () => result.deployed.map((each) => `${environment} runs ${each.name} ${each.version}`));
  }
}
