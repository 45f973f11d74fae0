import { AuroraCommand, Flags, runtimeFlag } from '../command.ts';

export default class Verify extends AuroraCommand<typeof Verify> {
  static override summary = 'Prove that the running fleet works';
  static override description =
    'Health, registry, migrations, access control and a life of every entity through the gateway. Exits 0 only if every check passed.';
  static override examples = [
    '<%= config.bin %> verify',
    '<%= config.bin %> verify --smoke',
    '<%= config.bin %> verify --junit report.xml --json',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    smoke: Flags.boolean({ description: 'only what writes nothing' }),
    junit: Flags.string({ description: 'also write the results as JUnit XML', helpValue: 'FILE' }),
  };

  async run(): Promise<void> {
    const [{ verify }, { selectRunning }, { summary }] = await Promise.all([
      import('../actions/verify.ts'),
      import('../runtimes/select.ts'),
      import('../verify/summary.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { smoke, junit } = this.flags;
    const results = await verify(fleet, runtime, { smoke, junit }, this.narrator);
    this.print(results, () => summary(results));
    if (results.some(({ status }) => status === 'failed')) this.exitWith('failed');
  }
}
