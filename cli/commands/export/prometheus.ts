import { AuroraCommand, Flags } from '../../command.ts';
import { exportFlags, exportLines } from '../../export-flags.ts';

export default class ExportPrometheus extends AuroraCommand<typeof ExportPrometheus> {
  static override summary = 'Write configuration, rules and alerts for a Prometheus of one’s own';
  static override description =
    'For a Prometheus and an Alertmanager on the machine of the fleet, whichever runtime it runs on: where the services are, a token for their metrics, recording rules and alerts made for this fleet, and whom to tell.';
  static override examples = [
    '<%= config.bin %> export prometheus --out monitoring',
    '<%= config.bin %> export prometheus --out monitoring --env production --check',
  ];
  static override flags = {
    ...exportFlags,
    isolated: Flags.boolean({ description: 'for the ports that `up --isolated` gives' }),
  };

  async run(): Promise<void> {
    const { exportPrometheus } = await import('../../actions/export-monitoring.ts');
    const { check } = this.flags;
    const exported = await exportPrometheus(await this.fleet(), this.flags);
    this.print(exported, () => [
      ...exportLines(exported, check),
      ...(check ? [] : ['next: prometheus --config.file=prometheus.yml in that folder']),
    ]);
    if (check && exported.files.length > 0) this.exitWith('failed');
  }
}
