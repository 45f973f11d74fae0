import { Flags } from './command.ts';

/** A flag whose value is a regular expression as JavaScript has them: `--grep "status=5\d\d"`. */
export const regExpFlag = Flags.custom<RegExp>({
  helpValue: 'REGEXP',
  async parse(text) {
    try {
      return new RegExp(text);
    } catch (error) {
      throw new Error(`${text} is no regular expression: ${reasonOf(error as Error)}`);
    }
  },
});

/** V8 says `Invalid regular expression: /(/: Unterminated group`. */
function reasonOf({ message }: Error): string {
  return message.slice(message.lastIndexOf(': ') + 2);
}
