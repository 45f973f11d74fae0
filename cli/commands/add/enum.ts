import { Args } from '../../command.ts';
import { EditCommand, editFlags } from '../../edit-command.ts';

export default class AddEnum extends EditCommand<typeof AddEnum> {
  static override summary = 'Add an enum that fields share, or values to one';
  static override examples = [
    '<%= config.bin %> <%= command.id %> Currency EUR USD',
    '<%= config.bin %> <%= command.id %> Currency GBP',
  ];
  static override usage = 'add enum [NAME [VALUE...]] [flags]';
  static override args = {
    words: Args.string({ description: 'its name in PascalCase, and its values, or further ones', multiple: true }),
  };
  static override flags = editFlags;

  async run(): Promise<void> {
    const [{ addEnum }, { need, needWords }] = await Promise.all([
      import('../../edit/add/enum.ts'),
      import('../../edit/questions.ts'),
    ]);
    const [givenName, ...givenValues] = this.args.words ?? [];
    await this.edit('added', async (config, ask) => {
      const name = await need(givenName, 'The name', ask, (asked) => asked.text('Name of the enum (PascalCase)'));
      const values = await needWords(givenValues, 'A value', ask, 'Its values, set apart by commas');
      return addEnum(config, name, values);
    });
  }
}
