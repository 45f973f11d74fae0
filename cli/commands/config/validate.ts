import { relative } from 'node:path';
import { AuroraCommand } from '../../command.ts';

export default class ConfigValidate extends AuroraCommand<typeof ConfigValidate> {
  static override summary = 'Check the config and list every mistake with its line';
  static override description = 'Checks every environment that the config declares. Exits 3 if there is a mistake.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --config fleets/store.yaml --json',
  ];

  async run(): Promise<void> {
    const { validateConfig } = await import('../../actions/config.ts');
    const validation = await validateConfig({ file: this.flags.config, environment: this.flags.env });
    const { file, services, environments } = validation;
    this.print(validation, () => [
      `${relative(process.cwd(), file)} is valid: ${services} services, checked for ${environments.join(', ')}`,
    ]);
  }
}
