import { AuroraCommand, Flags } from '../../command.ts';
import { exportFlags, exportLines } from '../../export-flags.ts';

export default class ExportGrafana extends AuroraCommand<typeof ExportGrafana> {
  static override summary = 'Write dashboards for Grafana';
  static override description =
    'Dashboards of the fleet, of each service, of the gateway and of events, with the files by which Grafana finds them and their Prometheus when it starts.';
  static override examples = [
    '<%= config.bin %> export grafana --out grafana',
    '<%= config.bin %> export grafana --out grafana --prometheus http://prometheus.example.org:9090',
  ];
  static override flags = {
    ...exportFlags,
    prometheus: Flags.string({
      description: 'where Grafana finds Prometheus',
      default: 'http://127.0.0.1:9090',
      helpValue: 'URL',
    }),
  };

  async run(): Promise<void> {
    const { exportGrafana } = await import('../../actions/export-monitoring.ts');
    const { check } = this.flags;
    const exported = await exportGrafana(await this.fleet(), this.flags);
    this.print(exported, () => [
      ...exportLines(exported, check),
      ...(check ? [] : ['next: README.md in that folder says where Grafana wants these']),
    ]);
    if (check && exported.files.length > 0) this.exitWith('failed');
  }
}
