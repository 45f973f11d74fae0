import { AuroraCommand, Flags } from '../../command.ts';
import { participantsFlag, placeFlag, requirePlace, versionFlag } from '../../contracts-flags.ts';

export default class ContractsCanDeploy extends AuroraCommand<typeof ContractsCanDeploy> {
  static override summary = 'Say whether a version may go to an environment';
  static override description =
    'Yes if every pact between it and what runs there, and among what goes together, was verified by exactly the versions that would meet. What is unknown, and what has no pacts at all, may not. Exits 1 on no.';
  static override examples = [
    '<%= config.bin %> contracts can-deploy --to production --from /mnt/contracts',
    '<%= config.bin %> contracts can-deploy --service orders-service --to production --from https://broker.example.org',
    '<%= config.bin %> contracts can-deploy --service orders-service --version 3f2a1b4c5d6e --to staging --json',
  ];
  static override flags = {
    to: Flags.string({ description: 'the environment', required: true, helpValue: 'ENV' }),
    from: placeFlag('a folder, or the address of a Pact Broker'),
    service: participantsFlag('who goes there; may be repeated [default: all, together]'),
    version: versionFlag(),
  };

  async run(): Promise<void> {
    const [{ canDeploy }, { openStore }, { decisionLines }] = await Promise.all([
      import('../../actions/contracts/can-deploy.ts'),
      import('../../contracts/store/open.ts'),
      import('../../contracts/decision-lines.ts'),
    ]);
    const { to: environment, service: services = [], version } = this.flags;
    const store = openStore(requirePlace(this.flags.from, 'from'));
    const decision = await canDeploy(await this.fleet(), store, { environment, services, version });
    this.print(decision, () => decisionLines(decision, store.name));
    if (!decision.deployable) this.exitWith('failed');
  }
}
