import { AuroraCommand } from '../../command.ts';

export default class ConfigSchema extends AuroraCommand<typeof ConfigSchema> {
  static override summary = 'Print the JSON Schema of the config, for editors';
  static override examples = ['<%= config.bin %> <%= command.id %> > aurora.schema.json'];

  async run(): Promise<void> {
    const { configSchema } = await import('../../actions/config.ts');
    const schema = configSchema();
    this.print(schema, () => [JSON.stringify(schema, null, 2)]);
  }
}
