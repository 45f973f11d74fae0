import { Args, Flags } from '../../command.ts';
import { EditCommand, editFlags } from '../../edit-command.ts';

export default class AddEntity extends EditCommand<typeof AddEntity> {
  static override summary = 'Add an entity to a service';
  static override description =
    'Without fields it begins with a name. docs/editing.md tells how fields are written. Its first migration is generated; aurora migrate up makes its table.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> billing-service Invoice number:string!,unique total:integer,min=0',
    '<%= config.bin %> <%= command.id %> billing-service Currency code:string! --plural currencies',
  ];
  static override usage = 'add entity [SERVICE [NAME [FIELD...]]] [flags]';
  static override args = {
    words: Args.string({
      description: 'the domain service that owns it, its name in PascalCase, and its fields, each name:type',
      multiple: true,
    }),
  };
  static override flags = {
    ...editFlags,
    plural: Flags.string({ description: 'camelCase [default: the regular English plural]' }),
  };

  async run(): Promise<void> {
    const [{ addEntity }, { askFields, chooseService, need }] = await Promise.all([
      import('../../edit/add/entity.ts'),
      import('../../edit/questions.ts'),
    ]);
    const { flags } = this;
    const [givenService, givenName, ...givenFields] = this.args.words ?? [];
    await this.edit('added', async (config, ask) => {
      const service = await need(givenService, 'The service', ask, (asked) =>
        chooseService(asked, config.outline, 'Which service owns it', ['domain']),
      );
      const name = await need(givenName, 'The name', ask, (asked) => asked.text('Name of the entity (PascalCase)'));
      const isAsked = ask !== undefined && givenName === undefined;
      const fields = isAsked ? await askFields(ask, config.outline) : givenFields;
      return addEntity(config, { service, name, plural: flags.plural, fields });
    });
  }
}
