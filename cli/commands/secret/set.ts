import { Args, AuroraCommand } from '../../command.ts';

export default class SecretSet extends AuroraCommand<typeof SecretSet> {
  static override summary = 'Tell the fleet a secret that others have made';
  static override description =
    'Reads it from stdin, so that it is in no history and no list of processes; an empty text takes it away. otlp-headers: what the OpenTelemetry collector wants in headers, as name=value,name=value with values percent-encoded. alert-webhook: the URL that Alertmanager sends alerts to. In force from the next up on.';
  static override examples = [
    "printf 'Authorization=Bearer%%20…' | <%= config.bin %> secret set otlp-headers",
    "printf 'https://alerts.example.org/…' | <%= config.bin %> secret set alert-webhook",
  ];
  static override args = {
    name: Args.string({ description: 'which one', required: true, options: ['otlp-headers', 'alert-webhook'] }),
  };

  async run(): Promise<void> {
    const { text } = await import('node:stream/consumers');
    const [fleet, given] = [await this.fleet(), await text(process.stdin)];
    if (this.args.name === 'alert-webhook') {
      await (await import('../../runtimes/alert-webhook.ts')).setAlertWebhook(fleet, given);
    } else {
      await (await import('../../runtimes/observability.ts')).setOtlpHeaders(fleet, given);
    }
    this.print({ set: this.args.name }, () => [`set ${this.args.name}; in force from the next aurora up on`]);
  }
}
