import { Args } from '../../command.ts';
import { EditCommand, editFlags } from '../../edit-command.ts';

export default class AddSubscriber extends EditCommand<typeof AddSubscriber> {
  static override summary = 'Add a handler of events of other services';
  static override description = 'Its handler is written once, for you to fill; each event takes effect once.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> mail-service notifyOwner Account.moneyTransferred crm-service.Customer.updated',
  ];
  static override usage = 'add subscriber [SERVICE [NAME [EVENT...]]] [flags]';
  static override args = {
    words: Args.string({
      description: 'who handles them, the name in camelCase (a verb first), and the events, each <Entity>.<event>',
      multiple: true,
    }),
  };
  static override flags = editFlags;

  async run(): Promise<void> {
    const [{ addSubscriber }, { chooseService, need, needWords }] = await Promise.all([
      import('../../edit/add/subscriber.ts'),
      import('../../edit/questions.ts'),
    ]);
    const [givenService, givenName, ...givenEvents] = this.args.words ?? [];
    await this.edit('added', async (config, ask) => {
      const service = await need(givenService, 'The service', ask, (asked) =>
        chooseService(asked, config.outline, 'Which service handles them', ['domain']),
      );
      const name = await need(givenName, 'The name', ask, (asked) => asked.text('Name of the subscriber (camelCase)'));
      const events = await needWords(givenEvents, 'An event', ask, 'Its events, each <Entity>.<event>');
      return addSubscriber(config, { service, name, events });
    });
  }
}
