import { AuroraCommand, Flags, runtimeFlag } from '../../command.ts';

export default class MigrateSplit extends AuroraCommand<typeof MigrateSplit> {
  static override summary = 'Take an old database apart into those of the services';
  static override description =
    `Follows aurora.split.yaml. Rows that do not fit are kept aside with their reasons, in the table split_quarantine of the service.
A run that was cut off is gone on with by the next one; one that came to its end is caught up with.
Exits 1 if a row is unaccounted for.`;
  static override examples = [
    '<%= config.bin %> migrate split --dry-run --from postgres://reader@old.example.org/shop',
    'AURORA_SPLIT_URL=mysql://reader:secret@old.example.org/shop <%= config.bin %> migrate split --files /srv/uploads',
    '<%= config.bin %> migrate split --service orders-service --json',
  ];
  static override flags = {
    runtime: runtimeFlag(),
    from: Flags.string({ description: 'the old database', env: 'AURORA_SPLIT_URL', helpValue: 'URL' }),
    files: Flags.directory({
      description: 'the folder below which files lie that it has paths of',
      exists: true,
      helpValue: 'DIR',
    }),
    service: Flags.string({ description: 'only what goes into this service', multiple: true, helpValue: 'NAME' }),
    'dry-run': Flags.boolean({ description: 'say what would become of the rows, and write nothing' }),
  };

  async run(): Promise<void> {
    const [{ split }, { splitLines }, { selectRunning }] = await Promise.all([
      import('../../actions/split.ts'),
      import('../../split/report/lines.ts'),
      import('../../runtimes/select.ts'),
    ]);
    const fleet = await this.fleet();
    const { runtime } = await selectRunning(fleet, this.flags.runtime);
    const { from, files, service = [], 'dry-run': dryRun } = this.flags;
    const result = await split(fleet, runtime, { from, files, services: service, dryRun }, this.narrator);
    this.print(result, () => splitLines(result));
    if (!result.complete) this.exitWith('failed');
  }
}
