import { Args, AuroraCommand } from '../command.ts';

export default class Completion extends AuroraCommand<typeof Completion> {
  static override summary = 'Print the script that completes commands, flags and services in a shell';
  static override examples = [
    'eval "$(<%= config.bin %> completion bash)"',
    '<%= config.bin %> completion zsh > "${fpath[1]}/_aurora"',
    '<%= config.bin %> completion fish > ~/.config/fish/completions/aurora.fish',
  ];
  static override args = {
    shell: Args.option({ options: ['bash', 'zsh', 'fish', 'services'] as const })({
      description: 'the shell; services prints the names that the scripts complete',
      required: true,
    }),
  };

  async run(): Promise<void> {
    const { shell } = this.args;
    if (shell === 'services') {
      const names = (await this.fleet()).services.map(({ name }) => name);
      this.print({ services: names }, () => names);
      return;
    }
    const { completionScript } = await import('../actions/completion.ts');
    const script = await completionScript(shell);
    this.print({ shell, script }, () => [script.trimEnd()]);
  }
}
