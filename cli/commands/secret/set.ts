import { Args, AuroraCommand } from '../../command.ts';

export default class SecretSet extends AuroraCommand<typeof SecretSet> {
  static override summary = 'Tell the fleet a secret that others have made';
  static override description =
    'Reads it from stdin, so that it is in no history and no list of processes; an empty text takes it away. otlp-headers: what the OpenTelemetry collector wants in headers, as name=value,name=value with values percent-encoded. In force from the next up on.';
  static override examples = ["printf 'Authorization=Bearer%%20…' | <%= config.bin %> secret set otlp-headers"];
  static override args = {
    name: Args.string({ description: 'which one', required: true, options: ['otlp-headers'] }),
  };

  async run(): Promise<void> {
    const [{ text }, { setOtlpHeaders }] = await Promise.all([
      import('node:stream/consumers'),
      import('../../runtimes/observability.ts'),
    ]);
    await setOtlpHeaders(await this.fleet(), await text(process.stdin));
    this.print({ set: this.args.name }, () => [`set ${this.args.name}; in force from the next aurora up on`]);
  }
}
