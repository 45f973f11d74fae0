import { execa } from 'execa';
import { type Check, ok, warn } from './check.ts';

export const npm: Check = {
  name: 'npm',
  async look() {
    const { stdout, failed } = await execa('npm', ['--version'], { reject: false });
    if (failed) return warn('not found; what is installed runs, nothing new can be', 'install npm');
    return ok(stdout);
  },
};
