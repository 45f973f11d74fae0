import { Args } from '../../command.ts';
import { EditCommand, editFlags } from '../../edit-command.ts';

export default class AddEnum extends EditCommand<typeof AddEnum> {
  static override summary = 'Add an enum that fields share, or values to one';
  static override examples = [
    '<%= config.bin %> <%= command.id %> Currency EUR USD',
    '<%= config.bin %> <%= command.id %> Currency GBP',
  ];
  static override args = {
    name: Args.string({ description: 'PascalCase', required: true }),
    values: Args.string({ description: 'its values, or further ones', multiple: true, required: true }),
  };
  static override flags = editFlags;

  async run(): Promise<void> {
    const { addEnum } = await import('../../edit/add/enum.ts');
    const { name, values } = this.args;
    await this.edit('added', (config) => addEnum(config, name, values));
  }
}
