import { AuroraCommand, Flags } from '../../command.ts';
import { exportFlags, exportLines } from '../../export-flags.ts';

export default class ExportCi extends AuroraCommand<typeof ExportCi> {
  static override summary = 'Write pipelines for GitHub Actions and GitLab CI';
  static override description =
    'Lint, types, drift, tests, contracts, images and a verified fleet at every change; deploys with approval and rollbacks for each environment of the config. docs/ci.md says which variables and secrets they read.';
  static override examples = [
    '<%= config.bin %> export ci',
    '<%= config.bin %> export ci --provider github --branch trunk',
    '<%= config.bin %> export ci --check',
  ];
  static override flags = {
    ...exportFlags,
    out: Flags.string({ description: 'the folder to write into [default: the fleet’s]', helpValue: 'DIR' }),
    provider: Flags.option({
      options: ['github', 'gitlab', 'all'] as const,
      description: 'for whom',
      default: 'all' as const,
    })(),
    branch: Flags.string({ description: 'the branch that is published and deployed', default: 'main', helpValue: 'B' }),
  };

  async run(): Promise<void> {
    const { exportCi } = await import('../../actions/export-ci.ts');
    const { check } = this.flags;
    const exported = await exportCi(await this.fleet(), this.flags);
    this.print(exported, () => [
      ...exportLines(exported, check),
      ...(check ? [] : ['next: commit them; docs/ci.md says which variables and secrets they read']),
    ]);
    if (check && exported.files.length > 0) this.exitWith('failed');
  }
}
