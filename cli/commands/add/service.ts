import { Args, Flags } from '../../command.ts';
import { SERVICE_KINDS } from '../../config/schema/services.ts';
import { EditCommand, editFlags } from '../../edit-command.ts';

export default class AddService extends EditCommand<typeof AddService> {
  static override summary = 'Add a service to the config, and generate it';
  static override description =
    'A domain service begins with the entity that follows its name; without one, with an entity that is called as the service is. docs/editing.md tells how fields are written.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> billing-service',
    '<%= config.bin %> <%= command.id %> billing-service Invoice number:string! customer:crm-service.Customer --port 9105',
    '<%= config.bin %> <%= command.id %> file-service --kind file --dry-run',
  ];
  static override usage = 'add service [NAME [ENTITY [FIELD...]]] [flags]';
  static override args = {
    words: Args.string({
      description: 'its name in kebab-case; its first entity, and the fields of that, each name:type',
      multiple: true,
    }),
  };
  static override flags = {
    ...editFlags,
    kind: Flags.option({ options: SERVICE_KINDS, description: 'what it is [default: domain]' })(),
    port: Flags.integer({ description: 'where it listens [default: the next that is free]' }),
  };

  async run(): Promise<void> {
    const [{ addService }, { need, askFields }] = await Promise.all([
      import('../../edit/add/service.ts'),
      import('../../edit/questions.ts'),
    ]);
    const { flags } = this;
    const [givenName, givenEntity, ...givenFields] = this.args.words ?? [];
    await this.edit('added', async (config, ask) => {
      const isAsked = ask !== undefined && givenName === undefined;
      const name = await need(givenName, 'The name', ask, (asked) => asked.text('Name of the service (kebab-case)'));
      const kinds = SERVICE_KINDS.map((value) => ({ value }));
      const kind = flags.kind ?? (isAsked ? await ask.choose('Kind of the service', kinds) : 'domain');
      const asksEntity = isAsked && kind === 'domain' && givenEntity === undefined;
      const entity = asksEntity ? await ask.text('Its first entity (PascalCase)') : givenEntity;
      const fields = asksEntity ? await askFields(ask, config.outline) : givenFields;
      return addService(config, { name, kind, port: flags.port, entity, fields });
    });
  }
}
