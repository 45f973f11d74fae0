import { join, relative } from 'node:path';
import type { Finding } from './contract.ts';

/**
 * Workflow commands of GitHub Actions, which show findings beside the lines of a pull request.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 * @param workspace the checkout, which GitHub counts paths from
 */
export function annotations(findings: readonly Finding[], root: string, workspace: string): string[] {
  return findings.map(({ severity, file, line, rule, subject, why, safe }) => {
    const path = property(relative(workspace, join(root, file)));
    const text = data(`${subject}\n${why}\nSafe: ${safe}`);
    return `::${severity} file=${path},line=${line},title=${property(rule)}::${text}`;
  });
}

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
