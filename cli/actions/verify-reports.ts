import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { CONFIG_FILE } from '../config/locate.ts';
import { annotations, jobSummary } from '../verify/report/github.ts';
import { junit } from '../verify/report/junit.ts';
import type { VerifyReport } from '../verify/report.ts';

export interface ReportWishes {
  /** Where to write JUnit XML. */
  readonly junit: string | undefined;
  /** Whether GitHub Actions is to hear of it. */
  readonly github: boolean;
  /** The folder of the fleet. */
  readonly root: string;
}

/** Writes the files that were asked for; returns the lines that GitHub takes as annotations. */
export async function writeReports(report: VerifyReport, wishes: ReportWishes): Promise<readonly string[]> {
  if (wishes.junit) {
    await mkdir(dirname(wishes.junit), { recursive: true });
    await writeFile(wishes.junit, junit(report));
  }
  if (!wishes.github) return [];
  const { GITHUB_STEP_SUMMARY: file, GITHUB_WORKSPACE: workspace = process.cwd() } = process.env;
  if (file) await appendFile(file, jobSummary(report));
  return annotations(report, (check) => relative(workspace, join(wishes.root, check.file ?? CONFIG_FILE)));
}
