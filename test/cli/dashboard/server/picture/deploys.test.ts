import { describe, expect, it } from '@jest/globals';
import { allDeploys, LoggedDeploys, runningDeploys } from '../../../../../cli/dashboard/server/picture/deploys.ts';
import type { LogRecord } from '../../../../../cli/observe/log-record.ts';
import { knownOf, look, ownFleet } from '../support/known.ts';

const fleet = await ownFleet();
const at = (minute: number) => new Date(Date.parse('2026-11-26T12:00:00Z') + minute * 60_000).toISOString();
const line = (minute: number, version?: string, colour?: string): LogRecord => ({
  time: at(minute),
  level: 'info',
  service: 'file-service',
  msg: '',
  ...(version && { version }),
  ...(colour && { colour }),
});
async function* lines(...records: LogRecord[]) {
  yield* records;
}

describe('deploys', () => {
  it('are what runs, and what has logged before', async () => {
    const text = `process_start_time_seconds ${Date.parse(at(30)) / 1_000}\nservice_info{version="3",build="b3"} 1`;
    const instances = [{ id: 'aurora-file-service-1', colour: 'green', version: '3', restarts: 0 }];
    const known = knownOf(fleet, { status: { 'file-service': { instances } }, looks: { 'file-service': look(text) } });
    const reader = new LoggedDeploys();
    await reader.read(lines(line(0), line(1, '1'), line(2, '1'), line(10, '2', 'blue')));
    expect(reader.readTo).toBe(at(10));
    // Later on only what has come since; the last line is there again.
    const logged = await reader.read(lines(line(10, '2', 'blue'), line(11, '2', 'blue'), line(30, '3', 'green')));
    const deploy = (version: string, minute: number, colour: string | null = null) => {
      return {
        service: 'file-service',
        version,
        build: null,
        colour,
        startedAt: at(minute),
        running: false,
        standby: false,
      };
    };
    expect(allDeploys(runningDeploys(known), logged)).toEqual([
      { ...deploy('3', 30, 'green'), build: 'b3', running: true },
      deploy('2', 10, 'blue'),
      deploy('1', 1),
    ]);
  });

  it('are two where two versions write at a time, however they take turns', async () => {
    const reader = new LoggedDeploys();
    const turns = [1, 2, 3].flatMap((minute) => [line(minute, '1', 'blue'), line(minute, '2', 'green')]);
    const logged = await reader.read(lines(...turns));
    expect(logged.map(({ version, colour }) => [version, colour])).toEqual([
      ['1', 'blue'],
      ['2', 'green'],
    ]);
  });

  it('tell what stands beside the version that gets the requests', () => {
    const instance = { id: 'x', version: '3', restarts: 0 };
    const instances = [
      { ...instance, colour: 'green', live: true },
      { ...instance, colour: 'blue', live: false },
    ];
    const text = `process_start_time_seconds ${Date.parse(at(30)) / 1_000}\nservice_info{version="3",build="b3"} 1`;
    const known = knownOf(fleet, { status: { 'file-service': { instances } }, looks: { 'file-service': look(text) } });
    expect(runningDeploys(known).map(({ colour, standby }) => [colour, standby])).toEqual([
      ['green', false],
      ['blue', true],
    ]);
  });
});
