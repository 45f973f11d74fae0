// The least that a CLI on oclif can be: one command that says hello.
import { Command } from '@oclif/core';

export default class Hello extends Command {
  async run() {
    await this.parse(Hello);
    this.log('hello');
  }
}
