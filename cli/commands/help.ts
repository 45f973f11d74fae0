import { AuroraCommand } from '../command.ts';

export default class Help extends AuroraCommand<typeof Help> {
  static override summary = 'Explain Aurora, one command or the exit codes';
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> migrate up',
    '<%= config.bin %> <%= command.id %> exit-codes',
    '<%= config.bin %> <%= command.id %> --json',
  ];
  /** The words of a command or topic. */
  static override strict = false;

  async run(): Promise<void> {
    const { explain } = await import('../actions/help.ts');
    const { data, text } = await explain(this.argv.filter((word) => !word.startsWith('-')));
    this.print(data, () => [text]);
  }
}
