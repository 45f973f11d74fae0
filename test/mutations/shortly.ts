import { stripVTControlCharacters } from 'node:util';

const LONGEST = 140;

/** The gist of what jest says of a failure, without what differs from run to run. */
export function shortly(message: string): string {
  const [text = ''] = stripVTControlCharacters(message).split(/\n\s+at /);
  const lines = text.split('\n').map((line) => line.trim());
  const values = lines.filter((line) => /^(Expected|Received|Error name|Error message)\b.*:/.test(line));
  const gist = [lines[0]?.replace(/^Error: /, '').replace(/ \/\/ .*/, ''), ...values.slice(0, 2)].join('; ');
  const same = gist.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '…').replace(/ {2,}/g, ' ');
  return same.length > LONGEST ? `${same.slice(0, LONGEST)}…` : same;
}
