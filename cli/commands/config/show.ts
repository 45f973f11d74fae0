import { AuroraCommand } from '../../command.ts';

export default class ConfigShow extends AuroraCommand<typeof ConfigShow> {
  static override summary = 'Print the fleet as Aurora understands it';
  static override description =
    'The config with its environment laid over it, variables replaced, defaults filled in and names derived. The config holds no secrets, so neither does this.';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --env production --json',
  ];

  async run(): Promise<void> {
    const [{ showConfig }, { stringify }] = await Promise.all([import('../../actions/config.ts'), import('yaml')]);
    const fleet = await showConfig({ file: this.flags.config, environment: this.flags.env });
    this.print(fleet, () => [stringify(fleet, { aliasDuplicateObjects: false }).trimEnd()]);
  }
}
