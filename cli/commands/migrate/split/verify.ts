import { AuroraCommand, Flags, runtimeFlag } from '../../../command.ts';

export default class MigrateSplitVerify extends AuroraCommand<typeof MigrateSplitVerify> {
  static override summary = "Compare the services' databases with the old one";
  static override description =
    'Counts, checksums, references across services, copies, files, and a sample field by field. Changes nothing. Exits 1 where something does not hold.';
  static override examples = [
    '<%= config.bin %> migrate split verify --from mysql://reader:secret@old.example.org/shop --files /srv/uploads',
    'AURORA_SPLIT_URL=postgres://… <%= config.bin %> migrate split verify --html report.html',
    '<%= config.bin %> migrate split verify --sample 1000 --seed 7 --json',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    from: Flags.string({ description: 'the old database', env: 'AURORA_SPLIT_URL', helpValue: 'URL' }),
    files: Flags.string({ description: 'the folder that paths of files lead below', helpValue: 'DIR' }),
    sample: Flags.integer({ description: 'rows of each entity to compare field by field', default: 100, min: 0 }),
    seed: Flags.integer({ description: 'chooses the sample', default: 1 }),
    html: Flags.string({ description: 'also write the report as a page', helpValue: 'FILE' }),
  };

  async run(): Promise<void> {
    const [{ splitVerify }, { selectRunning }, { summary }] = await Promise.all([
      import('../../../actions/split-verify.ts'),
      import('../../../runtimes/select.ts'),
      import('../../../split/verify/report/text.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const result = await splitVerify(fleet, runtime, this.flags, this.narrator);
    this.print(result, () => summary(result));
    if (!result.holds) this.exitWith('failed');
  }
}
