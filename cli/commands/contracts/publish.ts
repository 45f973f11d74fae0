import { AuroraCommand, Flags } from '../../command.ts';
import { placeFlag, requirePlace, versionFlag } from '../../contracts-flags.ts';

export default class ContractsPublish extends AuroraCommand<typeof ContractsPublish> {
  static override summary = 'Tell a folder or a Pact Broker what was agreed and verified';
  static override description =
    'Sends the pacts of this code, and what `contracts verify` found of exactly this code, for each participant. The same again does no harm. A broker is let in by PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.';
  static override examples = [
    '<%= config.bin %> contracts publish --to /mnt/contracts',
    '<%= config.bin %> contracts publish --to https://broker.example.org --branch main --json',
  ];
  static override flags = {
    to: placeFlag('a folder, or the address of a Pact Broker'),
    version: versionFlag(),
    branch: Flags.string({
      description: 'the branch that it is on [default: the one that is checked out]',
      helpValue: 'B',
    }),
  };

  async run(): Promise<void> {
    const [{ publishContracts }, { openStore }] = await Promise.all([
      import('../../actions/contracts/publish.ts'),
      import('../../contracts/store/open.ts'),
    ]);
    const store = openStore(requirePlace(this.flags.to, 'to'));
    const result = await publishContracts(await this.fleet(), store, this.flags, this.narrator);
    const verified = result.pacts.filter((each) => each.verified === true).length;
    const failed = result.pacts.filter((each) => each.verified === false).length;
    this.print(result, () => [
      `${result.pacts.length} pacts of ${result.participants.length} participants, version ${result.version}: ${verified} verified, ${failed} failed`,
      `next: aurora contracts can-deploy --to production --from ${result.to}`,
    ]);
  }
}
