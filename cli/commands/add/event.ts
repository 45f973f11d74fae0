import { Args } from '../../command.ts';
import { EditCommand, editFlags } from '../../edit-command.ts';

export default class AddEvent extends EditCommand<typeof AddEvent> {
  static override summary = 'Add an event to an entity, beside created, updated and deleted';
  static override description = 'Commands of the entity emit it. docs/editing.md tells how its data is written.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> Account moneyTransferred amount:decimal! toId:uuid!',
  ];
  static override usage = 'add event [ENTITY [NAME [FIELD...]]] [flags]';
  static override args = {
    words: Args.string({
      description: 'the entity, the name in camelCase and the past tense, and what it tells, each name:type',
      multiple: true,
    }),
  };
  static override flags = editFlags;

  async run(): Promise<void> {
    const [{ addEvent }, { askFields, chooseEntity, need }] = await Promise.all([
      import('../../edit/add/event.ts'),
      import('../../edit/questions.ts'),
    ]);
    const [givenEntity, givenName, ...givenFields] = this.args.words ?? [];
    await this.edit('added', async (config, ask) => {
      const entity = await need(givenEntity, 'The entity', ask, (asked) =>
        chooseEntity(asked, config.outline, 'Whose event is it'),
      );
      const name = await need(givenName, 'The name', ask, (asked) => asked.text('Name of the event (camelCase)'));
      const isAsked = ask !== undefined && givenName === undefined;
      const fields = isAsked ? await askFields(ask, config.outline) : givenFields;
      return addEvent(config, { entity, name, fields });
    });
  }
}
