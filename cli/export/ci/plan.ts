import type { ExportedFile } from '../files.ts';
import { githubFiles } from './github.ts';
import { gitlabFiles } from './gitlab.ts';
import type { Pipeline } from './pipeline.ts';

export const PROVIDERS = ['github', 'gitlab', 'all'] as const;
export type Provider = (typeof PROVIDERS)[number];

export function ciFiles(pipeline: Pipeline, provider: Provider): ExportedFile[] {
  return [
    ...(provider === 'gitlab' ? [] : githubFiles(pipeline)),
    ...(provider === 'github' ? [] : gitlabFiles(pipeline)),
  ];
}
