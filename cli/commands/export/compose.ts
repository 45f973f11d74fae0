import { AuroraCommand, Flags } from '../../command.ts';
import { table } from '../../table.ts';

export default class ExportCompose extends AuroraCommand<typeof ExportCompose> {
  static override summary = 'Write the fleet as a compose file';
  static override description =
    'For docker-compose 1.29 and Compose v2: the containers that `aurora up --runtime docker` would run, with their settings, and their secrets as files beside. The images come from `aurora build`.';
  static override examples = [
    '<%= config.bin %> export compose --out deploy',
    '<%= config.bin %> export compose --out deploy --env production',
  ];
  static override flags = {
    out: Flags.string({ description: 'the folder to write into', required: true, helpValue: 'DIR' }),
    force: Flags.boolean({ description: 'overwrite files there that somebody else wrote or edited' }),
  };

  async run(): Promise<void> {
    const { exportCompose } = await import('../../actions/export-compose.ts');
    const exported = await exportCompose(await this.fleet(), this.flags);
    const { folder, files } = exported;
    const changed = files.filter(({ action }) => action !== 'unchanged');
    this.print(exported, () => [
      ...table(
        ['FILE', 'STATE'],
        changed.map(({ path, action }) => [path, action]),
      ),
      `${folder}: ${changed.length === 0 ? 'up to date' : `${changed.length} of ${files.length} files written`}`,
      'next: aurora build, then docker-compose up -d in that folder',
    ]);
  }
}
