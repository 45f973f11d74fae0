/** Everything that a terminal obeys rather than shows, line ends included; tabs do no harm. */
const CONTROLS = /[\0-\x08\x0a-\x1f\x7f-\x9f]/g;

/** A text from elsewhere as one line that a terminal shows as it is: what a client sent could otherwise paint over it. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (control) => {
    const code = control.charCodeAt(0);
    return control === '\n' ? '\\n' : `\\x${code.toString(16).padStart(2, '0')}`;
  });
}
