import { Args, Flags } from '../../command.ts';
import { EditCommand, editFlags } from '../../edit-command.ts';

export default class AddCommand extends EditCommand<typeof AddCommand> {
  static override summary = 'Add a command with a handler of yours to an entity or a service';
  static override description =
    'A POST that runs in one transaction; its handler is written once, for you to fill. docs/editing.md tells how fields are written.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> Account transfer toId:Account! amount:decimal! --emits moneyTransferred',
    '<%= config.bin %> <%= command.id %> bank-service closeDay day:date! --output accounts:integer',
  ];
  static override usage = 'add command [OF [NAME [INPUT...]]] [flags]';
  static override args = {
    words: Args.string({
      description: 'an entity or a service, the name in camelCase, and what callers send, each name:type',
      multiple: true,
    }),
  };
  static override flags = {
    ...editFlags,
    output: Flags.string({ description: 'what they get, each name:type [default: the resource]', multiple: true }),
    summary: Flags.string({ description: 'what it does, in a sentence' }),
    scope: Flags.string({ description: 'what a token needs [default: <plural>:write]' }),
    emits: Flags.string({ description: 'events that it tells', multiple: true }),
  };

  async run(): Promise<void> {
    const [{ addOperation }, { askOperation }] = await Promise.all([
      import('../../edit/add/operation.ts'),
      import('../../edit/questions.ts'),
    ]);
    const { output = [], summary, scope, emits } = this.flags;
    await this.edit('added', async (config, ask) => {
      const asked = await askOperation('command', this.args.words ?? [], ask, config.outline);
      return addOperation(config, { ...asked, output, summary, scope, emits });
    });
  }
}
